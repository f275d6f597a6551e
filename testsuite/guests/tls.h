/* SPDX-License-Identifier: ISC */
/*
 * tls.h: blocks of thread-local storage for the tests of it.
 */
#ifndef SOLO5_TESTSUITE_TLS_H
#define SOLO5_TESTSUITE_TLS_H

#include "guestlib.h"

#define TLS_GAP	65536

/*
 * For functions that use thread-local objects: a compiler may keep the
 * address of one for as long as it sees the function, and does not know that
 * the thread changes under it.
 */
#define TLS_USER	__attribute__((__noinline__))

/* Hides from the compiler what it knows about an object at an address. */
#define opaque(pointer)							\
({									\
	__typeof__(&*(pointer)) p_ = (pointer);				\
	__asm__ volatile("" : "+r"(p_) : : "memory");			\
	p_;								\
})

/*
 * Makes block number n, in memory that is not zero, and sees that no byte
 * around it changes.  Its address is a multiple of nothing in particular.
 */
static inline uintptr_t
tls_new(const struct solo5_start_info *info, unsigned int n)
{
	static const unsigned char skew[] = { 8, 24, 13, 1 };
	unsigned char *room, *block;
	size_t size = solo5_tls_size();

	room = (unsigned char *)info->heap_start + 2ul * n * TLS_GAP;
	block = room + 4096 + skew[n % sizeof(skew)];
	CHECK(size <= TLS_GAP && info->heap_size > 2ul * (n + 2) * TLS_GAP);
	memset(room, 0xa5, (size_t)(block - room) + size + 4096);
	CHECK(solo5_tls_init((uintptr_t)block) == SOLO5_R_OK);
	for (size_t i = 0; i < 4096; i++)
		CHECK(room[i] == 0xa5 && block[size + i] == 0xa5);
	return (uintptr_t)block;
}

static inline void
tls_use(uintptr_t block)
{
	CHECK(solo5_set_tls_base(solo5_tls_tp_offset(block)) == SOLO5_R_OK);
}

#endif /* SOLO5_TESTSUITE_TLS_H */
