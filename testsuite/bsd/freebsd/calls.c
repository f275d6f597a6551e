/* SPDX-License-Identifier: ISC */
/*
 * calls.c: system calls that tenders make, by the linker's --wrap, with rights
 * looked at; those of devices go to the model, the others to Linux.
 */
#include <config.h>

#include "model.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/capsicum.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <unistd.h>

int	__real_open(const char *, int, ...);
int	__real_close(int);
int	__real_ioctl(int, unsigned long, ...);
ssize_t	__real_read(int, void *, size_t);
ssize_t	__real_write(int, const void *, size_t);
ssize_t	__real_pread(int, void *, size_t, off_t);
ssize_t	__real_pwrite(int, const void *, size_t, off_t);
int	__real_openat(int, const char *, int, ...);
int	__real_unlinkat(int, const char *, int);
int	__real_renameat(int, const char *, int, const char *);
int	__real_ftruncate(int, off_t);
int	__real_dup3(int, int, int);
int	__real_fstat(int, struct stat *);

int	__wrap_open(const char *, int, ...);
int	__wrap_close(int);
void	__wrap_closefrom(int);
int	__wrap_ioctl(int, unsigned long, void *);
ssize_t	__wrap_read(int, void *, size_t);
ssize_t	__wrap_write(int, const void *, size_t);
ssize_t	__wrap_pread(int, void *, size_t, off_t);
ssize_t	__wrap_pwrite(int, const void *, size_t, off_t);
void	*__wrap_mmap(void *, size_t, int, int, int, off_t);
int	__wrap_mprotect(void *, size_t, int);
int	__wrap_openat(int, const char *, int, ...);
int	__wrap_unlinkat(int, const char *, int);
int	__wrap_renameat(int, const char *, int, const char *);
int	__wrap_ftruncate(int, off_t);
int	__wrap_dup3(int, int, int);
int	__wrap_fstat(int, struct stat *);

#define TAP_DEV	((dev_t)1 << 40)

struct model_fd model_fd[MODEL_FDS];

static const struct {
	const char *name;
	int value;
} errors[] = {
	{ "EACCES", EACCES }, { "EEXIST", EEXIST }, { "EFAULT", EFAULT },
	{ "EINVAL", EINVAL }, { "EIO", EIO }, { "ENOENT", ENOENT },
	{ "ENOMEM", ENOMEM }, { "ENOSPC", ENOSPC }, { "ENOSYS", ENOSYS },
	{ "ENXIO", ENXIO }, { "EPERM", EPERM },
};

const char *
model_value(const char *name, char *buf, size_t size)
{
	const char *p = getenv("BHYVE_MODEL");
	size_t len = strlen(name);

	for (; p != NULL && *p != '\0'; p += strcspn(p, " ")) {
		p += strspn(p, " ");
		if (strncmp(p, name, len) != 0 || p[len] != '=')
			continue;
		p += len + 1;
		(void)snprintf(buf, size, "%.*s", (int)strcspn(p, " "), p);
		return buf;
	}
	return NULL;
}

bool
model_fails(const char *name)
{
	char buf[16];
	size_t i;

	if (model_value(name, buf, sizeof(buf)) == NULL)
		return false;
	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (strcmp(buf, errors[i].name) == 0) {
			errno = errors[i].value;
			return true;
		}
	model_violation("BHYVE_MODEL: %s=%s", name, buf);
}

void
model_violation(const char *fmt, ...)
{
	char buf[256] = "model: violation: ";
	size_t len = strlen(buf);
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(buf + len, sizeof(buf) - len - 1, fmt, ap);
	va_end(ap);
	len = strlen(buf);
	buf[len++] = '\n';
	if (__real_write(STDERR_FILENO, buf, len) != -1 || errno != 0)
		(void)raise(SIGTRAP);
	_exit(99);
}

int
model_refuse(int error)
{
	errno = error;
	return -1;
}

static int
taken(int fd, enum model_kind kind)
{
	if (fd < 0)
		return model_refuse(-fd);
	if (fd >= MODEL_FD)
		model_violation("too many descriptors");
	model_fd[fd] = (struct model_fd){ .kind = kind };
	return fd;
}

/* A tap's device is not there on Linux; what is not a path below /dev is. */
int
__wrap_open(const char *path, int flags, ...)
{
	va_list ap;
	int fd, mode;

	(void)model_sandboxed("open");
	va_start(ap, flags);
	mode = (flags & O_CREAT) != 0 ? va_arg(ap, int) : 0;
	va_end(ap);
	if (strcmp(path, "/dev/vmmctl") == 0)
		return taken(vmm_control_open(), MODEL_CONTROL);
	if (vmm_is_device(path))
		return taken(vmm_open(path), MODEL_VMM);
	fd = __real_open(path, flags, mode);
	if (fd == -1 && errno == ENOENT && strncmp(path, "/dev/", 5) == 0 &&
	    strchr(path + 5, '/') == NULL)
		return taken(world_tap(path + 5), MODEL_FILE);
	return fd == -1 ? -1 : taken(fd, MODEL_FILE);
}

int
__wrap_close(int fd)
{
	if (fd >= MODEL_FD)
		return model_refuse(EBADF);
	if (fd >= 0)
		model_fd[fd] = (struct model_fd){ .kind = MODEL_FILE };
	return __real_close(fd);
}

