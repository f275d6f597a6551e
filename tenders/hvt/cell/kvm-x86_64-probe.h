/* SPDX-License-Identifier: ISC */
/*
 * kvm-x86_64-probe.h: whether debug registers stop a guest.
 */
#ifndef SOLO5_HVT_CELL_KVM_X86_64_PROBE_H
#define SOLO5_HVT_CELL_KVM_X86_64_PROBE_H

#include <stdbool.h>

/* The descriptor is that of /dev/kvm. */
bool probe_breakpoints(int kvm);
bool probe_watchpoints(int kvm);

#endif /* SOLO5_HVT_CELL_KVM_X86_64_PROBE_H */
