/* SPDX-License-Identifier: ISC */
/*
 * regs.c: registers, and which of them a CPU would not start with: Intel SDM
 * volume 3, section 26.3.1.
 */
#include <config.h>

#include "vmm.h"

#include <string.h>

#include "compiler.h"

#define CR0_NEEDED	0x80000021u	/* PG, NE, PE */
#define CR4_PAE		0x20u
#define CR4_VMXE	0x2000u
#define EFER_LME	0x100u
#define EFER_LMA	0x400u
#define XCR0_X87	1u

/* Type, S, P, L, D/B, G, unusable. */
#define AR_ACCESSED	0x0001u
#define AR_CODE		0x0008u
#define AR_TYPE		0x000fu
#define AR_S		0x0010u
#define AR_P		0x0080u
#define AR_L		0x2000u
#define AR_UNUSABLE	0x10000u
#define AR_TASK_BUSY	0x000bu

/* Where each segment is in the kernel's order. */
static const size_t segment[MACHINE_SEGS] = {
	[MACHINE_ES] = VCPU_REGS_ES,
	[MACHINE_CS] = VCPU_REGS_CS,
	[MACHINE_SS] = VCPU_REGS_SS,
	[MACHINE_DS] = VCPU_REGS_DS,
	[MACHINE_FS] = VCPU_REGS_FS,
	[MACHINE_GS] = VCPU_REGS_GS,
	[MACHINE_LDTR] = VCPU_REGS_LDTR,
	[MACHINE_TR] = VCPU_REGS_TR,
};

void
regs_from(struct machine_regs *to, const struct vcpu_reg_state *from)
{
	const struct vcpu_segment_info *s;
	size_t i;

	memset(to, 0, sizeof(*to));
	for (i = 0; i < MACHINE_GPRS; i++)
		to->gpr[i] = from->vrs_gprs[i];
	to->rip = from->vrs_gprs[VCPU_REGS_RIP];
	to->rflags = from->vrs_gprs[VCPU_REGS_RFLAGS];
	to->cr0 = from->vrs_crs[VCPU_REGS_CR0];
	to->cr2 = from->vrs_crs[VCPU_REGS_CR2];
	to->cr3 = from->vrs_crs[VCPU_REGS_CR3];
	to->cr4 = from->vrs_crs[VCPU_REGS_CR4];
	to->efer = from->vrs_msrs[VCPU_REGS_EFER];
	for (i = 0; i < MACHINE_SEGS; i++) {
		s = &from->vrs_sregs[segment[i]];
		to->seg[i] = (struct machine_segment){
			.selector = s->vsi_sel, .base = s->vsi_base,
			.limit = s->vsi_limit, .access = s->vsi_ar
		};
	}
	to->gdt.base = from->vrs_gdtr.vsi_base;
	to->gdt.limit = (uint16_t)from->vrs_gdtr.vsi_limit;
	to->idt.base = from->vrs_idtr.vsi_base;
	to->idt.limit = (uint16_t)from->vrs_idtr.vsi_limit;
}

void
regs_to(struct vcpu_reg_state *to, const struct machine_regs *from)
{
	size_t i;

	memset(to, 0, sizeof(*to));
	for (i = 0; i < MACHINE_GPRS; i++)
		to->vrs_gprs[i] = from->gpr[i];
	to->vrs_gprs[VCPU_REGS_RIP] = from->rip;
	to->vrs_gprs[VCPU_REGS_RFLAGS] = from->rflags;
	to->vrs_crs[VCPU_REGS_CR0] = from->cr0;
	to->vrs_crs[VCPU_REGS_CR2] = from->cr2;
	to->vrs_crs[VCPU_REGS_CR3] = from->cr3;
	to->vrs_crs[VCPU_REGS_CR4] = from->cr4;
	to->vrs_crs[VCPU_REGS_XCR0] = XCR0_X87;
	to->vrs_msrs[VCPU_REGS_EFER] = from->efer;
	for (i = 0; i < MACHINE_SEGS; i++)
		to->vrs_sregs[segment[i]] = (struct vcpu_segment_info){
			.vsi_sel = from->seg[i].selector,
			.vsi_limit = from->seg[i].limit,
			.vsi_ar = from->seg[i].access,
			.vsi_base = from->seg[i].base
		};
	to->vrs_gdtr.vsi_base = from->gdt.base;
	to->vrs_gdtr.vsi_limit = from->gdt.limit;
	to->vrs_idtr.vsi_base = from->idt.base;
	to->vrs_idtr.vsi_limit = from->idt.limit;
}

/* The kernel itself adds what VMX wants in CR4, and nothing to CR0 but NE. */
const char *
regs_refuse(const struct vcpu_reg_state *regs)
{
	const uint64_t cr0 = regs->vrs_crs[VCPU_REGS_CR0];

	if ((cr0 & CR0_NEEDED) != CR0_NEEDED || cr0 > UINT32_MAX)
		return "CR0";
	if ((regs->vrs_crs[VCPU_REGS_CR4] & CR4_VMXE) != 0)
		return "CR4";
	return NULL;
}

static bool
is_usable(const struct vcpu_reg_state *regs, size_t index)
{
	const uint32_t ar = regs->vrs_sregs[index].vsi_ar;

	return (ar & AR_UNUSABLE) == 0 && (ar & AR_P) != 0 &&
	    (ar & AR_S) != 0 && (ar & AR_ACCESSED) != 0;
}

const char *
regs_cannot_enter(const struct vcpu_reg_state *regs)
{
	static const size_t data[] = {
		VCPU_REGS_DS, VCPU_REGS_ES, VCPU_REGS_FS, VCPU_REGS_GS,
		VCPU_REGS_SS
	};
	const uint64_t efer = regs->vrs_msrs[VCPU_REGS_EFER];
	const uint32_t code = regs->vrs_sregs[VCPU_REGS_CS].vsi_ar;
	const uint32_t task = regs->vrs_sregs[VCPU_REGS_TR].vsi_ar;
	size_t i;

	if (regs->vrs_crs[VCPU_REGS_XCR0] != XCR0_X87)
		return "XCR0";
	if (((efer & EFER_LME) != 0) != ((efer & EFER_LMA) != 0))
		return "EFER";
	if ((efer & EFER_LMA) != 0 &&
	    (regs->vrs_crs[VCPU_REGS_CR4] & CR4_PAE) == 0)
		return "CR4";
	if ((regs->vrs_gprs[VCPU_REGS_RFLAGS] & 2) == 0)
		return "RFLAGS";
	if (!is_usable(regs, VCPU_REGS_CS) || (code & AR_CODE) == 0 ||
	    (code & AR_L) == 0)
		return "CS";
	for (i = 0; i < NELEM(data); i++)
		if (!is_usable(regs, data[i]))
			return "segment of data";
	if ((task & (AR_TYPE | AR_S | AR_P)) != (AR_TASK_BUSY | AR_P))
		return "TR";
	return NULL;
}
