/* SPDX-License-Identifier: ISC */
/*
 * elf_craft.c: writes the table of crafted files, for tests of programs.
 *
 *	elf_craft bad DIR	every file that must be refused
 *	elf_craft good DIR	every file that must be taken
 *	elf_craft seeds DIR	much of both, but small, for a fuzzer
 *
 * DIR exists.  Each row of the table becomes the file DIR/NAME; the names are
 * of letters, digits, "-" and "_".  Beside them DIR/index has one line for
 * each, in the order of the table: NAME, a tab, and s5elf_strerror() of the
 * reason.  "seeds" writes no index.
 *
 * The files are for spt, ABI version 2, x86_64, and ask for the devices
 * "dev0" and "dev2" (NET_BASIC) and "dev1" (BLOCK_BASIC), unless their rows
 * say otherwise.  Nothing in them can run: the text is arbitrary bytes.  Rows
 * about guest memory hold for 4 KiB pages and for memory below 1 TiB.
 */
#include <config.h>

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "solo5-elf.h"
#include "table.h"

static _Noreturn void
die(const char *what)
{
	fprintf(stderr, "elf_craft: %s: %s\n", what, strerror(errno));
	exit(EXIT_FAILURE);
}

static _Noreturn void
usage(void)
{
	fprintf(stderr, "usage: elf_craft bad|good|seeds DIR\n");
	exit(2);
}

static FILE *
create(const char *dir, const char *name)
{
	char path[4096];
	FILE *f;

	if ((size_t)snprintf(path, sizeof(path), "%s/%s", dir, name) >=
	    sizeof(path)) {
		errno = ENAMETOOLONG;
		die(dir);
	}
	f = fopen(path, "wb");
	if (f == NULL)
		die(path);
	return f;
}

static void
finish(FILE *f, const char *name)
{
	if (ferror(f) != 0 || fclose(f) != 0)
		die(name);
}

static void
write_file(const char *dir, const char *name, const struct craft *file)
{
	FILE *f = create(dir, name);

	(void)fwrite(file->data, 1, file->size, f);
	finish(f, name);
}

static void
write_row(const char *dir, const struct table_row *row)
{
	struct craft file;

	table_make(&file, row);
	write_file(dir, row->name, &file);
	craft_free(&file);
}

static void
write_table(const char *dir, bool good)
{
	FILE *index = create(dir, "index");

	for (size_t i = 0; i < table_len; i++) {
		if ((table[i].reason == S5ELF_OK) != good)
			continue;
		write_row(dir, &table[i]);
		fprintf(index, "%s\t%s\n", table[i].name,
		    s5elf_strerror(table[i].reason));
	}
	finish(index, "index");
}

/* One of every kind, without the padding that a fuzzer would play with. */
static void
write_compact(const char *dir)
{
	static const uint16_t machines[] = { 21, 62, 183 };
	struct craft_spec spec = { .target = 2, .align = 1 };
	struct craft file;
	char name[64];

	for (size_t m = 0; m < NELEM(machines); m++)
		for (spec.version = 1; spec.version <= 2; spec.version++)
			for (spec.devices = 0; spec.devices <= 2;
			    spec.devices++) {
				spec.machine = machines[m];
				(void)snprintf(name, sizeof(name),
				    "compact-%u-%u-%u", spec.machine,
				    spec.version, spec.devices);
				craft_make(&file, &spec);
				write_file(dir, name, &file);
				craft_free(&file);
			}
}

static void
write_seeds(const char *dir)
{
	struct craft file;

	for (size_t i = 0; i < table_len; i++) {
		if (!table_make_compact(&file, &table[i]))
			continue;
		write_file(dir, table[i].name, &file);
		craft_free(&file);
	}
	write_compact(dir);
}

int
main(int argc, char *argv[])
{
	if (argc != 3)
		usage();
	if (strcmp(argv[1], "bad") == 0)
		write_table(argv[2], false);
	else if (strcmp(argv[1], "good") == 0)
		write_table(argv[2], true);
	else if (strcmp(argv[1], "seeds") == 0)
		write_seeds(argv[2]);
	else
		usage();
	return EXIT_SUCCESS;
}
