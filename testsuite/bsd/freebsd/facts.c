/* SPDX-License-Identifier: ISC */
/*
 * facts.c: prints what the headers in include/ say, as assertions for a
 * compiler that has FreeBSD's own; see cross.sh.
 */
#include <config.h>

#include <stddef.h>
#include <stdio.h>

#include <machine/vmm.h>
#include <sys/capsicum.h>
#include <sys/event.h>
#include <sys/ioccom.h>
#include <sys/mman.h>
#include <sys/procctl.h>

#include <machine/vmm_dev.h>

#define FACT(what)							\
	printf("_Static_assert((unsigned long long)(%s) == %lluull, "	\
	    "\"%s\");\n", #what, (unsigned long long)(what), #what)
#define SIZE(type)		FACT(sizeof(type))
#define OFFSET(type, member)	FACT(offsetof(type, member))

static void
print_structures(void)
{
	SIZE(struct vm_activate_cpu);
	SIZE(struct vm_capability);
	OFFSET(struct vm_capability, captype);
	OFFSET(struct vm_capability, capval);
	SIZE(struct vm_memmap);
	OFFSET(struct vm_memmap, segid);
	OFFSET(struct vm_memmap, segoff);
	OFFSET(struct vm_memmap, len);
	OFFSET(struct vm_memmap, prot);
	OFFSET(struct vm_memmap, flags);
	SIZE(struct vm_memseg);
	OFFSET(struct vm_memseg, len);
	OFFSET(struct vm_memseg, name);
	SIZE(struct vm_munmap);
	OFFSET(struct vm_munmap, len);
	SIZE(struct vm_register);
	OFFSET(struct vm_register, regnum);
	OFFSET(struct vm_register, regval);
	SIZE(struct vm_register_set);
	OFFSET(struct vm_register_set, count);
	OFFSET(struct vm_register_set, regnums);
	OFFSET(struct vm_register_set, regvals);
	SIZE(struct vm_run);
	OFFSET(struct vm_run, vm_exit);
	SIZE(struct vm_seg_desc);
	OFFSET(struct vm_seg_desc, desc);
	OFFSET(struct seg_desc, limit);
	OFFSET(struct seg_desc, access);
}

static void
print_exit(void)
{
	SIZE(struct vm_exit);
	SIZE(struct vm_inout);
	OFFSET(struct vm_inout, port);
	OFFSET(struct vm_inout, eax);
	OFFSET(struct vm_exit, inst_length);
	OFFSET(struct vm_exit, rip);
	OFFSET(struct vm_exit, u.inout);
	OFFSET(struct vm_exit, u.inst_emul.gpa);
	OFFSET(struct vm_exit, u.msr.code);
	OFFSET(struct vm_exit, u.paging.gpa);
	OFFSET(struct vm_exit, u.suspended.how);
	OFFSET(struct vm_exit, u.svm.exitinfo2);
	OFFSET(struct vm_exit, u.vmx.exit_reason);
	OFFSET(struct vm_exit, u.vmx.exit_qualification);
	OFFSET(struct vm_exit, u.vmx.inst_error);
	FACT(VM_EXITCODE_BOGUS);
	FACT(VM_EXITCODE_HLT);
	FACT(VM_EXITCODE_INOUT);
	FACT(VM_EXITCODE_INOUT_STR);
	FACT(VM_EXITCODE_INST_EMUL);
	FACT(VM_EXITCODE_PAGING);
	FACT(VM_EXITCODE_RDMSR);
	FACT(VM_EXITCODE_SUSPENDED);
	FACT(VM_EXITCODE_SVM);
	FACT(VM_EXITCODE_VMX);
	FACT(VM_EXITCODE_WRMSR);
	FACT(VM_SUSPEND_HALT);
	FACT(VM_SUSPEND_TRIPLEFAULT);
	FACT(VM_CAP_HALT_EXIT);
	FACT(VM_REG_GUEST_RAX);
	FACT(VM_REG_GUEST_R15);
	FACT(VM_REG_GUEST_CR0);
	FACT(VM_REG_GUEST_RSP);
	FACT(VM_REG_GUEST_RFLAGS);
	FACT(VM_REG_GUEST_CS);
	FACT(VM_REG_GUEST_GDTR);
	FACT(VM_REG_GUEST_EFER);
	FACT(VM_REG_GUEST_CR2);
}

static void
print_requests(void)
{
	FACT(VM_ACTIVATE_CPU);
	FACT(VM_ALLOC_MEMSEG);
	FACT(VM_GET_REGISTER);
	FACT(VM_GET_REGISTER_SET);
	FACT(VM_GET_SEGMENT_DESCRIPTOR);
	FACT(VM_MMAP_MEMSEG);
	FACT(VM_MUNMAP_MEMSEG);
	FACT(VM_RUN);
	FACT(VM_SET_CAPABILITY);
	FACT(VM_SET_REGISTER);
	FACT(VM_SET_SEGMENT_DESCRIPTOR);
	FACT(_IOWR('V', 0, struct vm_exit));
}

static void
print_rest(void)
{
	SIZE(cap_rights_t);
	SIZE(cap_ioctl_t);
	FACT(CAP_CREATE);
	FACT(CAP_EVENT);
	FACT(CAP_FTRUNCATE);
	FACT(CAP_IOCTL);
	FACT(CAP_KQUEUE_CHANGE);
	FACT(CAP_KQUEUE_EVENT);
	FACT(CAP_LOOKUP);
	FACT(CAP_MMAP_RW);
	FACT(CAP_PREAD);
	FACT(CAP_PWRITE);
	FACT(CAP_READ);
	FACT(CAP_RENAMEAT_SOURCE);
	FACT(CAP_RENAMEAT_TARGET);
	FACT(CAP_SEEK);
	FACT(CAP_UNLINKAT);
	FACT(CAP_WRITE);
	SIZE(struct kevent);
	OFFSET(struct kevent, filter);
	OFFSET(struct kevent, flags);
	OFFSET(struct kevent, udata);
	FACT(EVFILT_READ);
	FACT(EV_ADD);
	FACT(EV_DELETE);
	FACT(EV_EOF);
	FACT(EV_ERROR);
	FACT(PROC_TRAPCAP_CTL);
	FACT(PROC_TRAPCAP_CTL_ENABLE);
	FACT(PROT_MAX(PROT_READ));
}

int
main(void)
{
	print_structures();
	print_exit();
	print_requests();
	print_rest();
	return fflush(stdout) == EOF;
}
