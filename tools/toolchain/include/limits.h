/* SPDX-License-Identifier: ISC */
/*
 * limits.h: the sizes of integer types, and the end of a chain.
 *
 * A compiler's own <limits.h> has all that a freestanding program may expect,
 * and gcc's then includes the C library's, for what POSIX adds.  There is no
 * C library; this stands in its place, behind all other directories.  It has
 * what the compiler has where the compiler comes without headers of its own.
 * If an application brings a C library, then its <limits.h> is found and this
 * one is not.
 */
#ifndef SOLO5_FREESTANDING_LIMITS_H
#define SOLO5_FREESTANDING_LIMITS_H

#ifndef CHAR_BIT
#define CHAR_BIT	__CHAR_BIT__

#define SCHAR_MAX	__SCHAR_MAX__
#define SHRT_MAX	__SHRT_MAX__
#define INT_MAX		__INT_MAX__
#define LONG_MAX	__LONG_MAX__
#define LLONG_MAX	__LONG_LONG_MAX__

#define SCHAR_MIN	(-SCHAR_MAX - 1)
#define SHRT_MIN	(-SHRT_MAX - 1)
#define INT_MIN		(-INT_MAX - 1)
#define LONG_MIN	(-LONG_MAX - 1L)
#define LLONG_MIN	(-LLONG_MAX - 1LL)

#define UCHAR_MAX	(SCHAR_MAX * 2 + 1)
#define USHRT_MAX	(SHRT_MAX * 2 + 1)
#define UINT_MAX	(INT_MAX * 2U + 1U)
#define ULONG_MAX	(LONG_MAX * 2UL + 1UL)
#define ULLONG_MAX	(LLONG_MAX * 2ULL + 1ULL)

#ifdef __CHAR_UNSIGNED__
#define CHAR_MIN	0
#define CHAR_MAX	UCHAR_MAX
#else
#define CHAR_MIN	SCHAR_MIN
#define CHAR_MAX	SCHAR_MAX
#endif
#endif

/* Characters of a single byte are the only ones without a C library. */
#ifndef MB_LEN_MAX
#define MB_LEN_MAX	1
#endif

#endif /* SOLO5_FREESTANDING_LIMITS_H */
