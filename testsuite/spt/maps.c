/* SPDX-License-Identifier: ISC */
/*
 * maps.c: /proc/self/maps; see proc(5).
 */
#include <config.h>

#include "maps.h"

#include <stdio.h>

#include "check.h"

size_t
maps_read(struct mapping *maps)
{
	unsigned long long start, end;
	char line[4500];
	size_t n = 0;
	FILE *f;

	f = fopen("/proc/self/maps", "re");
	if (f == NULL)
		check_skip("no /proc/self/maps");
	while (fgets(line, sizeof(line), f) != NULL) {
		if (n == MAPS_MAX)
			check_broken("too many mappings");
		maps[n].name[0] = '\0';
		if (sscanf(line, "%llx-%llx %4s %*s %*s %*s %63[^\n]", &start,
		    &end, maps[n].prot, maps[n].name) < 3)
			check_broken(line);
		maps[n].start = start;
		maps[n++].end = end;
	}
	(void)fclose(f);
	return n;
}
