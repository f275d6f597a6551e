/* SPDX-License-Identifier: ISC */
/*
 * world.c: what the model takes from Linux.
 *
 * A machine of vmm(4) is known by its name to all processes, and stays when
 * they end: so it is a file, and it has been destroyed when that has no name
 * any more.
 */
#include <config.h>

#include "model.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/if_tun.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "compiler.h"

int	__real_open(const char *, int, ...);
int	__real_close(int);
int	__real_ioctl(int, unsigned long, ...);
ssize_t	__real_read(int, void *, size_t);
void	*__real_mmap(void *, size_t, int, int, int, off_t);
int	__real_mprotect(void *, size_t, int);

static void
registry_path(char path[256], const char *name)
{
	const char *dir = getenv("BHYVE_MODEL_DIR");
	char made[128];

	if (dir == NULL) {
		(void)snprintf(made, sizeof(made), "/tmp/solo5-vmm.%ld",
		    (long)getuid());
		(void)mkdir(made, 0700);
		dir = made;
	}
	(void)snprintf(path, 256, "%s/%s", dir, name);
}

int
world_registry(const char *name, bool create)
{
	char path[256];
	int fd;

	registry_path(path, name);
	fd = __real_open(path, O_RDWR | O_CLOEXEC |
	    (create ? O_CREAT | O_EXCL : 0), 0600);
	return fd == -1 ? -errno : fd;
}

int
world_forget(const char *name)
{
	char path[256];

	registry_path(path, name);
	return unlink(path) == -1 ? -errno : 0;
}

/* Not by fstat(3), which some C libraries make of a call with a name. */
bool
world_forgotten(int fd)
{
	struct stat sb;

	return syscall(SYS_fstat, fd, &sb) == -1 || sb.st_nlink == 0;
}

static void
keep(int fd)
{
	char name[64] = "";
	size_t len = 0;
	ssize_t n;

	(void)setsid();
	(void)syscall(SYS_close_range, 0, fd - 1, 0);
	(void)syscall(SYS_close_range, fd + 1, ~0u, 0);
	while (len < sizeof(name) - 1) {
		n = __real_read(fd, name + len, sizeof(name) - 1 - len);
		if (n == 0)
			break;
		len += n > 0 ? (size_t)n : 0;
	}
	if (len > 0)
		(void)world_forget(name);
	_exit(0);
}

int
world_keeper(void)
{
	int fd[2];
	pid_t child;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) == -1)
		return -errno;
	child = fork();
	if (child == 0) {
		if (fork() == 0)
			keep(fd[1]);
		_exit(0);
	}
	(void)waitpid(child, NULL, 0);
	(void)__real_close(fd[1]);
	return fd[0];
}

int
world_keeper_tell(int fd, const char *name)
{
	return send(fd, name, strlen(name), 0) == -1 ? -errno : 0;
}

int
world_memory(size_t size, void **mem)
{
	const int low = memfd_create("vmm", MFD_CLOEXEC);
	int fd;

	if (low == -1)
		return -errno;
	fd = fcntl(low, F_DUPFD_CLOEXEC, MODEL_FD);
	(void)__real_close(low);
	if (fd == -1 || ftruncate(fd, (off_t)size) == -1)
		return -errno;
	*mem = __real_mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_NORESERVE, fd, 0);
	return *mem == MAP_FAILED ? -errno : fd;
}

void *
world_mmap(void *addr, size_t len, int prot, int flags, int fd, off_t offset)
{
	return __real_mmap(addr, len, prot, flags, fd, offset);
}

int
world_mprotect(void *addr, size_t len, int prot)
{
	return __real_mprotect(addr, len, prot) == -1 ? -errno : 0;
}

int
world_tap(const char *name)
{
	struct ifreq ifr;
	int fd;

	memset(&ifr, 0, sizeof(ifr));
	if (strlen(name) >= sizeof(ifr.ifr_name))
		return -ENOENT;
	memcpy(ifr.ifr_name, name, strlen(name));
	ifr.ifr_flags = IFF_TAP | IFF_NO_PI;
	fd = __real_open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return -errno;
	if (__real_ioctl(fd, TUNSETIFF, &ifr) == -1) {
		const int r = -errno;

		(void)__real_close(fd);
		return r;
	}
	return fd;
}

