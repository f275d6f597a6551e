/* SPDX-License-Identifier: ISC */
/*
 * t-policy-kernel.c: the tender's filter in this kernel, with devices that
 * exist: what is allowed works, and what is not ends the process.
 *
 * Each call is made in a process of its own; and once more under a filter
 * that allows everything, where none may be killed.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "child.h"
#include "filter.h"
#include "kernel.h"
#include "machine.h"
#include "manifest/manifest.h"

/* Of the disk: just above where 32 bits end. */
#define CAPACITY	0x100000400ull
#define WIDE		0x100000000ull

static union {
	struct mft mft;
	uint8_t bytes[MFT_MAX_SIZE];
} m;

/* What the guest has. */
static struct {
	struct policy_params params;
	int net;
	int peer;		/* of net; not the guest's */
	int disk;
	int epollfd;
	int timerfd;
} guest;

static char buf[1024];
static sigset_t mask;
static struct timespec now;
static struct itimerspec timer;
static struct epoll_event event;
static struct iovec iov = { buf, 512 };

/* What becomes of a call. */
enum end {
	KILLED,
	BACK			/* with the result that is expected */
};

/* Arguments that stand for descriptors, which are not known before. */
enum fd_name {
	NONE,
	NET,
	PEER,
	DISK,
	EPOLLFD,
	TIMERFD
};

#define PTR(p)	((uint64_t)(uintptr_t)(p))

struct call {
	const char *what;
	long nr;
	enum fd_name fd;	/* added to the first argument */
	uint64_t args[6];
	enum end end;
	long result;		/* or a negative errno */
};

