/* SPDX-License-Identifier: ISC */
/*
 * storage_heap.c: as many unikernels at a time as there is memory for.
 */
#include <config.h>

#include "storage.h"

#include <stdlib.h>

#include "image.h"

struct s5elf *
storage_get(void)
{
	return malloc(sizeof(struct s5elf));
}

void
storage_put(struct s5elf *img)
{
	free(img);
}
