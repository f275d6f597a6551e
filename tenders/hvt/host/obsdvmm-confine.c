/* SPDX-License-Identifier: ISC */
/*
 * obsdvmm-confine.c: giving up, on OpenBSD.
 *
 *	step			still needed afterwards
 *	descriptors		1, 2, that of vmm(4), the reaper's, the
 *				devices', the queue by which to wait, kicks
 *	root directory		nothing below that of OBSD_USER
 *	user and groups		none but those of OBSD_USER
 *	unveil			nothing of the file system
 *	pledge			stdio: what is read, written and waited for
 *				vmm: this process's machine
 *
 * Whatever needs a name is done before: the user's entry is looked up when the
 * machine is made, as the reaper gives up the same but for its promises; and
 * the thread that serves the network ring is there before the promises,
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
static const struct passwd *user;

void
obsd_find_user(void)
{
	user = getpwnam(OBSD_USER);
	if (user == NULL)
		diex("there is no user " OBSD_USER " to become");
	if (user->pw_uid == 0 || user->pw_gid == 0)
		diex("user " OBSD_USER " has the rights of root");
}

const char *
obsd_drop_root(void)
{
	const gid_t gid = user->pw_gid;
	const uid_t uid = user->pw_uid;

	if (chroot(user->pw_dir) == -1 || chdir("/") == -1)
		return "the home of the user " OBSD_USER " cannot become the "
		    "root directory";
	if (setgroups(1, &gid) == -1 || setresgid(gid, gid, gid) == -1 ||
	    setresuid(uid, uid, uid) == -1)
		return "cannot become the user " OBSD_USER;
	/* That nothing can be seen, and that this is all there is to say. */
	if (unveil("/", "") == -1 || unveil(NULL, NULL) == -1)
		return "cannot hide the file system";
	return NULL;
}

bool
confine_thread_possible(void)
{
	return thread_possible();
}

void
confine(struct vm *vm, const struct debug_needs *needs)
{
	const char *what;

	confine_close(vm, needs);
	what = obsd_drop_root();
	if (what != NULL)
		die("%s", what);
	ring_start(vm, NULL);
	if (pledge(PROMISES, NULL) == -1)
		die("cannot promise to do no more than \"" PROMISES "\"");
}
