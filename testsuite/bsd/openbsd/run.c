/* SPDX-License-Identifier: ISC */
/*
 * run.c: running the virtual CPU, what stops it, and what the guest may do
 * with its memory.
 *
 * That a tender goes on where it has stopped, without having gone behind the
 * instruction, would be a guest that calls for ever; here it is a complaint.
 */
#include <config.h>

#include "vmm.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "model.h"

#define RFLAGS_IF	0x200u

static pthread_mutex_t running = PTHREAD_MUTEX_INITIALIZER;
static pthread_t runner;
static volatile bool is_running;

bool
run_is_amd(void)
{
	const char *cpu = getenv("MODEL_CPU");

	return cpu != NULL && strcmp(cpu, "amd") == 0;
}

/* A signal's handler may end the machine that its own thread was running. */
void
run_stop(void)
{
	if (is_running && pthread_equal(runner, pthread_self()))
		return;
	machine_break();
	(void)pthread_mutex_lock(&running);
	(void)pthread_mutex_unlock(&running);
}

/* The kernel copies the structure in, and takes some of it over. */
static int
resume(const struct vm_run_params *p)
{
	const bool again = machine.entered;
	struct machine_regs regs;
	int r;

	machine.entered = true;
	if (!resume_takes_over(p, again) || machine.last != MACHINE_IO)
		return 0;
	r = machine_get(&regs);
	if (r < 0)
		return r;
	regs.rip = resume_rip(p->vrp_exit, regs.rip);
	if (regs.rip == machine.rip)
		complain("RUN at the instruction that has called");
	return machine_set(&regs);
}

static int
exit_io(struct vm_run_params *p, const struct machine_exit *e,
    struct machine_regs *regs)
{
	struct vm_exit_inout *io = &p->vrp_exit->vei;

	io->vei_size = e->io.size;
	io->vei_dir = e->io.in ? VEI_DIR_IN : VEI_DIR_OUT;
	io->vei_string = e->io.count != 1;
	io->vei_port = e->io.port;
	io->vei_data = e->io.data;
	regs->rip = resume_tell(p->vrp_exit, e->rip, regs->rip);
	p->vrp_exit_reason = run_is_amd() ? SVM_VMEXIT_IOIO : VMX_EXIT_IO;
	return 0;
}

/*
 * Only in memory that the guest has, and that is held against writing, it is
 * told; else the CPU does not go on.
 */
static int
exit_fault(struct vm_run_params *p, const struct machine_exit *e)
{
	if (e->gpa >= machine.size)
		return -EINVAL;
	p->vrp_exit->vee.vee_fault_type = VEE_FAULT_PROTECT;
	p->vrp_exit_reason = VMX_EXIT_EPT_VIOLATION;
	return 0;
}

static int
exit_halt(struct vm_run_params *p, const struct machine_regs *regs)
{
	if ((regs->rflags & RFLAGS_IF) == 0)
		return -EIO;
	p->vrp_exit_reason = run_is_amd() ? SVM_VMEXIT_HLT : VMX_EXIT_HLT;
	return 0;
}

static int
exit_any(struct vm_run_params *p, const struct machine_exit *e,
    struct machine_regs *regs)
{
	switch (e->stop) {
	case MACHINE_IO:
		return exit_io(p, e, regs);
	case MACHINE_FAULT:
		return exit_fault(p, e);
	case MACHINE_HALT:
		return exit_halt(p, regs);
	case MACHINE_SHUTDOWN:
		p->vrp_exit_reason = run_is_amd() ? SVM_VMEXIT_SHUTDOWN :
		    VMX_EXIT_TRIPLE_FAULT;
		return 0;
	case MACHINE_INTERRUPTED:
		p->vrp_exit_reason = VM_EXIT_NONE;
		return 0;
	case MACHINE_OTHER:
		break;
	}
	return -EINVAL;
}

/* Zeroes first, as the kernel has it. */
static int
enter(struct vm_run_params *p)
{
	struct machine_exit e;
	struct machine_regs regs;
	int r;

	r = resume(p);
	if (r < 0)
		return r;
	if (machine.cannot_enter != NULL)
		return -EINVAL;
	r = machine_run(&e);
	if (r == 0)
		r = machine_get(&regs);
	if (r < 0)
		return r;
	memset(p->vrp_exit, 0, sizeof(*p->vrp_exit));
	r = exit_any(p, &e, &regs);
	if (r < 0)
		return r;
	regs_to(&p->vrp_exit->vrs, &regs);
	machine.last = e.stop;
	machine.rip = e.rip;
	return 0;
}

static int
run_locked(struct vm_run_params *p)
{
	int r;

	r = machine_find(p->vrp_vm_id, p->vrp_vcpu_id);
	if (r < 0)
		return r;
	if (machine.vcpu == VCPU_TERMINATED)
		return -EBUSY;
	if (p->vrp_exit == NULL)
		return -EFAULT;
	/* What is entered has never been set. */
	r = machine.vcpu == VCPU_NEW ? -EINVAL : enter(p);
	if (r < 0) {
		p->vrp_exit_reason = VM_EXIT_TERMINATED;
		machine.vcpu = VCPU_TERMINATED;
	}
	return r;
}

int
run(struct vm_run_params *p)
{
	int r;

	if (pthread_mutex_trylock(&running) != 0)
		return -EBUSY;
	runner = pthread_self();
	is_running = true;
	r = run_locked(p);
	is_running = false;
	(void)pthread_mutex_unlock(&running);
	return r;
}
