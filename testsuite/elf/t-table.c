/* SPDX-License-Identifier: ISC */
/*
 * t-table.c: every crafted file gets the answer that it was crafted for, and
 * every reason for which a file can be refused has a row.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "solo5-elf.h"
#include "table.h"
#include "verdict.h"

#define UNKNOWN	"unknown reason"

/* Not the file's fault; t-file and t-read have them. */
static bool
of_the_caller(int reason)
{
	return reason == S5ELF_OK || reason == S5ELF_SYSTEM ||
	    reason == S5ELF_ARGUMENT || reason == S5ELF_NOT_FILE ||
	    reason == S5ELF_SHRUNK;
}

static void
check_row(const struct table_row *row)
{
	struct craft file;
	uint8_t *exact;

	table_make(&file, row);
	/* Just as large, so that a sanitizer sees the byte behind it. */
	exact = malloc(file.size);
	if (exact == NULL)
		check_broken("malloc");
	memcpy(exact, file.data, file.size);
	CHECK_REASON(verdict(exact, file.size), row->reason, row->name);
	free(exact);
	craft_free(&file);
}

static bool
has_row(int reason)
{
	for (size_t i = 0; i < table_len; i++)
		if (table[i].reason == reason)
			return true;
	return false;
}

static void
check_reasons(void)
{
	int reasons = 0;

	while (strcmp(s5elf_strerror(reasons), UNKNOWN) != 0)
		reasons++;
	CHECK(reasons == S5ELF_PAGE_SHARED + 1);
	for (int i = 0; i < reasons; i++) {
		if (!CHECK(of_the_caller(i) || has_row(i)))
			printf("no row for: %s\n", s5elf_strerror(i));
		for (int j = 0; j < i; j++)
			CHECK(strcmp(s5elf_strerror(i),
			    s5elf_strerror(j)) != 0);
	}
	CHECK(strcmp(s5elf_strerror(-1), UNKNOWN) == 0);
	CHECK(strcmp(s5elf_strerror(1 << 30), UNKNOWN) == 0);
}

/* Sentences that callers match, and that are promised to them. */
static void
check_texts(void)
{
	static const char manifest[] = "Solo5 manifest is invalid: ";
	static const char size[] = "note does not fall within valid size";

	CHECK(strcmp(s5elf_strerror(S5ELF_NO_ABI),
	    "No Solo5 ABI information found in executable") == 0);
	CHECK(strcmp(s5elf_strerror(S5ELF_NO_MANIFEST),
	    "No Solo5 manifest found in executable") == 0);
	for (int i = S5ELF_MANIFEST_TWICE; i <= S5ELF_MANIFEST_NOT_BLANK; i++)
		CHECK(strncmp(s5elf_strerror(i), manifest,
		    strlen(manifest)) == 0);
	for (int i = S5ELF_NOTE_SEGMENT_LARGE; i <= S5ELF_NOTE_DESC; i++)
		CHECK(strstr(s5elf_strerror(i), size) != NULL);
	CHECK(strstr(s5elf_strerror(S5ELF_ABI_SIZE), size) != NULL);
	CHECK(strstr(s5elf_strerror(S5ELF_MANIFEST_NOTE_SIZE), size) != NULL);
}

int
main(void)
{
	size_t bad = 0;

	for (size_t i = 0; i < table_len; i++) {
		check_row(&table[i]);
		if (table[i].reason != S5ELF_OK)
			bad++;
	}
	check_reasons();
	check_texts();
	printf("%zu bad files, %zu good ones\n", bad, table_len - bad);
	return check_status();
}
