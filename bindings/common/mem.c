/* SPDX-License-Identifier: ISC */
/*
 * mem.c: the four functions that a compiler calls without being asked.
 *
 * They are local to the bindings; the application brings its own.  What the
 * bindings move is short, so these are short as well.
 */
#include "solo5_bindings.h"

#include "cpu.h"

/*
 * Compilers know such loops, and replace them by calls of the very functions
 * that they are in.  In a loop with this they do not.
 */
#define STAY_A_LOOP()	__asm__ volatile("")

int
memcmp(const void *a, const void *b, size_t len)
{
	const unsigned char *p = a, *q = b;

	for (size_t i = 0; i < len; i++)
		if (p[i] != q[i])
			return p[i] < q[i] ? -1 : 1;
	return 0;
}

void *
memcpy(void *restrict dst, const void *restrict src, size_t len)
{
	cpu_copy(dst, src, len);
	return dst;
}

void *
memmove(void *dst, const void *src, size_t len)
{
	unsigned char *to = dst;
	const unsigned char *from = src;

	if ((uintptr_t)dst - (uintptr_t)src >= len)
		return memcpy(dst, src, len);
	while (len-- > 0) {
		to[len] = from[len];
		STAY_A_LOOP();
	}
	return dst;
}

void *
memset(void *dst, int c, size_t len)
{
	cpu_fill(dst, (unsigned char)c, len);
	return dst;
}
