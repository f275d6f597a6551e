/* SPDX-License-Identifier: ISC */
/*
 * fuzz_elf.c: any bytes as a file, for libFuzzer.
 *
 * verdict() aborts if a promise of the library is broken; sanitizers see to
 * the rest.  fuzz.sh runs it.
 */
#include <config.h>

#include <stddef.h>
#include <stdint.h>

#include "verdict.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	(void)verdict(data, size);
	return 0;
}