static const struct call calls[] = {
	/* What a guest does. */
	{ "read nothing", SYS_read, NET, { 0, PTR(buf), 512 },
	    BACK, -EAGAIN },
	{ "send a frame", SYS_write, NET, { 0, PTR(buf), 60 }, BACK, 60 },
	{ "console", SYS_write, NONE, { 1, PTR("."), 1 }, BACK, 1 },
	{ "console, bad pointer", SYS_write, NONE, { 1, 8, 1 },
	    BACK, -EFAULT },
	{ "first block", SYS_pread64, DISK, { 0, PTR(buf), 512, 0 },
	    BACK, 512 },
	{ "last block", SYS_pread64, DISK,
	    { 0, PTR(buf), 512, CAPACITY - 512 }, BACK, 512 },
	{ "block across 4 GiB", SYS_pread64, DISK,
	    { 0, PTR(buf), 1024, WIDE - 512 }, BACK, 1024 },
	{ "write first block", SYS_pwrite64, DISK, { 0, PTR(buf), 512, 0 },
	    BACK, 512 },
	{ "write last block", SYS_pwrite64, DISK,
	    { 0, PTR(buf), 512, CAPACITY - 512 }, BACK, 512 },
	{ "write last two blocks", SYS_pwrite64, DISK,
	    { 0, PTR(buf), 1024, CAPACITY - 1024 }, BACK, 1024 },
	{ "write nothing at the end", SYS_pwrite64, DISK,
	    { 0, PTR(buf), 0, CAPACITY }, BACK, 0 },
	{ "yield", SYS_epoll_pwait, EPOLLFD, { 0, PTR(&event), 1, 0, 0, 8 },
	    BACK, 0 },
	{ "set the timer", SYS_timerfd_settime, TIMERFD,
	    { 0, 0, PTR(&timer), 0 }, BACK, 0 },
	{ "monotonic clock", SYS_clock_gettime, NONE,
	    { CLOCK_MONOTONIC, PTR(&now) }, BACK, 0 },
	{ "wall clock", SYS_clock_gettime, NONE,
	    { CLOCK_REALTIME, PTR(&now) }, BACK, 0 },

	/* The disk's end, and sums that wrap. */
	{ "read at the end", SYS_pread64, DISK, { 0, PTR(buf), 512, CAPACITY },
	    KILLED, 0 },
	{ "read a byte across the end", SYS_pread64, DISK,
	    { 0, PTR(buf), 513, CAPACITY - 512 }, KILLED, 0 },
	{ "write at the end", SYS_pwrite64, DISK,
	    { 0, PTR(buf), 512, CAPACITY }, KILLED, 0 },
	{ "write one byte at the end", SYS_pwrite64, DISK,
	    { 0, PTR(buf), 1, CAPACITY }, KILLED, 0 },
	{ "write across the end", SYS_pwrite64, DISK,
	    { 0, PTR(buf), 1024, CAPACITY - 512 }, KILLED, 0 },
	{ "write far behind the end", SYS_pwrite64, DISK,
	    { 0, PTR(buf), 512, 2 * WIDE }, KILLED, 0 },
	{ "write below zero", SYS_pwrite64, DISK,
	    { 0, PTR(buf), 512, UINT64_MAX - 511 }, KILLED, 0 },
	{ "write, wrapping", SYS_pwrite64, DISK,
	    { 0, PTR(buf), 1024, UINT64_MAX - 511 }, KILLED, 0 },
	{ "write 4 GiB", SYS_pwrite64, DISK, { 0, PTR(buf), WIDE, 0 },
	    KILLED, 0 },
	{ "write to the end of numbers", SYS_pwrite64, DISK,
	    { 0, PTR(buf), UINT64_MAX, 1 }, KILLED, 0 },

	/* Others' descriptors. */
	{ "read 0", SYS_read, NONE, { 0, PTR(buf), 0 }, KILLED, 0 },
	{ "write to 2", SYS_write, NONE, { 2, PTR("!"), 1 }, KILLED, 0 },
	{ "read the disk", SYS_read, DISK, { 0, PTR(buf), 1 }, KILLED, 0 },
	{ "write to the disk", SYS_write, DISK, { 0, PTR(buf), 1 },
	    KILLED, 0 },
	{ "read what is not the guest's", SYS_read, PEER, { 0, PTR(buf), 1 },
	    KILLED, 0 },
	{ "write to what is not the guest's", SYS_write, PEER,
	    { 0, PTR(buf), 1 }, KILLED, 0 },
	{ "set the timer by read", SYS_read, TIMERFD, { 0, PTR(buf), 8 },
	    KILLED, 0 },
	{ "pread of the console", SYS_pread64, NONE, { 1, PTR(buf), 1, 0 },
	    KILLED, 0 },
	{ "pread of a net", SYS_pread64, NET, { 0, PTR(buf), 1, 0 },
	    KILLED, 0 },
	{ "no descriptor", SYS_write, NONE, { UINT64_MAX, PTR(buf), 1 },
	    KILLED, 0 },
	{ "a descriptor in 33 bits", SYS_write, NET, { WIDE, PTR(buf), 60 },
	    KILLED, 0 },
	{ "the console in 33 bits", SYS_write, NONE, { WIDE + 1, PTR(buf), 1 },
	    KILLED, 0 },
	{ "the disk in 33 bits", SYS_pread64, DISK, { WIDE, PTR(buf), 512 },
	    KILLED, 0 },
	{ "yield on another", SYS_epoll_pwait, TIMERFD,
	    { 0, PTR(&event), 1, 0, 0, 8 }, KILLED, 0 },
	{ "set another timer", SYS_timerfd_settime, EPOLLFD,
	    { 0, 0, PTR(&timer), 0 }, KILLED, 0 },

	/* Other arguments. */
	{ "yield with a mask", SYS_epoll_pwait, EPOLLFD,
	    { 0, PTR(&event), 1, 0, PTR(&mask), 8 }, KILLED, 0 },
	{ "yield with a wide mask", SYS_epoll_pwait, EPOLLFD,
	    { 0, PTR(&event), 1, 0, WIDE, 8 }, KILLED, 0 },
	{ "boot time", SYS_clock_gettime, NONE,
	    { CLOCK_BOOTTIME, PTR(&now) }, KILLED, 0 },
	{ "CPU time", SYS_clock_gettime, NONE,
	    { CLOCK_PROCESS_CPUTIME_ID, PTR(&now) }, KILLED, 0 },
	{ "another process's CPU time", SYS_clock_gettime, NONE,
	    { (uint64_t)-6, PTR(&now) }, KILLED, 0 },
	{ "a clock in 33 bits", SYS_clock_gettime, NONE,
	    { WIDE + CLOCK_MONOTONIC, PTR(&now) }, KILLED, 0 },
	{ MACHINE_ONLY " otherwise", MACHINE_ONLY_NR, NONE,
	    { MACHINE_ONLY_ARG + 1, PTR(buf) }, KILLED, 0 },

	/* Other calls. */
	{ "getpid", SYS_getpid, NONE, { 0 }, KILLED, 0 },
	{ "readv", SYS_readv, NET, { 0, PTR(&iov), 1 }, KILLED, 0 },
	{ "writev", SYS_writev, NONE, { 1, PTR(&iov), 1 }, KILLED, 0 },
	{ "pwritev", SYS_pwritev, DISK, { 0, PTR(&iov), 1, 0 }, KILLED, 0 },
	{ "ftruncate", SYS_ftruncate, DISK, { 0, CAPACITY }, KILLED, 0 },
	{ "fstat", SYS_fstat, DISK, { 0, PTR(buf) }, KILLED, 0 },
	{ "lseek", SYS_lseek, DISK, { 0, 0, SEEK_END }, KILLED, 0 },
	{ "ioctl", SYS_ioctl, NET, { 0, FIONREAD, PTR(buf) }, KILLED, 0 },
	{ "sendto", SYS_sendto, NET, { 0, PTR(buf), 1, 0, 0, 0 }, KILLED, 0 },
	{ "dup", SYS_dup, NONE, { 1 }, KILLED, 0 },
	{ "close", SYS_close, PEER, { 0 }, KILLED, 0 },
	{ "openat", SYS_openat, NONE,
	    { (uint64_t)AT_FDCWD, PTR("/"), O_RDONLY, 0 }, KILLED, 0 },
	{ "socket", SYS_socket, NONE, { AF_UNIX, SOCK_STREAM, 0 }, KILLED, 0 },
	{ "mmap", SYS_mmap, NONE, { 0, 4096, PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS, UINT64_MAX, 0 }, KILLED, 0 },
	{ "munmap", SYS_munmap, NONE, { 0, 4096 }, KILLED, 0 },
	{ "epoll_ctl", SYS_epoll_ctl, EPOLLFD,
	    { 0, EPOLL_CTL_DEL, 0, 0 }, KILLED, 0 },
	{ "timerfd_gettime", SYS_timerfd_gettime, TIMERFD,
	    { 0, PTR(&timer) }, KILLED, 0 },
	{ "another number", 1000, NONE, { 0 }, KILLED, 0 },
	{ "a negative number", -1, NONE, { 0 }, KILLED, 0 },
	{ "the other set's console", SYS_write | MACHINE_OTHER_SET, NONE,
	    { 1, PTR(buf), 1 }, KILLED, 0 },
	{ "the other set's getpid", SYS_getpid | MACHINE_OTHER_SET, NONE,
	    { 0 }, KILLED, 0 },
};

