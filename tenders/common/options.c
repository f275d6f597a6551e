/* SPDX-License-Identifier: ISC */
/*
 * options.c: the command line.  One table says what there is; usage and
 * parser read it.
 */
#include <config.h>

#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler.h"
#include "manifest/manifest.h"
#include "message.h"
#include "status.h"

#define SECTOR_MIN	512
#define SECTOR_MAX	32768

/* The forms of an option: --opt, --opt=VALUE, --opt:NAME=VALUE. */
enum form {
	FORM_PLAIN,
	FORM_VALUE,
	FORM_NAMED
};

/*
 * A parser is given the value, and the device for FORM_NAMED.  It returns
 * false if the value is malformed.
 */
struct option {
	const char *name;
	enum form form;
	bool (*parse)(struct options *, struct device_option *, const char *);
	const char *usage;
	const char *help;
};

static bool	parse_block(struct options *, struct device_option *,
		    const char *);
static bool	parse_exec_heap(struct options *, struct device_option *,
		    const char *);
static bool	parse_mac(struct options *, struct device_option *,
		    const char *);
static bool	parse_mem(struct options *, struct device_option *,
		    const char *);
static bool	parse_net(struct options *, struct device_option *,
		    const char *);
static bool	parse_sector_size(struct options *, struct device_option *,
		    const char *);

static const struct option table[] = {
	{ "block", FORM_NAMED, parse_block, "--block:NAME=PATH",
	    "attach the file or block device PATH as NAME" },
	{ "block-sector-size", FORM_NAMED, parse_sector_size,
	    "--block-sector-size:NAME=N",
	    "block size in bytes, 512 to 32768 (default 512)" },
	{ "help", FORM_PLAIN, NULL, "--help", "print this and exit" },
	{ "mem", FORM_VALUE, parse_mem, "--mem=N",
	    "guest memory in MiB (default 512)" },
	{ "net", FORM_NAMED, parse_net, "--net:NAME=IFACE | @FD",
	    "attach the tap IFACE or the descriptor FD as NAME" },
	{ "net-mac", FORM_NAMED, parse_mac, "--net-mac:NAME=ADDRESS",
	    "Ethernet address (default: random)" },
	{ "version", FORM_PLAIN, NULL, "--version", "print versions and exit" },
	{ "x-exec-heap", FORM_PLAIN, parse_exec_heap, "--x-exec-heap",
	    "make heap and stack executable (dangerous)" },
};

NORETURN static void
die_see_help(void)
{
	diex("See --help for syntax.");
}

/* Standard output is for the answer; failing to give it is a failure. */
NORETURN static void
exit_after_output(void)
{
	if (fflush(stdout) == EOF || ferror(stdout))
		die("standard output");
	exit(STATUS_OK);
}

static void
print_more(const struct tender_options *options)
{
	size_t i;

	for (i = 0; options != NULL && i < options->n; i++)
		printf("  %-27s %s\n", options->option[i].usage,
		    options->option[i].help);
}

NORETURN static void
print_help(const struct tender *tender)
{
	size_t i;

	printf("usage: %s [OPTION ...] [--] KERNEL [ARG ...]\n\n"
	    "Runs the unikernel KERNEL, built for Solo5's %s target.\n"
	    "Options end at the first word that is none, or at \"--\".\n\n",
	    tender->name, tender->target);
	for (i = 0; i < NELEM(table); i++)
		printf("  %-27s %s\n", table[i].usage, table[i].help);
	for (i = 0; i < NELEM(tender->options); i++)
		print_more(tender->options[i]);
	printf("\nSee %s(1).\n", tender->name);
	exit_after_output();
}

/* Orchestrators parse these two lines. */
NORETURN static void
print_version(const struct tender *tender)
{
	printf("%s tender, version v%s\nABI version %u\n", tender->name,
	    PACKAGE_VERSION, (unsigned int)tender->abi_version);
	exit_after_output();
}

/* Digits only: neither sign nor blank, as strtoull(3) would take. */
static bool
parse_number(const char *text, uint64_t max, uint64_t *value)
{
	uint64_t v = 0;

	if (*text == '\0')
		return false;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return false;
		if (mul_overflow(v, (uint64_t)10, &v) ||
		    add_overflow(v, (uint64_t)(*text - '0'), &v) || v > max)
			return false;
	}
	*value = v;
	return true;
}

static bool
parse_mem(struct options *opt, struct device_option *device, const char *value)
{
	uint64_t mib;

	(void)device;
	if (!parse_number(value, UINT64_MAX >> 20, &mib) || mib == 0)
		return false;
	opt->mem_size = mib << 20;
	return true;
}

static bool
parse_exec_heap(struct options *opt, struct device_option *device,
    const char *value)
{
	(void)device;
	(void)value;
	opt->exec_heap = true;
	return true;
}

static bool
parse_net(struct options *opt, struct device_option *device, const char *value)
{
	(void)opt;
	device->net = value;
	return *value != '\0';
}

