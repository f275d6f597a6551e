/* SPDX-License-Identifier: ISC */
/*
 * rseq.c: restartable sequences, which the C library may have registered: the
 * one that the program runs with, and not that with which it was built.
 */
#include <config.h>

#include "rseq.h"

#include <errno.h>
#include <linux/rseq.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "compiler.h"
#include "cpu.h"

/* What a registration had, and has at least. */
#define SIZE_ORIGINAL	32u

/* Younger than some systems' headers, and the same on every CPU. */
#ifndef AT_RSEQ_FEATURE_SIZE
#define AT_RSEQ_FEATURE_SIZE	27
#define AT_RSEQ_ALIGN		28
#endif

/* The GNU C library has these since 2.35, and others have none. */
extern const ptrdiff_t __rseq_offset WEAK;
extern const unsigned int __rseq_size WEAK;

static long
rseq(void *area, unsigned int size, int flags)
{
	return syscall(SYS_rseq, area, size, flags, CPU_RSEQ_SIG);
}

/* The kernel's own size, in units of its alignment. */
static unsigned int
size_by_kernel(void)
{
	const unsigned long align = getauxval(AT_RSEQ_ALIGN);
	const unsigned long size = getauxval(AT_RSEQ_FEATURE_SIZE);

	return align == 0 ? 0 : (unsigned int)((size + align - 1) / align *
	    align);
}

/*
 * Libraries before 2.40 registered the original size, whatever they use; since
 * then what they register may be more than they say that they use.
 */
static void
unregister_library(void)
{
	unsigned int sizes[3] = { SIZE_ORIGINAL };
	void *area;
	size_t i;

	if (&__rseq_offset == NULL || &__rseq_size == NULL)
		return;
	sizes[1] = __rseq_size;
	sizes[2] = size_by_kernel();
	area = (char *)cpu_thread_pointer() + __rseq_offset;
	for (i = 0; i < NELEM(sizes); i++)
		if (sizes[i] != 0 &&
		    rseq(area, sizes[i], RSEQ_FLAG_UNREGISTER) == 0)
			return;
}

/* A thread can have one address, and the second is refused as invalid. */
static bool
is_registered(void)
{
	static _Alignas(SIZE_ORIGINAL) uint8_t area[SIZE_ORIGINAL];

	if (rseq(area, sizeof(area), 0) == -1)
		return errno == EINVAL;
	return rseq(area, sizeof(area), RSEQ_FLAG_UNREGISTER) == -1;
}

bool
rseq_unregister(void)
{
	unregister_library();
	return !is_registered();
}