static void
add_device(uint32_t type, int fd, uint64_t capacity)
{
	struct mft_entry *e = &m.mft.e[m.mft.entries++];

	e->type = type;
	e->b.hostfd = fd;
	if (type == MFT_DEV_BLOCK_BASIC)
		e->u.block_basic.capacity = capacity;
}

static void
guest_make(void)
{
	struct epoll_event in = { .events = EPOLLIN };
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, pair) == -1)
		check_broken("socketpair");
	guest.net = pair[0];
	guest.peer = pair[1];
	guest.disk = memfd_create("disk", MFD_CLOEXEC);
	if (guest.disk == -1 || ftruncate(guest.disk, CAPACITY) == -1)
		check_broken("disk");
	guest.epollfd = epoll_create1(0);
	guest.timerfd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	if (guest.epollfd == -1 || guest.timerfd == -1 ||
	    epoll_ctl(guest.epollfd, EPOLL_CTL_ADD, guest.timerfd, &in) == -1 ||
	    epoll_ctl(guest.epollfd, EPOLL_CTL_ADD, guest.net, &in) == -1)
		check_broken("epoll");
	m.mft.version = MFT_VERSION;
	m.mft.entries = 1;
	add_device(MFT_DEV_NET_BASIC, guest.net, 0);
	add_device(MFT_DEV_BLOCK_BASIC, guest.disk, CAPACITY);
	guest.params.mft = &m.mft;
	guest.params.epollfd = guest.epollfd;
	guest.params.timerfd = guest.timerfd;
}

