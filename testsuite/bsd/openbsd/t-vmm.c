/* SPDX-License-Identifier: ISC */
/*
 * t-vmm.c: the model refuses what OpenBSD's kernel refuses, and complains of
 * what would only go wrong there.  Each case is a process of its own, and
 * begins with what is right up to some point.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "child.h"
#include "hvt/cpu/x86_64.h"
#include "hvt/host/obsdvmm.h"
#include "hvt/vm.h"
#include "model.h"

#define CODE	0x100000u
#define MEMORY	(4u << 20)
#define PORT	0x500

/* Two calls, and the end: mov $PORT, %dx; out %eax, (%dx) twice; hlt. */
static const uint8_t code[] = { 0x66, 0xba, 0x00, 0x05, 0xef, 0xef, 0xf4 };

static struct vm_state s = { .fd = -1 };
static struct vm_create_params create;
static struct vm_resetcpu_params reset;
static uint8_t *mem;

static void
open_vmm(void)
{
	s.fd = open("/dev/vmm", O_RDWR | O_CLOEXEC);
	CHECK(s.fd != -1);
}

static void
prepare_create(void)
{
	open_vmm();
	create.vcp_nmemranges = 1;
	create.vcp_ncpus = 1;
	create.vcp_memranges[0].vmr_size = MEMORY;
	(void)snprintf(create.vcp_name, sizeof(create.vcp_name), "test");
	CHECK(obsd_memory_prepare(&create.vcp_memranges[0]) == 0);
}

/* The guest, whose tables the tender's own code makes. */
static void
load(void)
{
	const struct vm_range range[] = {
		{ CODE, CODE + VM_PAGE_SIZE, VM_R | VM_X },
		{ CODE + VM_PAGE_SIZE, MEMORY, VM_R | VM_W },
	};

	memcpy(mem + CODE, code, sizeof(code));
	CHECK(cpu_x86_64.tables(mem, 0x20000, range, NELEM(range)) == 0);
}

static void
do_create(void)
{
	prepare_create();
	CHECK(ioctl(s.fd, VMM_IOC_CREATE, &create) == 0);
	CHECK(obsd_memory_find(&create.vcp_memranges[0], &mem) == 0);
	s.id = create.vcp_id;
	s.run.vrp_vm_id = s.id;
	s.run.vrp_exit = &s.exit;
	load();
}

static void
segment(size_t index, uint16_t sel, uint32_t ar)
{
	reset.vrp_init_state.vrs_sregs[index] = (struct vcpu_segment_info){
		.vsi_sel = sel, .vsi_limit = 0xffffffff, .vsi_ar = ar
	};
}

static void
prepare_reset(void)
{
	static const size_t data[] = {
		VCPU_REGS_DS, VCPU_REGS_ES, VCPU_REGS_FS, VCPU_REGS_GS,
		VCPU_REGS_SS
	};
	struct vcpu_reg_state *regs = &reset.vrp_init_state;
	size_t i;

	do_create();
	reset.vrp_vm_id = s.id;
	regs->vrs_gprs[VCPU_REGS_RIP] = CODE;
	regs->vrs_gprs[VCPU_REGS_RSP] = MEMORY - 8;
	regs->vrs_gprs[VCPU_REGS_RFLAGS] = X86_RFLAGS;
	regs->vrs_crs[VCPU_REGS_CR0] = X86_CR0;
	regs->vrs_crs[VCPU_REGS_CR3] = X86_PML4;
	regs->vrs_crs[VCPU_REGS_CR4] = X86_CR4;
	regs->vrs_crs[VCPU_REGS_XCR0] = 1;
	regs->vrs_msrs[VCPU_REGS_EFER] = X86_EFER;
	segment(VCPU_REGS_CS, X86_SEL_CODE, 0xa09b);
	for (i = 0; i < NELEM(data); i++)
		segment(data[i], X86_SEL_DATA, 0xc093);
	segment(VCPU_REGS_TR, 0, 0x8b);
	segment(VCPU_REGS_LDTR, 0, 0x10000);
	regs->vrs_gdtr.vsi_base = X86_GDT;
	regs->vrs_gdtr.vsi_limit = X86_GDT_SIZE - 1;
}

static void
do_reset(void)
{
	prepare_reset();
	CHECK(ioctl(s.fd, VMM_IOC_RESETCPU, &reset) == 0);
	obsd_run_prepare(&s, false);
}

static int
run(void)
{
	return ioctl(s.fd, VMM_IOC_RUN, &s.run) == -1 ? errno : 0;
}

