/* SPDX-License-Identifier: ISC */
/*
 * obsdvmm-confine.c: giving up, on OpenBSD.
 *
 *	step			still needed afterwards
 *	descriptors		1, 2, that of vmm(4), the devices', the
 *				queue by which to wait, kicks
 *	root directory		nothing below that of OBSD_USER
 *	user and groups		none but those of OBSD_USER
 *	unveil			nothing of the file system
 *	pledge			stdio: what is read, written and waited for
 *				vmm: this process's machine
 *
 * Whatever needs a name is done before: the user's entry is looked up first,
 * and the thread that serves the network ring is there before the promises,
 * which all threads make at once.  Once promised, no other machine can be
 * reached, nor another one made.
 */
#include <config.h>

#include <grp.h>
#include <pwd.h>
#include <stddef.h>
#include <unistd.h>

#include "common/message.h"
#include "host/thread.h"
#include "hvt/confine.h"
#include "hvt/debug.h"
#include "hvt/ring.h"
#include "obsdvmm.h"

#define PROMISES	"stdio vmm"

/* Its entry is the C library's, and good until another one is asked for. */
static const struct passwd *
find_user(void)
{
	const struct passwd *pw = getpwnam(OBSD_USER);

	if (pw == NULL)
		diex("there is no user " OBSD_USER " to become");
	if (pw->pw_uid == 0 || pw->pw_gid == 0)
		diex("user " OBSD_USER " has the rights of root");
	return pw;
}

static void
drop_root(const struct passwd *pw)
{
	const gid_t gid = pw->pw_gid;
	const uid_t uid = pw->pw_uid;

	if (chroot(pw->pw_dir) == -1 || chdir("/") == -1)
		die("%s: cannot become the root directory", pw->pw_dir);
	if (setgroups(1, &gid) == -1 || setresgid(gid, gid, gid) == -1 ||
	    setresuid(uid, uid, uid) == -1)
		die("cannot become the user " OBSD_USER);
}

/* That nothing can be seen, and that this is all there is to be said. */
static void
hide_files(void)
{
	if (unveil("/", "") == -1 || unveil(NULL, NULL) == -1)
		die("cannot hide the file system");
}

bool
confine_thread_possible(void)
{
	return thread_possible();
}

void
confine(struct vm *vm, const struct debug_needs *needs)
{
	const struct passwd *pw = find_user();

	confine_close(vm, needs);
	drop_root(pw);
	hide_files();
	ring_start(vm, NULL);
	if (pledge(PROMISES, NULL) == -1)
		die("cannot promise to do no more than \"" PROMISES "\"");
}
