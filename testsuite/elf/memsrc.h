/* SPDX-License-Identifier: ISC */
/*
 * memsrc.h: a file that is a piece of memory, and as bad as a test wants it.
 */
#ifndef SOLO5_TESTSUITE_ELF_MEMSRC_H
#define SOLO5_TESTSUITE_ELF_MEMSRC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "elf/image.h"

struct memsrc {
	struct s5elf_source src;	/* what the library gets */
	const uint8_t *data;
	size_t size;		/* may be made less than src.size */
	size_t most;		/* bytes that one call reads, 0: all */
	bool interrupted;	/* every other call fails with EINTR */
	unsigned int fail_at;	/* this call fails with EIO, 0: none */
	unsigned int calls;	/* so far */
	size_t bytes;		/* asked for so far */
	size_t largest;		/* most that one call asked for */
};

/* Makes a source of data, which is not copied, nor may *m be. */
void memsrc_init(struct memsrc *m, const uint8_t *data, size_t size);

#endif /* SOLO5_TESTSUITE_ELF_MEMSRC_H */
