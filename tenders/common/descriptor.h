/* SPDX-License-Identifier: ISC */
/*
 * descriptor.h: the descriptors that the tender was started with.
 */
#ifndef SOLO5_COMMON_DESCRIPTOR_H
#define SOLO5_COMMON_DESCRIPTOR_H

#include <stddef.h>

/*
 * With a standard descriptor closed, a device would be opened in its place,
 * and console output written to it.  Those that are closed become useless
 * ones instead.
 */
void stdio_open(void);

/* Closes all descriptors but the n at keep, which this sorts. */
void descriptors_close(int *keep, size_t n);

/* What the system has for these: all from first to last, and an open one. */
void descriptors_close_between(unsigned int first, unsigned int last);
int descriptor_useless(void);

#endif /* SOLO5_COMMON_DESCRIPTOR_H */
