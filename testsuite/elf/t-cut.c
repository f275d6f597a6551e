/* SPDX-License-Identifier: ISC */
/*
 * t-cut.c: files cut off at every length, and files with one byte changed to
 * many values at every place: none may crash, none may be taken that breaks
 * a promise, and one that is cut never.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "compiler.h"
#include "craft.h"
#include "solo5-elf.h"
#include "verdict.h"

static const struct craft_spec compact = {
	.machine = 62, .target = 2, .version = 2, .align = 1, .devices = 2,
};

/* The reason for a file that ends before byte n of a whole one. */
static int
expected(size_t n)
{
	if (n < 4)
		return S5ELF_NOT_ELF;
	if (n < 64)
		return S5ELF_EHDR_CUT;
	if (n < 64 + CRAFT_PHNUM * 56)
		return S5ELF_PHDRS_OUTSIDE;
	/* Of an aligned file, as of a compact one, the end is in a segment. */
	return S5ELF_SEGMENT_OUTSIDE;
}

static void
check_cuts(const struct craft_spec *spec, const char *what)
{
	struct craft file;
	uint8_t *exact;

	craft_make(&file, spec);
	CHECK_REASON(verdict(file.data, file.size), S5ELF_OK, what);
	for (size_t n = 0; n < file.size; n++) {
		/* So that a sanitizer sees what is read behind the end. */
		exact = malloc(n + 1);
		if (exact == NULL)
			check_broken("malloc");
		memcpy(exact + 1, file.data, n);
		if (!CHECK_REASON(verdict(exact + 1, n), expected(n), what))
			printf("length %zu of %zu\n", n, file.size);
		free(exact);
	}
	craft_free(&file);
}

static void
check_changes(const struct craft_spec *spec)
{
	static const uint8_t with[] = {
		0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff, 0x7f,
		0xfe, 0x55,
	};
	size_t taken = 0, refused = 0;
	struct craft file;

	craft_make(&file, spec);
	for (size_t at = 0; at < file.size; at++)
		for (size_t i = 0; i < NELEM(with); i++) {
			file.data[at] ^= with[i];
			if (verdict(file.data, file.size) == S5ELF_OK)
				taken++;
			else
				refused++;
			file.data[at] ^= with[i];
		}
	printf("of %zu changed files %zu taken, %zu refused\n",
	    taken + refused, taken, refused);
	/* Both must occur, or this is no test. */
	CHECK(taken > 0);
	CHECK(refused > 0);
	CHECK_REASON(verdict(file.data, file.size), S5ELF_OK, "unchanged");
	craft_free(&file);
}

int
main(void)
{
	struct craft_spec spec = compact;

	check_cuts(&CRAFT_BASE, "aligned");
	check_cuts(&compact, "compact");
	spec.version = 1;
	check_changes(&compact);
	check_changes(&spec);
	return check_status();
}
