/* SPDX-License-Identifier: ISC */
/*
 * compiler.h: the GNU extensions that host code uses, in one place.
 */
#ifndef SOLO5_COMPILER_H
#define SOLO5_COMPILER_H

#define PRINTF_LIKE(fmt, args)						\
    __attribute__((__format__(__printf__, fmt, args)))
#define NORETURN		__attribute__((__noreturn__))
#define WEAK			__attribute__((__weak__))

/* Both are unsigned; true if the result does not fit. */
#define add_overflow(a, b, result)	__builtin_add_overflow(a, b, result)
#define mul_overflow(a, b, result)	__builtin_mul_overflow(a, b, result)

/* How many bits of 64 are set. */
#define count_bits(a)		__builtin_popcountll(a)

/* Of memory that somebody else reads and writes meanwhile. */
#define load_acquire(p)		__atomic_load_n(p, __ATOMIC_ACQUIRE)
#define store_release(p, v)	__atomic_store_n(p, v, __ATOMIC_RELEASE)
#define full_barrier()		__atomic_thread_fence(__ATOMIC_SEQ_CST)

#define NELEM(array)	(sizeof(array) / sizeof((array)[0]))

#endif /* SOLO5_COMPILER_H */
