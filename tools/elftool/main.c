/* SPDX-License-Identifier: ISC */
/*
 * main.c: solo5-elftool, which turns manifests into C, and reads manifests and
 * ABIs out of unikernels.
 *
 * Each command makes its whole result in memory before any of it is written,
 * so that a failure leaves nothing on standard output and no half of a file.
 */
#include <config.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <solo5/elf_abi.h>
#include <solo5/mft_abi.h>

#include "compiler.h"
#include "elf/solo5-elf.h"
#include "file.h"
#include "manifest/manifest.h"
#include "parse.h"
#include "print.h"

/* A struct mft with room for every entry. */
union manifest {
	struct mft mft;
	unsigned char room[MFT_MAX_SIZE];
};

struct command {
	const char *name;
	const char *operands;	/* for the usage */
	int noperands;
	int output;		/* the operand that is the output, or -1 */
	/* Prints the result to out, or reports a failure and returns -1. */
	int (*run)(char *const *operand, FILE *out);
};

/* Makes C of a manifest in JSON. */
static int
gen_manifest(char *const *operand, FILE *out)
{
	static union manifest m;
	struct parse_fault fault;
	const char *name;
	char *text;
	size_t len;
	int r;

	name = strcmp(operand[0], "-") == 0 ? "<stdin>" : operand[0];
	r = file_read(operand[0], SOURCE_MAX, &text, &len);
	if (r < 0) {
		warnx("%s: cannot read: %s", name, strerror(-r));
		return -1;
	}
	r = parse(text, len, &m.mft, &fault);
	free(text);
	if (r == -1) {
		warnx("%s:%zu:%zu: %s", name, fault.place.line,
		    fault.place.column, fault.text);
		return -1;
	}
	if (file_same(operand[0], operand[1])) {
		warnx("%s: would overwrite its own source", operand[1]);
		return -1;
	}
	print_c(out, &m.mft);
	return 0;
}

/* Opens a unikernel, or reports why not and returns NULL. */
static struct s5elf *
image_open(const char *path)
{
	struct s5elf *img;
	int r;

	r = s5elf_open(&img, path);
	if (r == S5ELF_OK)
		return img;
	if (r == S5ELF_SYSTEM)
		warn("%s: cannot read", path);
	else
		warnx("%s: %s", path, s5elf_strerror(r));
	return NULL;
}

/*
 * Ends a query that had the result r.  Returns 0, or -1 when it has reported
 * a failure.
 */
static int
image_close(struct s5elf *img, const char *path, int r)
{
	if (r == S5ELF_SYSTEM)
		warn("%s: cannot read", path);
	else if (r != S5ELF_OK)
		warnx("%s: %s", path, s5elf_strerror(r));
	s5elf_close(img);
	return r == S5ELF_OK ? 0 : -1;
}

static int
query_manifest(char *const *operand, FILE *out)
{
	static union manifest m;
	struct s5elf *img;
	int r;

	img = image_open(operand[0]);
	if (img == NULL)
		return -1;
	r = s5elf_manifest(img, &m.mft, sizeof(m));
	if (r == S5ELF_OK)
		print_manifest(out, &m.mft);
	return image_close(img, operand[0], r);
}

static int
query_abi(char *const *operand, FILE *out)
{
	struct solo5_abi abi;
	struct s5elf *img;
	const char *target;
	int r;

	img = image_open(operand[0]);
	if (img == NULL)
		return -1;
	r = s5elf_abi(img, &abi);
	if (image_close(img, operand[0], r) == -1)
		return -1;
	target = s5elf_target_name(abi.target);
	if (target == NULL) {
		warnx("%s: unknown target %" PRIu32, operand[0], abi.target);
		return -1;
	}
	print_abi(out, &abi, target);
	return 0;
}

static const struct command commands[] = {
	{ "gen-manifest", "SRC OUT", 2, 1, gen_manifest },
	{ "query-manifest", "FILE", 1, -1, query_manifest },
	{ "query-abi", "FILE", 1, -1, query_abi },
};

