/* SPDX-License-Identifier: ISC */
/*
 * bhyve-machine.c: machines of vmm(4) are made by name, and stay until that
 * name is destroyed.  In this order:
 *
 *	/dev/vmmctl, by which the kernel destroys the machine when the
 *	descriptor is closed, be it by the end of the process; in some
 *	releases, and they are asked
 *
 *	the same without that, or where it is not there the sysctl
 *	hw.vmm.create; and another process to destroy the machine
 */
#include <config.h>

#include "bhyve-dev.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioccom.h>
#include <sys/ioctl.h>
#include <sys/sysctl.h>
#include <unistd.h>

#include "bhyve.h"
#include "hvt/vm.h"

#define CONTROL		"/dev/vmmctl"
#define NAME_SIZE	230
#define RESERVED	15

/* Younger than some systems' headers, which are no part of a release's ABI. */
struct create {
	char name[NAME_SIZE];
	uint32_t flags;
	int reserved[RESERVED];
};
_Static_assert(sizeof(struct create) == 296, "VMMCTL_VM_CREATE");

#define CREATE			_IOWR('V', 0, struct create)
#define DESTROY_ON_CLOSE	1u

static char name[32];

/* The reaper's socket; or -1, where there is no machine or it needs none. */
static volatile sig_atomic_t reaper = -1;

static const char *
create_advice(int error)
{
	switch (error) {
	case EACCES:
	case EPERM:
		return "virtual machines are root's, and a jail's with "
		    "allow.vmm";
	case EEXIST:
		return "it is left over from a process of the same number, and "
		    "bhyvectl --destroy --vm=NAME removes it";
	case ENOENT:
		return "is the module loaded?  kldload vmm";
	case ENXIO:
		return "this CPU has neither VT-x with EPT nor SVM with nested "
		    "paging, or the firmware has switched them off";
	case ENOMEM:
		return "there are as many as the sysctl hw.vmm.maxvmms allows";
	}
	return NULL;
}

/* Returns 0 or a negative errno; -EINVAL if a flag is not known. */
static int
create_by_control(int fd, uint32_t flags)
{
	struct create create = { .flags = flags };

	memcpy(create.name, name, strlen(name));
	return ioctl(fd, CREATE, &create) == -1 ? -errno : 0;
}

static int
create_by_sysctl(void)
{
	return sysctlbyname("hw.vmm.create", NULL, NULL, name,
	    strlen(name)) == -1 ? -errno : 0;
}

/* With the reaper first, there is never a machine that nobody destroys. */
static int
create_with_reaper(int control, struct vm_state *s)
{
	int r;

	s->control = bhyve_reaper_start(name);
	if (s->control < 0)
		return s->control;
	r = control == -1 ? create_by_sysctl() : create_by_control(control, 0);
	if (r < 0) {
		(void)close(s->control);
		return r;
	}
	s->reaped = true;
	reaper = s->control;
	return 0;
}

static int
machine_make(struct vm_state *s)
{
	const int control = open(CONTROL, O_RDWR | O_CLOEXEC);
	int r;

	if (control == -1 && errno != ENOENT)
		return -errno;
	if (control != -1) {
		r = create_by_control(control, DESTROY_ON_CLOSE);
		if (r == 0) {
			s->control = control;
			return 0;
		}
		if (r != -EINVAL) {
			(void)close(control);
			return r;
		}
	}
	r = create_with_reaper(control, s);
	if (control != -1)
		(void)close(control);
	return r;
}

int
bhyve_machine_create(struct vm_state *s, struct vm_problem *problem)
{
	static char what[sizeof(name) + 64];
	char path[sizeof(name) + sizeof("/dev/vmm/")];
	int r;

	(void)snprintf(name, sizeof(name), "solo5-%ld", (long)getpid());
	(void)snprintf(what, sizeof(what), "cannot create the virtual machine "
	    "%s", name);
	problem->what = what;
	r = machine_make(s);
	if (r < 0) {
		problem->advice = create_advice(-r);
		return r;
	}
	(void)snprintf(path, sizeof(path), "/dev/vmm/%s", name);
	(void)snprintf(what, sizeof(what), "%s: cannot open", path);
	s->fd = open(path, O_RDWR | O_CLOEXEC);
	if (s->fd != -1)
		return 0;
	r = -errno;
	if (r == -ENOENT)
		problem->advice = "in a jail, the rules of its devfs must show "
		    "the folder vmm";
	bhyve_machine_destroy();
	(void)close(s->control);
	return r;
}

void
bhyve_machine_destroy(void)
{
	const int fd = (int)reaper;

	reaper = -1;
	if (fd != -1)
		bhyve_reaper_call(fd);
}
