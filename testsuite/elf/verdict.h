/* SPDX-License-Identifier: ISC */
/*
 * verdict.h: everything that a tender does with a file, and what must hold
 * whatever the file is.
 */
#ifndef SOLO5_TESTSUITE_ELF_VERDICT_H
#define SOLO5_TESTSUITE_ELF_VERDICT_H

#include <stddef.h>
#include <stdint.h>

/* The guest memory that files are loaded into, and its page size. */
#define VERDICT_MEM_START	0x100000u
#define VERDICT_MEM_SIZE	0x200000u
#define VERDICT_MEM_END		(VERDICT_MEM_START + VERDICT_MEM_SIZE)
#define VERDICT_PAGE_SIZE	0x1000u

/*
 * Opens, takes the notes of, fits and loads the file that these bytes are,
 * and returns the first refusal, or S5ELF_OK.  Aborts if the library breaks
 * one of its promises on the way.
 */
int verdict(const uint8_t *data, size_t size);

#endif /* SOLO5_TESTSUITE_ELF_VERDICT_H */
