/* SPDX-License-Identifier: ISC */
/*
 * system.c: calls of the tender's that the linker has sent here: what there is
 * of OpenBSD beside vmm(4), and giving up rights.
 *
 * Where the tests are root these rights are really given up, in the same calls;
 * else it is only kept in mind that they would be gone.
 */
#include <config.h>

#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <machine/cpu.h>

#include "bsd/machine.h"
#include "model.h"

/* As on Debian, the user nobody; nothing here is that user's. */
#define USER		65534

static int vmm = -1;		/* the device, as the tender has it */

static struct {
	bool real;		/* privileges are those of this machine */
	bool root;		/* the root directory is another one */
	bool in_root;
	bool groups;
	bool group;
	bool user;
	bool hidden;
	bool locked;
	volatile bool pledged;
	bool without_proc;
} gone;

/* Whether root is root outside of a user namespace, too. */
static bool
is_root(void)
{
	char map[64] = "";
	FILE *f;
	bool all;

	if (__real_geteuid() != 0)
		return false;
	f = fopen("/proc/self/uid_map", "re");
	if (f == NULL)
		return false;
	all = fgets(map, sizeof(map), f) != NULL &&
	    strstr(map, "4294967295") != NULL;
	(void)fclose(f);
	return all;
}

__attribute__((__constructor__)) static void
begin(void)
{
	gone.real = is_root();
	vms_open();
}

bool
pledged(void)
{
	return gone.pledged;
}

bool
pledged_proc(void)
{
	return gone.pledged && !gone.without_proc;
}

/* What needs to be root, and is not possible afterwards. */
static int
as_root(const char *call, bool *done)
{
	const int error = gone.pledged ? EPERM : fail(call);

	if (gone.pledged)
		pledge_violated(call);
	if (error != 0 || gone.user) {
		errno = error != 0 ? error : EPERM;
		return -1;
	}
	*done = true;
	return 0;
}

int
__wrap_chroot(const char *dir)
{
	if (as_root("chroot", &gone.root) == -1)
		return -1;
	return gone.real ? __real_chroot(dir) : access(dir, X_OK);
}

int
__wrap_chdir(const char *dir)
{
	if (strcmp(dir, "/") != 0)
		return __real_chdir(dir);
	gone.in_root = gone.root;
	return gone.real ? __real_chdir(dir) : 0;
}

int
__wrap_setgroups(size_t n, const gid_t *gid)
{
	if (as_root("setgroups", &gone.groups) == -1)
		return -1;
	if (n != 1 || gid[0] != USER)
		complain("setgroups to other groups than the user's");
	return gone.real ? __real_setgroups(n, gid) : 0;
}

int
__wrap_setresgid(gid_t r, gid_t e, gid_t s)
{
	if (as_root("setresgid", &gone.group) == -1)
		return -1;
	if (r != USER || e != USER || s != USER)
		complain("setresgid to another group than the user's");
	return gone.real ? __real_setresgid(r, e, s) : 0;
}

int
__wrap_setresuid(uid_t r, uid_t e, uid_t s)
{
	bool user;

	if (as_root("setresuid", &user) == -1)
		return -1;
	if (r != USER || e != USER || s != USER)
		complain("setresuid to another user");
	gone.user = true;
	return gone.real ? __real_setresuid(r, e, s) : 0;
}

uid_t
__wrap_geteuid(void)
{
	return gone.user || fail("root") != 0 ? USER : 0;
}

/* There is no list of users below another root. */
struct passwd *
__wrap_getpwnam(const char *name)
{
	static char dir[] = MODEL_HOME;
	static struct passwd pw = {
		.pw_uid = USER, .pw_gid = USER, .pw_dir = dir
	};

	if (gone.root || gone.hidden || strcmp(name, "_vmd") != 0 ||
	    fail("user") != 0)
		return NULL;
	/* An emulated machine has only the programs. */
	(void)mkdir(dir, 0755);
	return &pw;
}

int
unveil(const char *path, const char *permissions)
{
	if (gone.pledged)
		pledge_violated("unveil");
	if (gone.locked) {
		errno = EPERM;
		return -1;
	}
	if (path == NULL && permissions == NULL)
		gone.locked = true;
	else if (strcmp(path, "/") == 0 && *permissions == '\0')
		gone.hidden = true;
	else
		complain("unveil of %s: not modelled", path);
	return 0;
}