static void
print_usage(FILE *out)
{
	size_t i;

	for (i = 0; i < NELEM(commands); i++)
		fprintf(out, "%s solo5-elftool %s %s\n",
		    i == 0 ? "usage:" : "      ", commands[i].name,
		    commands[i].operands);
	fprintf(out, "       solo5-elftool --help\n"
	    "       solo5-elftool --version\n"
	    "\n"
	    "gen-manifest    make C of a manifest in JSON; - is standard input "
	    "or output\n"
	    "query-manifest  print the manifest of a unikernel\n"
	    "query-abi       print for which target and ABI a unikernel is\n"
	    "\n"
	    "See solo5-elftool(1) and solo5-manifest(5).\n");
}

static void
print_version(FILE *out)
{
	fprintf(out, "solo5-elftool version v%s\n", PACKAGE_VERSION);
}

/* Reports wrong usage. */
static int PRINTF_LIKE(1, 2)
misused(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vwarnx(fmt, ap);
	va_end(ap);
	fprintf(stderr, "See solo5-elftool --help.\n");
	return EXIT_FAILURE;
}

/*
 * Writes what has been printed into memory.  A stream that could not grow has
 * lost some of it, and is a failure.
 */
static int
finish(FILE *out, const char *path, char *const *text, const size_t *len)
{
	int r;

	r = ferror(out) != 0 ? -ENOMEM : 0;
	if (fclose(out) == EOF && r == 0)
		r = -errno;
	if (r == 0)
		r = file_write(path, *text, *len);
	if (r < 0)
		warnx("%s: cannot write: %s",
		    strcmp(path, "-") == 0 ? "<stdout>" : path, strerror(-r));
	free(*text);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int
command_run(const struct command *command, char *const *operand)
{
	FILE *out;
	char *text = NULL;
	size_t len = 0;

	out = open_memstream(&text, &len);
	if (out == NULL)
		err(EXIT_FAILURE, "cannot allocate memory");
	if (command->run(operand, out) == -1) {
		(void)fclose(out);
		free(text);
		return EXIT_FAILURE;
	}
	return finish(out,
	    command->output == -1 ? "-" : operand[command->output], &text,
	    &len);
}

/* Prints to standard output and sees to it that it arrives. */
static int
show(void (*print)(FILE *))
{
	print(stdout);
	if (fflush(stdout) == EOF) {
		warn("<stdout>: cannot write");
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}

/*
 * Fills standard descriptors that are closed, lest a file that is opened later
 * takes the place of one and gets what was meant for it.  What fills them is
 * open for the wrong direction, so that their use still fails.
 */
static void
descriptors_fill(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1)
			(void)open("/dev/null",
			    fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/* Whether a word is an option; "-" alone is an operand. */
static bool
is_option(const char *word)
{
	return word[0] == '-' && word[1] != '\0';
}

static int
option_run(const char *word)
{
	if (strcmp(word, "--help") == 0)
		return show(print_usage);
	if (strcmp(word, "--version") == 0)
		return show(print_version);
	return misused("invalid option: '%s'", word);
}

static const struct command *
command_find(const char *name)
{
	size_t i;

	for (i = 0; i < NELEM(commands); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

/* Runs a command with the n words that follow it. */
static int
command_start(const struct command *command, int n, char *const *word)
{
	if (n > 0 && strcmp(word[0], "--") == 0) {
		n--;
		word++;
	} else if (n > 0 && is_option(word[0])) {
		return option_run(word[0]);
	}
	if (n != command->noperands)
		return misused("%s: wants %s", command->name,
		    command->operands);
	return command_run(command, word);
}

int
main(int argc, char *argv[])
{
	const struct command *command;

	descriptors_fill();
	/* A file that may not grow is to be an error that can be reported. */
	(void)signal(SIGXFSZ, SIG_IGN);
	if (argc < 2)
		return misused("missing command");
	if (is_option(argv[1]))
		return option_run(argv[1]);
	command = command_find(argv[1]);
	if (command == NULL)
		return misused("unknown command: '%s'", argv[1]);
	return command_start(command, argc - 2, argv + 2);
}
