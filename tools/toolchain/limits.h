/* SPDX-License-Identifier: ISC */
/*
 * limits.h: the end of a chain.
 *
 * A compiler's own <limits.h> has all that a freestanding program may expect,
 * and gcc's then includes the C library's, for what POSIX adds.  There is no
 * C library; this stands in its place, behind all other directories, and has
 * nothing to add.  If an application brings a C library of its own, then its
 * <limits.h> is found and this one is not.
 */