/* All else is given up before, since it could not be given up later. */
int
pledge(const char *promises, const char *execpromises)
{
	const bool proc = strcmp(promises, "stdio vmm proc") == 0;
	const int error = fail("pledge");

	if (error != 0) {
		errno = error;
		return -1;
	}
	if ((!proc && strcmp(promises, "stdio vmm") != 0) ||
	    execpromises != NULL)
		complain("pledge of something else: not modelled");
	if (!gone.root || !gone.in_root)
		complain("pledge before the root directory is another one");
	if (!gone.groups || !gone.group || !gone.user)
		complain("pledge by root");
	if (!gone.hidden || !gone.locked)
		complain("pledge before the files are hidden");
	pledge_filter(proc);
	gone.without_proc = !proc;
	gone.pledged = true;
	return 0;
}

static int
open_device(int flags)
{
	const int error = fail("open");

	if (error != 0 || gone.user) {
		errno = error != 0 ? error : EACCES;
		return -1;
	}
	if ((flags & O_ACCMODE) != O_RDWR || (flags & O_CLOEXEC) == 0)
		complain("/dev/vmm opened for something else");
	vmm = __real_open("/dev/null", flags);
	return vmm;
}

pid_t
__wrap_fork(void)
{
	const int error = fail("fork");

	errno = error;
	return error != 0 ? -1 : __real_fork();
}

int
__wrap_socketpair(int domain, int type, int protocol, int fd[2])
{
	const int error = fail("socketpair");

	errno = error;
	return error != 0 ? -1 : __real_socketpair(domain, type, protocol, fd);
}

/* What names a file, by whichever name of the function. */
static int
open_path(const char *path, int flags, mode_t mode)
{
	if (gone.pledged)
		pledge_violated("open");
	if (gone.hidden) {
		errno = ENOENT;
		return -1;
	}
	if (strcmp(path, "/dev/vmm") == 0)
		return open_device(flags);
	/* Taps of tests have other names; their devices are not there. */
	if (strncmp(path, "/dev/", 5) == 0 && access(path, F_OK) == -1)
		return tap_open_device(path + 5, flags);
	return __real_open(path, flags, mode);
}

int
__wrap_open(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode = 0;

	if ((flags & O_CREAT) != 0) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return open_path(path, flags, mode);
}

int __wrap_open64(const char *path, int flags, ...)
    __attribute__((__alias__("__wrap_open")));

/* A closed device has no requests. */
int
__wrap_ioctl(int fd, unsigned long request, ...)
{
	va_list ap;
	void *arg;

	va_start(ap, request);
	arg = va_arg(ap, void *);
	va_end(ap);
	if (fd == vmm && fcntl(fd, F_GETFD) != -1)
		return vmm_request(request, arg);
	if (gone.pledged && fd < MODEL_FD_LEAST)
		pledge_violated("ioctl");
	return __real_ioctl(fd, request, arg);
}

/* The model's own descriptors do not exist. */
int
__wrap_close(int fd)
{
	if (fd >= MODEL_FD_LEAST) {
		errno = EBADF;
		return -1;
	}
	return __real_close(fd);
}

void
__wrap_closefrom(int fd)
{
	for (; fd < MODEL_FD_LEAST; fd++)
		(void)__real_close(fd);
}

/* Memory of the kernel's cannot be changed, nor replaced. */
static bool
refused(const void *p, size_t len)
{
	if (!vmm_is_immutable(p, len))
		return false;
	errno = EPERM;
	return true;
}

int
__wrap_mprotect(void *p, size_t len, int prot)
{
	return refused(p, len) ? -1 : __real_mprotect(p, len, prot);
}

int
__wrap_munmap(void *p, size_t len)
{
	return refused(p, len) ? -1 : __real_munmap(p, len);
}

void *
__wrap_mmap(void *p, size_t len, int prot, int flags, int fd, off_t offset)
{
	if ((flags & MAP_FIXED) != 0 && refused(p, len))
		return MAP_FAILED;
	return __real_mmap(p, len, prot, flags, fd, offset);
}

void *
__wrap_mmap64(void *p, size_t len, int prot, int flags, int fd, off_t offset)
{
	return __wrap_mmap(p, len, prot, flags, fd, offset);
}

int
sysctl(const int *name, unsigned int n, void *old, size_t *size, void *new,
    size_t new_size)
{
	const uint64_t freq = machine_tsc_freq();
	const int invariant = fail("invariant") == 0;
	const void *from = &invariant;
	size_t len = sizeof(invariant);

	if (gone.pledged)
		pledge_violated("sysctl");
	if (n != 2 || name[0] != CTL_MACHDEP || new != NULL || new_size != 0 ||
	    (name[1] != CPU_INVARIANTTSC && name[1] != CPU_TSCFREQ))
		complain("sysctl that is not modelled");
	if (name[1] == CPU_TSCFREQ) {
		from = &freq;
		len = sizeof(freq);
	}
	if (*size != len) {
		errno = ENOMEM;
		return -1;
	}
	memcpy(old, from, len);
	return 0;
}