/* All but the kernel's. */
void
__wrap_closefrom(int first)
{
	for (; first < MODEL_FD; first++)
		(void)__wrap_close(first);
}

int
__wrap_ioctl(int fd, unsigned long request, void *arg)
{
	if (fd < 0 || fd >= MODEL_FD)
		return __real_ioctl(fd, request, arg);
	if (model_fd[fd].limited || model_fd[fd].nrequests != 0)
		(void)model_may_request(fd, request);
	switch (model_fd[fd].kind) {
	case MODEL_VMM:
		return vmm_ioctl(fd, request, arg);
	case MODEL_CONTROL:
		return vmm_control_ioctl(fd, request, arg);
	case MODEL_KQUEUE:
		return model_refuse(ENOTTY);
	case MODEL_FILE:
		break;
	}
	return __real_ioctl(fd, request, arg);
}

ssize_t
__wrap_read(int fd, void *buf, size_t len)
{
	(void)model_may(fd, CAP_READ);
	return __real_read(fd, buf, len);
}

ssize_t
__wrap_write(int fd, const void *buf, size_t len)
{
	(void)model_may(fd, CAP_WRITE);
	return __real_write(fd, buf, len);
}

ssize_t
__wrap_pread(int fd, void *buf, size_t len, off_t offset)
{
	(void)model_may(fd, CAP_PREAD);
	return __real_pread(fd, buf, len, offset);
}

ssize_t
__wrap_pwrite(int fd, const void *buf, size_t len, off_t offset)
{
	(void)model_may(fd, CAP_PWRITE);
	return __real_pwrite(fd, buf, len, offset);
}

void *
__wrap_mmap(void *addr, size_t len, int prot, int flags, int fd, off_t offset)
{
	if (fd < 0 || fd >= MODEL_FD || model_fd[fd].kind != MODEL_VMM)
		return world_mmap(addr, len, prot, flags, fd, offset);
	(void)model_may(fd, CAP_MMAP_RW);
	return vmm_mmap(addr, len, prot, flags, fd, offset);
}

/* What has once been given up for good. */
static struct {
	uintptr_t start;
	uintptr_t end;
	int max;
} given_up[32];
static size_t ngiven_up;

int
__wrap_mprotect(void *addr, size_t len, int prot)
{
	const uintptr_t start = (uintptr_t)addr, end = start + len;
	const int max = prot >> 16 & 7, wanted = prot & 7;
	size_t i;
	int r;

	if (max != 0 && (wanted & ~max) != 0)
		return model_refuse(EINVAL);
	for (i = 0; i < ngiven_up; i++)
		if (given_up[i].start < end && given_up[i].end > start &&
		    (wanted & ~given_up[i].max) != 0)
			return model_refuse(EACCES);
	if (max != 0) {
		if (ngiven_up == 32)
			return model_refuse(ENOMEM);
		given_up[ngiven_up].start = start;
		given_up[ngiven_up].end = end;
		given_up[ngiven_up++].max = max;
	}
	r = world_mprotect(addr, len, wanted);
	return r < 0 ? model_refuse(-r) : 0;
}

int
__wrap_openat(int dir, const char *path, int flags, ...)
{
	va_list ap;
	int fd, mode;

	if (dir == AT_FDCWD)
		(void)model_sandboxed("openat");
	va_start(ap, flags);
	mode = (flags & O_CREAT) != 0 ? va_arg(ap, int) : 0;
	va_end(ap);
	(void)model_may(dir, CAP_LOOKUP | CAP_WRITE | CAP_SEEK |
	    ((flags & O_CREAT) != 0 ? CAP_CREATE : 0));
	fd = __real_openat(dir, path, flags, mode);
	return fd == -1 ? -1 : taken(fd, MODEL_FILE);
}

int
__wrap_unlinkat(int dir, const char *path, int flags)
{
	(void)model_may(dir, CAP_UNLINKAT);
	return __real_unlinkat(dir, path, flags);
}

int
__wrap_renameat(int from, const char *old, int to, const char *new)
{
	(void)model_may(from, CAP_RENAMEAT_SOURCE);
	(void)model_may(to, CAP_RENAMEAT_TARGET);
	return __real_renameat(from, old, to, new);
}

int
__wrap_ftruncate(int fd, off_t size)
{
	(void)model_may(fd, CAP_FTRUNCATE);
	return __real_ftruncate(fd, size);
}

int
__wrap_dup3(int from, int to, int flags)
{
	const int fd = __real_dup3(from, to, flags);

	if (fd >= 0 && fd < MODEL_FD)
		model_fd[fd] = model_fd[from];
	return fd;
}

/* Each tap has a device of its own, and on Linux one descriptor of another. */
int
__wrap_fstat(int fd, struct stat *sb)
{
	unsigned int index;

	if (__real_fstat(fd, sb) == -1)
		return -1;
	index = world_tap_index(fd);
	if (index != 0)
		sb->st_rdev = TAP_DEV | index;
	return 0;
}

char *
devname(dev_t dev, mode_t type)
{
	static char name[IF_NAMESIZE];

	if (type != S_IFCHR || (dev & TAP_DEV) == 0)
		return NULL;
	return if_indextoname((unsigned int)(dev & ~TAP_DEV), name);
}
