/* SPDX-License-Identifier: ISC */
/*
 * kvm-aarch64.h: registers by the numbers that KVM has for them; see
 * KVM_SET_ONE_REG in the kernel's Documentation/virt/kvm/api.rst.
 */
#ifndef SOLO5_HVT_CELL_KVM_AARCH64_H
#define SOLO5_HVT_CELL_KVM_AARCH64_H

#include <linux/kvm.h>
#include <stddef.h>
#include <stdint.h>

struct vm;

/* A member of struct kvm_regs, of 64 bits. */
#define A64_CORE_REG(member)						\
    (KVM_REG_ARM64 | KVM_REG_SIZE_U64 | KVM_REG_ARM_CORE |		\
    offsetof(struct kvm_regs, member) / sizeof(uint32_t))

#define A64_SYS_SCTLR_EL1	ARM64_SYS_REG(3, 0, 1, 0, 0)
#define A64_SYS_CPACR_EL1	ARM64_SYS_REG(3, 0, 1, 0, 2)
#define A64_SYS_TTBR0_EL1	ARM64_SYS_REG(3, 0, 2, 0, 0)
#define A64_SYS_TCR_EL1		ARM64_SYS_REG(3, 0, 2, 0, 2)
#define A64_SYS_MAIR_EL1	ARM64_SYS_REG(3, 0, 10, 2, 0)

/* Of the virtual CPU.  Return 0 or a negative errno. */
int a64_get_reg(const struct vm *vm, uint64_t id, void *value);
int a64_set_reg(const struct vm *vm, uint64_t id, const void *value);

#endif /* SOLO5_HVT_CELL_KVM_AARCH64_H */
