/* SPDX-License-Identifier: ISC */
/*
 * obsdvmm.c: a virtual machine by OpenBSD's vmm(4).
 *
 * A machine belongs to the process that has made it, but the kernel keeps it
 * until somebody ends it, whatever becomes of the process.  So it is ended in
 * whichever way this program ends; and where this was killed, by its reaper.
 */
#include <config.h>

#include "obsdvmm.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "hvt/vm.h"

static struct vm_state state = { .fd = -1, .reaper = -1 };

static const char *
open_advice(int error)
{
	switch (error) {
	case EACCES:
	case EPERM:
		return "it is to be started by root, and gives that up before "
		    "the guest runs";
	case ENOENT:
		return "it is made by: cd /dev && sh MAKEDEV vmm";
	case ENXIO:
	case ENODEV:
		return "there is no vmm(4): the CPU needs VMX with EPT or SVM "
		    "with RVI, switched on in the firmware; see "
		    "dmesg | grep vmm";
	}
	return NULL;
}

static const char *
create_advice(int error)
{
	switch (error) {
	case EIO:
		return "another hypervisor, or the firmware, keeps VMX or SVM "
		    "for itself";
	case EINVAL:
		return "vmm(4) takes at most 128 GiB of memory";
	case ENOMEM:
		return "memory of this host, or the limit on that of a "
		    "process (ulimit -d), is too small; or there are too many "
		    "machines";
	case ENOTTY:
		return "this program was built for another release of OpenBSD";
	}
	return NULL;
}

static int
device_open(struct vm_state *s, struct vm_problem *problem)
{
	problem->what = OBSD_DEVICE ": cannot open";
	if (geteuid() != 0) {
		problem->advice = open_advice(EPERM);
		return -EPERM;
	}
	s->fd = open(OBSD_DEVICE, O_RDWR | O_CLOEXEC);
	if (s->fd == -1) {
		problem->advice = open_advice(errno);
		return -errno;
	}
	return 0;
}

/* No signal may end this program between the making and its being known. */
static int
machine_make(struct vm_state *s, struct vm_create_params *params)
{
	sigset_t all, before;
	int r = 0;

	(void)sigfillset(&all);
	(void)sigprocmask(SIG_SETMASK, &all, &before);
	if (ioctl(s->fd, VMM_IOC_CREATE, params) == -1) {
		r = -errno;
	} else {
		s->id = params->vcp_id;
		s->lives = 1;
	}
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	return r;
}

static int
machine_create(struct vm *vm, uint64_t mem_size, struct vm_problem *problem)
{
	struct vm_create_params params = {
		.vcp_nmemranges = 1, .vcp_ncpus = 1,
		.vcp_memranges[0] = {
			.vmr_size = (size_t)mem_size, .vmr_type = VM_MEM_RAM,
		},
	};
	int r;

	problem->what = "cannot map the guest's memory";
	r = obsd_memory_prepare(&params.vcp_memranges[0]);
	if (r < 0)
		return r;
	problem->what = "cannot create a virtual machine";
	(void)snprintf(params.vcp_name, sizeof(params.vcp_name), "%s",
	    obsd_machine_name());
	r = machine_make(&state, &params);
	if (r < 0) {
		problem->advice = create_advice(-r);
		return r;
	}
	problem->what = "the virtual machine has no memory";
	r = obsd_memory_find(&params.vcp_memranges[0], &vm->mem);
	vm->mem_size = mem_size;
	vm->host_page = (uint64_t)sysconf(_SC_PAGESIZE);
	return r;
}

void
obsd_destroy(void)
{
	if (!state.lives)
		return;
	state.lives = 0;
	state.ended = 1;
	(void)obsd_machine_end(state.fd, state.id);
}

/* The reaper first: there is never a machine that nobody ends. */
static int
machine_open(struct vm *vm, uint64_t mem_size, struct vm_problem *problem)
{
	int r;

	obsd_end_left(state.fd);
	obsd_find_user();
	r = obsd_reaper_start(state.fd, &problem->what);
	if (r < 0)
		return r;
	state.reaper = r;
	r = machine_create(vm, mem_size, problem);
	if (r < 0) {
		obsd_destroy();
		(void)close(state.reaper);
		state.reaper = -1;
	}
	return r;
}

int
obsd_create(struct vm *vm, uint64_t mem_size, struct vm_problem *problem)
{
	int r;

	*problem = (struct vm_problem){ 0 };
	vm->state = &state;
	r = device_open(&state, problem);
	if (r < 0)
		return r;
	r = machine_open(vm, mem_size, problem);
	if (r < 0) {
		(void)close(state.fd);
		state.fd = -1;
		return r;
	}
	state.run.vrp_vm_id = state.id;
	state.run.vrp_vcpu_id = OBSD_VCPU;
	state.run.vrp_exit = &state.exit;
	return 0;
}

size_t
obsd_seal(struct vm *vm, int *keep)
{
	keep[0] = vm->state->fd;
	keep[1] = vm->state->reaper;
	return 2;
}
