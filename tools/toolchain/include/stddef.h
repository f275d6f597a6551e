/* SPDX-License-Identifier: ISC */
/*
 * stddef.h: types and macros that everything else is made with.
 */
#ifndef SOLO5_FREESTANDING_STDDEF_H
#define SOLO5_FREESTANDING_STDDEF_H

typedef __PTRDIFF_TYPE__ ptrdiff_t;
typedef __SIZE_TYPE__ size_t;

#ifdef __cplusplus
#define NULL	__null
#else
#define NULL	((void *)0)
typedef __WCHAR_TYPE__ wchar_t;
#endif

/* Nothing is aligned more, on any CPU of ours. */
typedef long double max_align_t;

#define offsetof(type, member)	__builtin_offsetof(type, member)

#endif /* SOLO5_FREESTANDING_STDDEF_H */
