/* SPDX-License-Identifier: ISC */
/*
 * capsicum.c: rights of descriptors, which can only become fewer, and
 * capability mode, in which names are gone.
 *
 * What is not permitted is an error on FreeBSD, or the end where the process
 * has asked for that; here it is the end in either case, and said, since a
 * tender does nothing that is not.
 */
#include <config.h>

#include "model.h"

#include <errno.h>
#include <sys/capsicum.h>
#include <sys/procctl.h>

static bool entered;

static void
add(cap_rights_t *rights, va_list ap)
{
	uint64_t r;

	for (;;) {
		r = va_arg(ap, uint64_t);
		if (r == 0)
			return;
		rights->cr_rights[(r >> 58 & 1) != 0] |= r;
	}
}

cap_rights_t *
__cap_rights_init(int version, cap_rights_t *rights, ...)
{
	va_list ap;

	if (version != 0)
		model_violation("cap_rights_init: version %d", version);
	rights->cr_rights[0] = CAPRIGHT(0, 0);
	rights->cr_rights[1] = CAPRIGHT(1, 0);
	va_start(ap, rights);
	add(rights, ap);
	va_end(ap);
	return rights;
}

cap_rights_t *
__cap_rights_set(cap_rights_t *rights, ...)
{
	va_list ap;

	va_start(ap, rights);
	add(rights, ap);
	va_end(ap);
	return rights;
}

static struct model_fd *
lookup(int fd)
{
	return fd < 0 || fd >= MODEL_FD ? NULL : &model_fd[fd];
}

int
cap_rights_limit(int fd, const cap_rights_t *rights)
{
	struct model_fd *f = lookup(fd);
	size_t i;

	if (model_fails("rights"))
		return -1;
	if (f == NULL)
		return model_refuse(EBADF);
	for (i = 0; i < 2; i++) {
		if (f->limited && (rights->cr_rights[i] & ~f->rights[i]) != 0)
			return model_refuse(EPERM);	/* ENOTCAPABLE */
		f->rights[i] = rights->cr_rights[i];
	}
	f->limited = true;
	return 0;
}

int
cap_ioctls_limit(int fd, const cap_ioctl_t *cmds, size_t n)
{
	struct model_fd *f = lookup(fd);
	size_t i;

	if (model_fails("rights"))
		return -1;
	if (f == NULL || n > sizeof(f->request) / sizeof(f->request[0]))
		return model_refuse(EINVAL);
	for (i = 0; i < n; i++) {
		if (f->nrequests != 0 && !model_may_request(fd, cmds[i]))
			return model_refuse(EPERM);
		f->request[i] = cmds[i];
	}
	f->nrequests = n;
	return 0;
}

/* Of one index: all that are used here are. */
bool
model_may(int fd, uint64_t rights)
{
	const struct model_fd *f = lookup(fd);

	if (f == NULL || !f->limited)
		return true;
	if ((rights & ~f->rights[(rights >> 58 & 1) != 0]) == 0)
		return true;
	model_violation("descriptor %d: not capable of 0x%llx", fd,
	    (unsigned long long)rights);
}

bool
model_may_request(int fd, unsigned long request)
{
	const struct model_fd *f = lookup(fd);
	size_t i;

	(void)model_may(fd, CAP_IOCTL);
	if (f->nrequests == 0)
		return true;
	for (i = 0; i < f->nrequests; i++)
		if (f->request[i] == request)
			return true;
	model_violation("descriptor %d: not capable of request 0x%lx", fd,
	    request);
}

bool
model_sandboxed(const char *what)
{
	if (entered)
		model_violation("%s: not in capability mode", what);
	return false;
}

int
cap_enter(void)
{
	int r;

	if (model_fails("cap_enter"))
		return -1;
	r = world_sandbox();
	if (r < 0)
		model_violation("cannot confine (%d)", -r);
	entered = true;
	return 0;
}

int
procctl(idtype_t idtype, id_t id, int command, void *data)
{
	if (idtype != P_PID || id == 0 || command != PROC_TRAPCAP_CTL ||
	    *(int *)data != PROC_TRAPCAP_CTL_ENABLE)
		return model_refuse(EINVAL);
	return 0;
}