static void
do_run(void)
{
	CHECK(run() == 0);
	CHECK(s.run.vrp_exit_reason == VMX_EXIT_IO);
	CHECK(s.exit.vei.vei_port == PORT);
	CHECK(s.exit.vei.vei_size == 4);
}

static int
request(unsigned long number, void *arg)
{
	return ioctl(s.fd, number, arg) == -1 ? errno : 0;
}

/* What all of it is right, too. */
static void
case_right(void)
{
	struct vm_terminate_params end = { 0 };
	struct vm_rwregs_params regs = { 0 };

	do_reset();
	do_run();
	obsd_run_prepare(&s, true);
	obsd_run_advance(&s);
	do_run();
	obsd_run_prepare(&s, true);
	obsd_run_advance(&s);
	/* Halted with interrupts off. */
	CHECK(run() == EIO);
	regs.vrwp_vm_id = s.id;
	regs.vrwp_mask = VM_RWREGS_GPRS;
	CHECK(request(VMM_IOC_READREGS, &regs) == 0);
	CHECK(regs.vrwp_regs.vrs_gprs[VCPU_REGS_RDX] == PORT);
	CHECK(run() == EBUSY);
	CHECK(request(VMM_IOC_RESETCPU, &reset) == EBUSY);
	end.vtp_vm_id = s.id;
	CHECK(request(VMM_IOC_TERM, &end) == 0);
	CHECK(request(VMM_IOC_TERM, &end) == ENOENT);
	CHECK(run() == ENOENT);
}

static void
case_create(void)
{
	prepare_create();
	create.vcp_ncpus = 2;
	CHECK(request(VMM_IOC_CREATE, &create) == EINVAL);
	create.vcp_ncpus = 0;
	CHECK(request(VMM_IOC_CREATE, &create) == EINVAL);
	create.vcp_ncpus = 1;
	create.vcp_nmemranges = 0;
	CHECK(request(VMM_IOC_CREATE, &create) == EINVAL);
	create.vcp_nmemranges = 1;
	create.vcp_memranges[0].vmr_size = MEMORY - 1;
	CHECK(request(VMM_IOC_CREATE, &create) == EINVAL);
	create.vcp_memranges[0].vmr_size = (size_t)129 << 30;
	CHECK(request(VMM_IOC_CREATE, &create) == EINVAL);
}

/* Other numbers, another size: what another release's program would call. */
static void
case_numbers(void)
{
	do_create();
	CHECK(request(VMM_IOC_CREATE + (8 << 16), &create) == ENOTTY);
	CHECK(request(VMM_IOC_RUN - (8 << 16), &s.run) == ENOTTY);
	CHECK(request(VMM_IOC_TERM + 8, &s.run) == ENOTTY);
	CHECK(ioctl(STDIN_FILENO, VMM_IOC_TERM, &s.run) == -1);
}

static void
case_before_reset(void)
{
	do_create();
	obsd_run_prepare(&s, false);
	CHECK(run() == EINVAL);
	CHECK(run() == EBUSY);
}

static void
case_other_machine(void)
{
	do_reset();
	s.run.vrp_vm_id++;
	CHECK(run() == ENOENT);
	s.run.vrp_vm_id--;
	s.run.vrp_vcpu_id++;
	CHECK(run() == ENOENT);
}

static void
case_registers(void)
{
	prepare_reset();
	reset.vrp_init_state.vrs_crs[VCPU_REGS_CR0] &= ~0x20ull;
	CHECK(request(VMM_IOC_RESETCPU, &reset) == EIO);
}

static void
case_xcr0(void)
{
	prepare_reset();
	reset.vrp_init_state.vrs_crs[VCPU_REGS_XCR0] = 0;
	CHECK(request(VMM_IOC_RESETCPU, &reset) == 0);
	obsd_run_prepare(&s, false);
	CHECK(run() == EINVAL);
}

static void
case_segment(void)
{
	prepare_reset();
	segment(VCPU_REGS_SS, X86_SEL_DATA, 0xc092);
	CHECK(request(VMM_IOC_RESETCPU, &reset) == 0);
	obsd_run_prepare(&s, false);
	CHECK(run() == EINVAL);
}

/* Only the kernel's own memory is immutable. */
static void
case_memory(void)
{
	const int expected = MODEL_KERNEL_MEMORY ? -1 : 0;

	do_create();
	CHECK(mprotect(mem, VM_PAGE_SIZE, PROT_READ) == expected);
	CHECK(expected == 0 || errno == EPERM);
	CHECK(munmap(mem + MEMORY - VM_PAGE_SIZE, VM_PAGE_SIZE) == expected);
	CHECK((mmap(mem, VM_PAGE_SIZE, PROT_READ, MAP_PRIVATE | MAP_ANON |
	    MAP_FIXED, -1, 0) == MAP_FAILED) == (expected == -1));
}