unsigned int
world_tap_index(int fd)
{
	struct ifreq ifr;

	memset(&ifr, 0, sizeof(ifr));
	return __real_ioctl(fd, TUNGETIFF, &ifr) == -1 ? 0 :
	    if_nametoindex(ifr.ifr_name);
}

int
world_epoll(void)
{
	const int fd = epoll_create1(EPOLL_CLOEXEC);

	return fd == -1 ? -errno : fd;
}

int
world_epoll_add(int epoll, int fd, uint64_t data)
{
	struct epoll_event event = { .events = EPOLLIN, .data.u64 = data };

	return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == -1 ? -errno : 0;
}

int
world_epoll_remove(int epoll, int fd)
{
	return epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL) == -1 ? -errno : 0;
}

bool
world_hung_up(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLRDHUP };

	return poll(&p, 1, 0) == 1;
}

int
world_epoll_wait(int epoll, uint64_t *data, int n,
    const struct timespec *timeout)
{
	struct pollfd p = { .fd = epoll, .events = POLLIN };
	struct epoll_event event[64];
	int i, got;

	if (ppoll(&p, 1, timeout, NULL) == -1)
		return -errno;
	got = epoll_wait(epoll, event, n < 64 ? n : 64, 0);
	for (i = 0; i < got; i++)
		data[i] = event[i].data.u64;
	return got == -1 ? -errno : got;
}

/*
 * What can be called in capability mode, of that what tenders and the model
 * call: nothing that has a name in a global space.  Here that ends the
 * program, where FreeBSD's answer is an error or SIGTRAP.
 */
static const int permitted[] = {
	SYS_read, SYS_write, SYS_pread64, SYS_pwrite64, SYS_ioctl, SYS_close,
	SYS_epoll_wait, SYS_epoll_pwait, SYS_epoll_ctl, SYS_poll, SYS_ppoll,
	SYS_fstat,
	SYS_clock_gettime, SYS_clock_nanosleep, SYS_nanosleep, SYS_futex,
	SYS_mprotect, SYS_mmap, SYS_munmap, SYS_madvise, SYS_brk,
	SYS_rt_sigreturn, SYS_rt_sigprocmask, SYS_sigaltstack, SYS_exit,
	SYS_exit_group, SYS_getpid, SYS_gettid, SYS_tgkill, SYS_ftruncate,
	SYS_dup3, SYS_sched_yield, SYS_rt_sigaction, SYS_setitimer,
};

/* These are, below a directory that is open. */
static const int permitted_at[] = { SYS_openat, SYS_unlinkat, SYS_renameat };

#define ARG(i)	(offsetof(struct seccomp_data, args) + 8 * (i))

int
world_sandbox(void)
{
	struct sock_filter f[2 * NELEM(permitted) + 5 * NELEM(permitted_at) +
	    8];
	struct sock_fprog prog = { .filter = f };
	unsigned short n = 0;
	size_t i;

	f[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
	    offsetof(struct seccomp_data, nr));
	for (i = 0; i < NELEM(permitted); i++) {
		f[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ |
		    BPF_K, permitted[i], 0, 1);
		f[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
		    SECCOMP_RET_ALLOW);
	}
	for (i = 0; i < NELEM(permitted_at); i++) {
		f[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ |
		    BPF_K, permitted_at[i], 0, 4);
		f[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W |
		    BPF_ABS, ARG(0));
		f[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ |
		    BPF_K, (uint32_t)AT_FDCWD, 1, 0);
		f[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
		    SECCOMP_RET_ALLOW);
		f[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
		    SECCOMP_RET_KILL_PROCESS);
	}
	f[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
	    SECCOMP_RET_KILL_PROCESS);
	prog.len = n;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
	    SECCOMP_FILTER_FLAG_TSYNC, &prog) != 0)
		return -errno;
	return 0;
}
