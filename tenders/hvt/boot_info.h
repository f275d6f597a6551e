/* SPDX-License-Identifier: ISC */
/*
 * boot_info.h: what the guest is given to begin with.
 */
#ifndef SOLO5_HVT_BOOT_INFO_H
#define SOLO5_HVT_BOOT_INFO_H

#include <stdint.h>

struct options;
struct vm;

/*
 * Writes boot information, manifest and command line into the guest's memory.
 * Returns the address behind them, at a page.
 */
uint64_t boot_info_write(const struct vm *vm, const struct options *opt,
    uint64_t clock_freq);

#endif /* SOLO5_HVT_BOOT_INFO_H */