static void
case_exit_not_zero(void)
{
	do_reset();
	s.exit.vrs.vrs_gprs[VCPU_REGS_RIP] = CODE;
	obsd_run_prepare(&s, !MODEL_ADVANCE);
	(void)run();
}

/* The tender has not said, or not gone, where it goes on. */
static void
case_not_advanced(void)
{
	do_reset();
	do_run();
	if (MODEL_ADVANCE)
		obsd_run_prepare(&s, true);
	(void)run();
}

static void
case_two_machines(void)
{
	do_create();
	(void)request(VMM_IOC_CREATE, &create);
}

/* Rights, in the right order. */
static void
drop(void)
{
	const struct passwd *pw = getpwnam(OBSD_USER);
	gid_t gid;

	CHECK(pw != NULL);
	gid = pw->pw_gid;
	CHECK(chroot(pw->pw_dir) == 0 && chdir("/") == 0);
	CHECK(getpwnam(OBSD_USER) == NULL);
	CHECK(setgroups(1, &gid) == 0);
	CHECK(setresgid(gid, gid, gid) == 0);
	CHECK(setresuid(pw->pw_uid, pw->pw_uid, pw->pw_uid) == 0);
	CHECK(chroot("/") == -1 && errno == EPERM);
	CHECK(setgroups(1, &gid) == -1 && errno == EPERM);
	CHECK(open("/dev/vmm", O_RDWR | O_CLOEXEC) == -1 && errno == EACCES);
	CHECK(unveil("/", "") == 0 && unveil(NULL, NULL) == 0);
	CHECK(unveil("/", "") == -1 && errno == EPERM);
	CHECK(open("/dev/null", O_RDONLY) == -1 && errno == ENOENT);
}

static void
promise(void)
{
	do_reset();
	drop();
	CHECK(pledge("stdio vmm", NULL) == 0);
}

static void
case_promised(void)
{
	struct vm_terminate_params end = { 0 };

	promise();
	do_run();
	end.vtp_vm_id = s.id;
	CHECK(request(VMM_IOC_TERM, &end) == 0);
}

static void
case_promise_first(void)
{
	do_create();
	(void)pledge("stdio vmm", NULL);
}

static void
case_promise_as_root(void)
{
	do_create();
	CHECK(chroot("/") == 0 && chdir("/") == 0);
	(void)pledge("stdio vmm", NULL);
}

static void
case_another(void)
{
	promise();
	(void)request(VMM_IOC_CREATE, &create);
}

static void
case_info(void)
{
	struct vm_info_params info = { 0 };

	promise();
	(void)request(VMM_IOC_INFO, &info);
}

static void
case_open(void)
{
	promise();
	(void)open("/dev/null", O_RDONLY);
}

static void
case_socket(void)
{
	promise();
	(void)socket(AF_INET, SOCK_DGRAM, 0);
}

static void
case_fork(void)
{
	promise();
	(void)fork();
}

static void
case_execute(void)
{
	promise();
	(void)mmap(NULL, VM_PAGE_SIZE, PROT_READ | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANON, -1, 0);
}

/* What a child does, of which the end becomes this process's. */
static void
in_child(void (*run_child)(void))
{
	int status;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		run_child();
		(void)fflush(stdout);
		_exit(check_status());
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	if (WIFSIGNALED(status))
		(void)kill(getpid(), WTERMSIG(status));
	CHECK(status == 0);
}

static void
end_other(void)
{
	struct vm_terminate_params end = { .vtp_vm_id = s.id };

	CHECK(request(VMM_IOC_TERM, &end) == 0);
}

static void
promise_run(void)
{
	drop();
	CHECK(pledge("stdio vmm", NULL) == 0);
	(void)run();
}

static void
promise_end(void)
{
	drop();
	CHECK(pledge("stdio vmm", NULL) == 0);
	end_other();
}

/* There are those of the cases before, too. */
static bool
is_listed(const struct vm_info_params *info)
{
	size_t i;

	for (i = 0; i < info->vip_info_ct; i++)
		if (info->vip_info[i].vir_id == s.id)
			return info->vip_info[i].vir_creator_pid == getppid();
	return false;
}

