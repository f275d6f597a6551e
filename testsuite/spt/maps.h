/* SPDX-License-Identifier: ISC */
/*
 * maps.h: what this process has mapped, as the kernel tells it.
 */
#ifndef SOLO5_TESTSUITE_SPT_MAPS_H
#define SOLO5_TESTSUITE_SPT_MAPS_H

#include <stddef.h>
#include <stdint.h>

struct mapping {
	uint64_t start;
	uint64_t end;
	char prot[5];		/* "rwxp" */
	char name[64];		/* of the file, or "[vdso]" and such */
};

/* More mappings than a test has. */
#define MAPS_MAX	1024

/* Reads them, in the order of addresses; ends the test if that cannot be. */
size_t maps_read(struct mapping *maps);

#endif /* SOLO5_TESTSUITE_SPT_MAPS_H */
