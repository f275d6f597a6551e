/* SPDX-License-Identifier: ISC */
/*
 * t-model.c: the model refuses what the kernel refuses, each by the error that
 * the kernel has for it, and ends who does what no program may.
 */
#include <config.h>

#include "model.h"

#include <errno.h>
#include <fcntl.h>
#include <machine/vmm.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/capsicum.h>
#include <sys/event.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <machine/vmm_dev.h>

#include "check.h"

#define SIZE	(4u << 20)
#define RWX	7

static int fd;

static int
error_of(unsigned long request, void *arg)
{
	errno = 0;
	return ioctl(fd, request, arg) == -1 ? errno : 0;
}

static int
map(uint64_t gpa, int64_t off, size_t len, int prot, int flags)
{
	struct vm_memmap m = {
		.gpa = gpa, .segoff = off, .len = len, .prot = prot,
		.flags = flags
	};

	return error_of(VM_MMAP_MEMSEG, &m);
}

static int
unmap(uint64_t gpa, size_t len)
{
	struct vm_munmap m = { .gpa = gpa, .len = len };

	return error_of(VM_MUNMAP_MEMSEG, &m);
}

static void
check_names(const char *name)
{
	char path[64];
	char longest[240];

	CHECK(sysctlbyname("hw.vmm.create", NULL, NULL, name,
	    strlen(name)) == 0);
	CHECK(sysctlbyname("hw.vmm.create", NULL, NULL, name,
	    strlen(name)) == -1 && errno == EEXIST);
	memset(longest, 'x', sizeof(longest));
	CHECK(sysctlbyname("hw.vmm.create", NULL, NULL, longest, 230) == -1 &&
	    errno == EINVAL);
	CHECK(sysctlbyname("hw.vmm.destroy", NULL, NULL, "solo5-0", 7) == -1);
	CHECK(sysctlbyname("hw.vmm.nothing", NULL, NULL, NULL, 0) == -1 &&
	    errno == ENOENT);
	CHECK(open("/dev/vmm/solo5-0", O_RDWR) == -1 && errno == ENOENT);
	(void)snprintf(path, sizeof(path), "/dev/vmm/%s", name);
	fd = open(path, O_RDWR);
	if (fd == -1)
		check_broken("the model's machine");
}

static void
check_segments(void)
{
	struct vm_memseg seg = { .len = SIZE };

	CHECK(map(0, 0, SIZE, RWX, 0) == EINVAL);
	seg.segid = 1;
	CHECK(error_of(VM_ALLOC_MEMSEG, &seg) == EINVAL);
	seg.segid = 0;
	seg.name[0] = 'x';
	CHECK(error_of(VM_ALLOC_MEMSEG, &seg) == EINVAL);
	seg.name[0] = '\0';
	seg.len = SIZE + 1;
	CHECK(error_of(VM_ALLOC_MEMSEG, &seg) == EINVAL);
	seg.len = SIZE;
	CHECK(error_of(VM_ALLOC_MEMSEG, &seg) == 0);
	CHECK(error_of(VM_ALLOC_MEMSEG, &seg) == EEXIST);
	seg.len = 2 * SIZE;
	CHECK(error_of(VM_ALLOC_MEMSEG, &seg) == EINVAL);
}