static bool
parse_block(struct options *opt, struct device_option *device,
    const char *value)
{
	(void)opt;
	device->block = value;
	return *value != '\0';
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Six pairs of hexadecimal digits, a colon between them. */
static bool
parse_mac(struct options *opt, struct device_option *device, const char *value)
{
	int high, low;
	size_t i;

	(void)opt;
	for (i = 0; i < sizeof(device->mac); i++) {
		high = hex_digit(value[0]);
		low = high == -1 ? -1 : hex_digit(value[1]);
		if (low == -1)
			return false;
		device->mac[i] = (uint8_t)(high << 4 | low);
		value += 2;
		if (*value++ != (i + 1 < sizeof(device->mac) ? ':' : '\0'))
			return false;
	}
	device->has_mac = true;
	return true;
}

static bool
parse_sector_size(struct options *opt, struct device_option *device,
    const char *value)
{
	uint64_t size;

	(void)opt;
	if (!parse_number(value, SECTOR_MAX, &size) || size < SECTOR_MIN ||
	    (size & (size - 1)) != 0) {
		warnx("Block size must be a multiple of 2 greater than or "
		    "equal 512, and at most 32768");
		return false;
	}
	device->sector_size = (uint32_t)size;
	return true;
}

/* The entry for a name, made where there is none. */
static struct device_option *
device_option(struct options *opt, const char *name)
{
	struct device_option *d;
	size_t i;

	for (i = 0; i < opt->ndevices; i++) {
		d = &opt->device[i];
		if (strcmp(d->name, name) == 0)
			return d;
	}
	if (opt->ndevices == NELEM(opt->device)) {
		warnx("Too many devices, maximum %zu", NELEM(opt->device) - 1);
		die_see_help();
	}
	d = &opt->device[opt->ndevices++];
	memset(d, 0, sizeof(*d));
	memcpy(d->name, name, strlen(name) + 1);
	return d;
}

NORETURN static void
die_malformed(const char *name)
{
	warnx("Malformed argument to --%s", name);
	die_see_help();
}

/* rest is what follows the option's name in the word. */
static void
option_apply(struct options *opt, const struct option *o, const char *rest)
{
	struct device_option *device = NULL;
	char name[MFT_NAME_SIZE];
	size_t len;

	if (o->form == FORM_NAMED) {
		rest++;
		len = strcspn(rest, "=");
		if (rest[len] == '\0' || len > MFT_NAME_MAX)
			die_malformed(o->name);
		memcpy(name, rest, len);
		name[len] = '\0';
		if (!mft_name_valid(name))
			die_malformed(o->name);
		device = device_option(opt, name);
		rest += len;
	}
	if (!o->parse(opt, device, o->form == FORM_PLAIN ? rest : rest + 1))
		die_malformed(o->name);
}

/* Where an option's name ends, by its form. */
static bool
form_ends(enum form form, char c)
{
	switch (form) {
	case FORM_PLAIN:
		return c == '\0';
	case FORM_VALUE:
		return c == '=';
	case FORM_NAMED:
		return c == ':';
	}
	return false;
}

static const struct option *
option_find(const char *word, size_t *len)
{
	size_t i;

	*len = strcspn(word, "=:");
	for (i = 0; i < NELEM(table); i++)
		if (strlen(table[i].name) == *len &&
		    memcmp(table[i].name, word, *len) == 0)
			return &table[i];
	return NULL;
}

/* Returns whether it was one of those that the tender has more. */
static bool
option_parse_more(const struct tender_options *options, const char *word)
{
	const struct tender_option *o;
	const size_t len = strcspn(word, "=:");
	size_t i;

	for (i = 0; options != NULL && i < options->n; i++) {
		o = &options->option[i];
		if (strlen(o->name) != len || memcmp(o->name, word, len) != 0)
			continue;
		if (word[len] != (o->has_value ? '=' : '\0') ||
		    !o->parse(word + len + (o->has_value ? 1 : 0)))
			die_malformed(o->name);
		return true;
	}
	return false;
}

static void
option_parse(struct options *opt, const struct tender *tender,
    const char *word)
{
	const struct option *o = NULL;
	size_t i, len = 0;

	for (i = 0; word[1] == '-' && i < NELEM(tender->options); i++)
		if (option_parse_more(tender->options[i], word + 2))
			return;
	if (word[1] == '-')
		o = option_find(word + 2, &len);
	if (o == NULL) {
		warnx("Invalid option: '%s'", word);
		die_see_help();
	}
	if (!form_ends(o->form, word[2 + len]))
		die_malformed(o->name);
	if (strcmp(o->name, "help") == 0)
		print_help(tender);
	if (strcmp(o->name, "version") == 0)
		print_version(tender);
	option_apply(opt, o, word + 2 + len);
}

static size_t
cmdline_size(const struct options *opt)
{
	size_t size = 0;
	int i;

	for (i = 0; i < opt->argc; i++) {
		size += strlen(opt->argv[i]) + 1;
		if (size > CMDLINE_SIZE)
			diex("Guest command line too long (max=%d characters)",
			    CMDLINE_SIZE - 1);
	}
	return size == 0 ? 1 : size;
}

void
options_parse(struct options *opt, const struct tender *tender, int argc,
    char **argv)
{
	int i;

	/* The devices are cleared one by one, as they are named. */
	opt->mem_size = MEM_DEFAULT;
	opt->exec_heap = false;
	opt->ndevices = 0;
	for (i = 1; i < argc && argv[i][0] == '-'; i++) {
		if (strcmp(argv[i], "--") == 0) {
			i++;
			break;
		}
		option_parse(opt, tender, argv[i]);
	}
	if (i >= argc) {
		warnx("Missing KERNEL operand");
		die_see_help();
	}
	if (opt->mem_size > MEM_MAX)
		diex("guest memory size %llu bytes exceeds the max size %llu "
		    "bytes", (unsigned long long)opt->mem_size, MEM_MAX);
	opt->kernel = argv[i];
	opt->argc = argc - i - 1;
	opt->argv = argv + i + 1;
	opt->cmdline_size = cmdline_size(opt);
}

void
options_cmdline(const struct options *opt, char *buf)
{
	size_t n;
	int i;

	/* Each word's NUL becomes the blank, but for the last. */
	*buf = '\0';
	for (i = 0; i < opt->argc; i++) {
		n = strlen(opt->argv[i]) + 1;
		memcpy(buf, opt->argv[i], n);
		buf += n;
		if (i + 1 < opt->argc)
			buf[-1] = ' ';
	}
}
