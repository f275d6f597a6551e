/* SPDX-License-Identifier: ISC */
/*
 * descriptor-bsd.c: many descriptors closed by one call, and one that is good
 * for nothing.
 *
 * The root directory is not one: in Capsicum's capability mode a descriptor of
 * it would be the way to every file.
 */
#include <config.h>

#include "descriptor.h"

#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

int
descriptor_useless(void)
{
	return open("/dev/null", O_RDWR | O_CLOEXEC);
}

/* OpenBSD can close all from one on, and no more at once. */
void
descriptors_close_between(unsigned int first, unsigned int last)
{
	unsigned int fd;

	if (last == UINT32_MAX) {
		closefrom((int)first);
		return;
	}
	for (fd = first; fd <= last; fd++)
		(void)close((int)fd);
}