static uint64_t
fd_number(enum fd_name name)
{
	switch (name) {
	case NONE:
		break;
	case NET:
		return (uint64_t)guest.net;
	case PEER:
		return (uint64_t)guest.peer;
	case DISK:
		return (uint64_t)guest.disk;
	case EPOLLFD:
		return (uint64_t)guest.epollfd;
	case TIMERFD:
		return (uint64_t)guest.timerfd;
	}
	return 0;
}

/* One try, in a child. */
static struct {
	const struct sock_filter *insn;
	size_t len;
	const struct call *call;
	bool other_entry;	/* instead of the call */
	long *result;		/* shared */
} try;

static void
run_try(void *arg)
{
	const uint64_t *a;
	long r;

	(void)arg;
	if (kernel_load(try.insn, try.len) != 0)
		_exit(CHECK_HARD);
	if (try.other_entry) {
		machine_call_other();
		return;
	}
	a = try.call->args;
	r = syscall(try.call->nr, fd_number(try.call->fd) + a[0], a[1], a[2],
	    a[3], a[4], a[5]);
	*try.result = r == -1 ? -errno : r;
}

static off_t
disk_size(void)
{
	struct stat sb;

	if (fstat(guest.disk, &sb) == -1)
		check_broken("fstat");
	return sb.st_size;
}

static void
test_call(const struct filter *filter, const struct call *call)
{
	static struct child child;

	try.insn = filter->insn;
	try.len = filter->len;
	try.call = call;
	*try.result = 0;
	child_run(&child, run_try, NULL);
	if (call->end == KILLED) {
		CHECK_CASE(child.signal == SIGSYS, "%s: status %d, result %ld",
		    call->what, child.status, *try.result);
		CHECK_CASE(child.out_len == 0 && child.err_len == 0, "%s",
		    call->what);
	} else {
		CHECK_CASE(child.returned, "%s: signal %d", call->what,
		    child.signal);
		CHECK_CASE(*try.result == call->result, "%s: %ld", call->what,
		    *try.result);
	}
	CHECK_CASE(disk_size() == CAPACITY, "%s", call->what);
}

/* Without the filter, all of it is survived: so nothing else killed it. */
static void
test_control(const struct call *call)
{
	static const struct sock_filter all = {
		.code = BPF_RET | BPF_K, .k = SECCOMP_RET_ALLOW
	};
	static struct child child;

	try.insn = &all;
	try.len = 1;
	try.call = call;
	child_run(&child, run_try, NULL);
	CHECK_CASE(child.returned, "%s: signal %d without a filter",
	    call->what, child.signal);
	if (ftruncate(guest.disk, CAPACITY) == -1)
		check_broken("ftruncate");
}

/* Where the kernel has no other entry, its use is a fault. */
static void
test_other_entry(const struct filter *filter)
{
	static struct child child;

	try.insn = filter->insn;
	try.len = filter->len;
	try.other_entry = true;
	child_run(&child, run_try, NULL);
	CHECK_CASE(child.signal == SIGSYS || child.signal == SIGSEGV, "%d",
	    child.signal);
}

int
main(void)
{
	static struct filter filter;
	size_t i;

	kernel_require();
	guest_make();
	try.result = child_share(sizeof(*try.result));
	if (!filter_compile(&filter, &guest.params, "guest"))
		return check_status();
	for (i = 0; i < NELEM(calls); i++) {
		test_call(&filter, &calls[i]);
		test_control(&calls[i]);
	}
	if (MACHINE_OTHER_ENTRY)
		test_other_entry(&filter);
	return check_status();
}