/* In as much room as the kernel has asked for. */
static void
promise_proc(void)
{
	static struct vm_info_result all[VMS_MAX];
	struct vm_info_params info = { .vip_info = all };

	drop();
	CHECK(pledge("stdio vmm proc", NULL) == 0);
	CHECK(request(VMM_IOC_INFO, &info) == 0);
	CHECK(info.vip_info_ct == 0 && !is_listed(&info));
	CHECK(info.vip_size > 0 && info.vip_size <= sizeof(all));
	info.vip_size--;
	CHECK(request(VMM_IOC_INFO, &info) == 0);
	CHECK(info.vip_info_ct == 0);
	CHECK(request(VMM_IOC_INFO, &info) == 0);
	CHECK(is_listed(&info));
	CHECK(kill(getppid(), 0) == 0 || errno == EPERM);
	end_other();
	CHECK(request(VMM_IOC_INFO, &info) == 0);
	CHECK(!is_listed(&info));
}

/* A process, though nothing else. */
static void
open_proc(void)
{
	(void)open("/dev/null", O_RDONLY);
}

/* A machine belongs to the process that has made it. */
static void
case_forked(void)
{
	do_reset();
	in_child(promise_run);
}

static void
case_forked_end(void)
{
	do_reset();
	in_child(promise_end);
}

/* Who may make processes may find every machine. */
static void
case_forked_proc(void)
{
	do_reset();
	in_child(promise_proc);
	CHECK(run() == ENOENT);
}

static void
case_promised_proc(void)
{
	prepare_create();
	drop();
	CHECK(pledge("stdio vmm proc", NULL) == 0);
	in_child(open_proc);
}

static void
case_promise_other(void)
{
	do_create();
	drop();
	(void)pledge("stdio vmm exec", NULL);
}

static void
case_kill(void)
{
	promise();
	(void)kill(getppid(), 0);
}

/* What is asked for fails, that time and no other. */
static void
case_fail(void)
{
	(void)setenv("MODEL_FAIL", "run:EINTR@2", 1);
	do_reset();
	do_run();
	CHECK(run() == EINTR);
	obsd_run_prepare(&s, true);
	obsd_run_advance(&s);
	do_run();
}

static void
call(void *arg)
{
	void (*const *run_case)(void) = arg;

	(*run_case)();
	if (check_status() == 0)
		return;
	(void)fflush(stdout);
	_exit(check_status());
}

enum end { RETURNS, COMPLAINS, ABORTS };

#define CASE(name, end)	{ #name, case_ ## name, end }

static const struct {
	const char *name;
	void (*run)(void);
	enum end end;
} cases[] = {
	CASE(right, RETURNS),
	CASE(create, RETURNS),
	CASE(numbers, RETURNS),
	CASE(before_reset, RETURNS),
	CASE(other_machine, RETURNS),
	CASE(registers, RETURNS),
	CASE(xcr0, RETURNS),
	CASE(segment, RETURNS),
	CASE(memory, RETURNS),
	CASE(exit_not_zero, COMPLAINS),
	CASE(not_advanced, COMPLAINS),
	CASE(two_machines, COMPLAINS),
	CASE(promised, RETURNS),
	CASE(promise_first, COMPLAINS),
	CASE(promise_as_root, COMPLAINS),
	CASE(another, ABORTS),
	CASE(info, ABORTS),
	CASE(open, ABORTS),
	CASE(socket, ABORTS),
	CASE(fork, ABORTS),
	CASE(execute, ABORTS),
	CASE(forked, ABORTS),
	CASE(forked_end, ABORTS),
	CASE(forked_proc, RETURNS),
	CASE(promised_proc, ABORTS),
	CASE(promise_other, COMPLAINS),
	CASE(kill, ABORTS),
	CASE(fail, RETURNS),
};

static bool
ended_so(const struct child *child, enum end end)
{
	switch (end) {
	case RETURNS:
		return child->returned;
	case COMPLAINS:
		return child->status == MODEL_STATUS &&
		    strncmp(child->err, "model: ", 7) == 0;
	case ABORTS:
		return child->signal == SIGABRT;
	}
	return false;
}

int
main(void)
{
	static struct child child;
	size_t i;

	if (access("/dev/kvm", R_OK | W_OK) == -1)
		check_skip("there is no KVM");
	for (i = 0; i < NELEM(cases); i++) {
		void (*run_case)(void) = cases[i].run;

		child_run(&child, call, &run_case);
		CHECK_CASE(ended_so(&child, cases[i].end),
		    "%s: status %d, signal %d: %s%s", cases[i].name,
		    child.status, child.signal, child.out, child.err);
	}
	return check_status();
}