static void
check_maps(void)
{
	size_t i, n = 0;

	CHECK(map(1, 0, SIZE, RWX, 0) == EINVAL);
	CHECK(map(0, 1, SIZE - 4096, RWX, 0) == EINVAL);
	CHECK(map(0, 0, SIZE - 1, RWX, 0) == EINVAL);
	CHECK(map(0, 0, SIZE + 4096, RWX, 0) == EINVAL);
	CHECK(map(0, 0, 0, RWX, 0) == EINVAL);
	CHECK(map(0, 0, SIZE, 0, 0) == EINVAL);
	CHECK(map(0, 0, SIZE, 8, 0) == EINVAL);
	CHECK(map(0, 0, SIZE, RWX, 2) == EINVAL);
	CHECK(map(0, 0, SIZE, RWX, 0) == 0);
	CHECK(map(4096, 4096, 4096, RWX, 0) == EFAULT);
	CHECK(unmap(0, SIZE / 2) == EINVAL);
	CHECK(unmap(0, SIZE) == 0);
	CHECK(unmap(0, SIZE) == EINVAL);
	while (n < 100 && map(n * 8192, (int64_t)n * 8192, 4096, RWX, 0) == 0)
		n++;
	CHECK(n == model_release.memmaps);
	CHECK(map(n * 8192, (int64_t)n * 8192, 4096, RWX, 0) == ENOSPC);
	for (i = 0; i < n; i++)
		CHECK(unmap(i * 8192, 4096) == 0);
}

/* What is mapped here stays when the guest's mapping goes. */
static void
check_mmap(void)
{
	const int rw = PROT_READ | PROT_WRITE;
	uint8_t *p;

	CHECK(map(0, 0, SIZE / 2, RWX, 0) == 0);
	CHECK(map(SIZE / 2, SIZE / 2, SIZE / 2, RWX, 0) == 0);
	CHECK(mmap(NULL, 4096, rw | PROT_EXEC, MAP_SHARED, fd, 0) ==
	    MAP_FAILED && errno == EINVAL);
	CHECK(mmap(NULL, 4096, rw, MAP_PRIVATE, fd, 0) == MAP_FAILED);
	CHECK(mmap(NULL, SIZE, rw, MAP_SHARED, fd, 0) == MAP_FAILED &&
	    errno == ENOENT);
	p = mmap(NULL, SIZE / 2, rw, MAP_SHARED | MAP_NOCORE, fd, 0);
	CHECK(p != MAP_FAILED);
	CHECK(unmap(0, SIZE / 2) == 0);
	p[5] = 7;
	CHECK(map(0, 0, SIZE / 2, 1, 0) == 0);
	CHECK(p[5] == 7);
	CHECK(mprotect(p, 4096, PROT_READ | PROT_MAX(PROT_READ)) == 0);
	CHECK(mprotect(p, 4096, rw) == -1 && errno == EACCES);
	CHECK(mprotect(p + 4096, 4096, rw) == 0);
}

static void
check_cpu(void)
{
	struct vm_register r = { .regnum = VM_REG_GUEST_RIP, .regval = 5 };
	struct vm_seg_desc d = { .regnum = VM_REG_GUEST_RIP };
	struct vm_capability cap = { .captype = VM_CAP_MTRAP_EXIT };
	struct vm_activate_cpu cpu = { .vcpuid = 1 };
	struct vm_run run;
	struct vm_exit e;

	memset(&run, 0, sizeof(run));
	memset(&e, 0, sizeof(e));
	release_run_prepare(&run, &e);
	CHECK(error_of(VM_RUN, &run) == EINVAL);
	CHECK(error_of(VM_RUN ^ 0x10000, &run) == ENOTTY);
	CHECK(error_of(VM_ALLOC_MEMSEG ^ 0x80000, &run) == ENOTTY);
	CHECK(error_of(VM_SET_REGISTER, &r) == 0);
	r.regval = 0;
	CHECK(error_of(VM_GET_REGISTER, &r) == 0 && r.regval == 5);
	r.regnum = 1000;
	CHECK(error_of(VM_SET_REGISTER, &r) == EINVAL);
	r.regnum = VM_REG_GUEST_RIP;
	r.cpuid = 1;
	CHECK(error_of(VM_SET_REGISTER, &r) == EINVAL);
	CHECK(error_of(VM_SET_SEGMENT_DESCRIPTOR, &d) == EINVAL);
	CHECK(error_of(VM_SET_CAPABILITY, &cap) == EINVAL);
	CHECK(error_of(VM_ACTIVATE_CPU, &cpu) == EINVAL);
	cpu.vcpuid = 0;
	CHECK(error_of(VM_ACTIVATE_CPU, &cpu) == 0);
	CHECK(error_of(VM_ACTIVATE_CPU, &cpu) == EBUSY);
	/* With registers that no CPU is entered with. */
	CHECK(error_of(VM_RUN, &run) == 0);
	CHECK(release_run_exit(&run, &e)->exitcode == VM_EXITCODE_VMX);
}

