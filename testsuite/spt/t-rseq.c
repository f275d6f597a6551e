/* SPDX-License-Identifier: ISC */
/*
 * t-rseq.c: no address is left with the kernel, the C library's or another's.
 */
#include <config.h>

#include <errno.h>
#include <linux/rseq.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "child.h"
#include "cpu.h"
#include "kernel.h"
#include "rseq.h"

#define SIZE	32

static _Alignas(SIZE) uint8_t area[SIZE];

static long
rseq(int flags)
{
	return syscall(SYS_rseq, area, SIZE, flags, CPU_RSEQ_SIG);
}

static void
run_library(void *arg)
{
	(void)arg;
	if (rseq(RSEQ_FLAG_UNREGISTER) == -1 && errno == ENOSYS)
		_exit(CHECK_SKIP);
	CHECK(rseq_unregister());
	/* Only where there is none another is accepted. */
	CHECK(rseq(0) == 0);
	/* Once again: that is nobody's whom it knows. */
	CHECK(!rseq_unregister());
	CHECK(rseq(RSEQ_FLAG_UNREGISTER) == 0);
	CHECK(rseq_unregister());
	exit(check_status());
}

/* Where the library could not have registered any. */
static void
run_refused(void *arg)
{
	(void)arg;
	if (!rseq_unregister())
		_exit(CHECK_HARD);
	kernel_refuse(SYS_rseq, SECCOMP_RET_ERRNO | EPERM);
	CHECK(rseq_unregister());
	exit(check_status());
}

int
main(void)
{
	static struct child child;

	child_run(&child, run_library, NULL);
	if (child.status == CHECK_SKIP)
		check_skip("no rseq");
	CHECK_CASE(child.status == 0, "%d: %s", child.status, child.out);
	kernel_require();
	child_run(&child, run_refused, NULL);
	CHECK_CASE(child.status == 0, "refused: %d: %s", child.status,
	    child.out);
	return check_status();
}