static void
check_destroyed(const char *name)
{
	struct vm_register r = { .regnum = VM_REG_GUEST_RIP };

	CHECK(sysctlbyname("hw.vmm.destroy", NULL, NULL, name,
	    strlen(name)) == 0);
	CHECK(error_of(VM_GET_REGISTER, &r) == ENXIO);
}

/* What no program may: each in a process of its own, which that ends. */

static void
write_limited(void)
{
	cap_rights_t rights;

	(void)cap_rights_limit(STDOUT_FILENO, cap_rights_init(&rights,
	    CAP_READ));
	(void)write(STDOUT_FILENO, "", 0);
}

static void
request_limited(void)
{
	static const cap_ioctl_t only[] = { VM_RUN };
	struct vm_register r = { 0 };

	(void)cap_ioctls_limit(fd, only, 1);
	(void)ioctl(fd, VM_GET_REGISTER, &r);
}

static void
map_limited(void)
{
	cap_rights_t rights;

	(void)cap_rights_limit(fd, cap_rights_init(&rights, CAP_IOCTL));
	(void)mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
}

static void
add_limited(void)
{
	const int kq = kqueue();
	cap_rights_t rights;
	struct kevent k;

	EV_SET(&k, STDIN_FILENO, EVFILT_READ, EV_ADD, 0, 0, NULL);
	(void)cap_rights_limit(kq, cap_rights_init(&rights,
	    CAP_KQUEUE_EVENT));
	(void)kevent(kq, &k, 1, NULL, 0, NULL);
}

static void
open_in_sandbox(void)
{
	(void)cap_enter();
	(void)open("/dev/null", O_RDWR);
}

static void
destroy_in_sandbox(void)
{
	(void)cap_enter();
	(void)sysctlbyname("hw.vmm.destroy", NULL, NULL, "x", 1);
}

/* By no function of the model's. */
static void
kill_in_sandbox(void)
{
	(void)cap_enter();
	(void)kill(getppid(), 0);
}

static int
signal_of(void (*run)(void))
{
	const pid_t child = fork();
	int status = 0;

	if (child == 0) {
		(void)close(STDERR_FILENO);
		run();
		_exit(0);
	}
	(void)waitpid(child, &status, 0);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void
check_violations(void)
{
	cap_rights_t rights;

	CHECK(signal_of(write_limited) == SIGTRAP);
	CHECK(signal_of(request_limited) == SIGTRAP);
	CHECK(signal_of(map_limited) == SIGTRAP);
	CHECK(signal_of(add_limited) == SIGTRAP);
	CHECK(signal_of(open_in_sandbox) == SIGTRAP);
	CHECK(signal_of(destroy_in_sandbox) == SIGTRAP);
	CHECK(signal_of(kill_in_sandbox) == SIGSYS);
	/* Rights become fewer, and never more. */
	CHECK(cap_rights_limit(STDIN_FILENO, cap_rights_init(&rights,
	    CAP_READ)) == 0);
	CHECK(cap_rights_limit(STDIN_FILENO, cap_rights_init(&rights,
	    CAP_READ, CAP_WRITE)) == -1);
}

int
main(void)
{
	char name[32];

	if (access("/dev/kvm", R_OK | W_OK) == -1)
		check_skip("no KVM");
	(void)snprintf(name, sizeof(name), "test-%ld", (long)getpid());
	check_names(name);
	check_segments();
	check_maps();
	check_mmap();
	check_cpu();
	check_violations();
	check_destroyed(name);
	return check_status();
}
