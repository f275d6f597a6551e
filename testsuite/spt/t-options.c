/* SPDX-License-Identifier: ISC */
/*
 * t-options.c: the tenders' command line: what is refused, and how, and what
 * becomes of what is not.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "parse.h"
#include "prng.h"

#define MIB	(1ull << 20)
#define LONG67							\
    "aB3456789012345678901234567890123456789012345678901234567890123456Z"

static struct parse p;

/* A word that is refused, and what is said. */
struct refusal {
	const char *word;
	const char *text;
};

static const struct refusal refusals[] = {
	/* No option at all. */
	{ "-", "Invalid option: '-'" },
	{ "-h", "Invalid option: '-h'" },
	{ "-mem=1", "Invalid option: '-mem=1'" },
	{ "---", "Invalid option: '---'" },
	{ "--=", "Invalid option: '--='" },
	{ "--:", "Invalid option: '--:'" },
	{ "--foo", "Invalid option: '--foo'" },
	{ "--foo=--mem=1", "Invalid option: '--foo=--mem=1'" },
	{ "--Mem=1", "Invalid option: '--Mem=1'" },
	{ "--me=1", "Invalid option: '--me=1'" },
	{ "--memo=1", "Invalid option: '--memo=1'" },
	{ "--mem =1", "Invalid option: '--mem =1'" },
	{ "-- mem=1", "Invalid option: '-- mem=1'" },
	{ "--helpme", "Invalid option: '--helpme'" },
	{ "--net-", "Invalid option: '--net-'" },
	{ "--net-macs:a=1", "Invalid option: '--net-macs:a=1'" },
	{ "--block-sector:a=512", "Invalid option: '--block-sector:a=512'" },
	{ "--x-exec-heap ", "Invalid option: '--x-exec-heap '" },
	{ "--dumpcore=/tmp", "Invalid option: '--dumpcore=/tmp'" },

	/* Options in another option's form. */
	{ "--help=", "Malformed argument to --help" },
	{ "--help:a", "Malformed argument to --help" },
	{ "--version=1", "Malformed argument to --version" },
	{ "--x-exec-heap=", "Malformed argument to --x-exec-heap" },
	{ "--x-exec-heap=yes", "Malformed argument to --x-exec-heap" },
	{ "--x-exec-heap:a=1", "Malformed argument to --x-exec-heap" },
	{ "--mem", "Malformed argument to --mem" },
	{ "--mem:a=1", "Malformed argument to --mem" },
	{ "--mem:1", "Malformed argument to --mem" },
	{ "--net", "Malformed argument to --net" },
	{ "--net=a", "Malformed argument to --net" },
	{ "--net=a:b", "Malformed argument to --net" },
	{ "--block", "Malformed argument to --block" },
	{ "--block=a", "Malformed argument to --block" },
	{ "--net-mac=02:00:00:00:00:01", "Malformed argument to --net-mac" },
	{ "--block-sector-size=512",
	    "Malformed argument to --block-sector-size" },

	/* Memory. */
	{ "--mem=", "Malformed argument to --mem" },
	{ "--mem=0", "Malformed argument to --mem" },
	{ "--mem=00", "Malformed argument to --mem" },
	{ "--mem=-1", "Malformed argument to --mem" },
	{ "--mem=-0", "Malformed argument to --mem" },
	{ "--mem=+1", "Malformed argument to --mem" },
	{ "--mem= 1", "Malformed argument to --mem" },
	{ "--mem=1 ", "Malformed argument to --mem" },
	{ "--mem=\t1", "Malformed argument to --mem" },
	{ "--mem=0x10", "Malformed argument to --mem" },
	{ "--mem=1e3", "Malformed argument to --mem" },
	{ "--mem=1.5", "Malformed argument to --mem" },
	{ "--mem=1,5", "Malformed argument to --mem" },
	{ "--mem=64M", "Malformed argument to --mem" },
	{ "--mem=1=1", "Malformed argument to --mem" },
	{ "--mem=one", "Malformed argument to --mem" },
	{ "--mem=\xd9\xa1", "Malformed argument to --mem" },
	/* 2^44 MiB is 2^64 bytes. */
	{ "--mem=17592186044416", "Malformed argument to --mem" },
	{ "--mem=17592186044417", "Malformed argument to --mem" },
	{ "--mem=18446744073709551615", "Malformed argument to --mem" },
	{ "--mem=18446744073709551616", "Malformed argument to --mem" },
	{ "--mem=18446744073709551617", "Malformed argument to --mem" },
	{ "--mem=36893488147419103233", "Malformed argument to --mem" },
	{ "--mem=99999999999999999999999999999999",
	    "Malformed argument to --mem" },

	/* Names. */
	{ "--net:", "Malformed argument to --net" },
	{ "--net:a", "Malformed argument to --net" },
	{ "--net:=tap0", "Malformed argument to --net" },
	{ "--net:=", "Malformed argument to --net" },
	{ "--net: a=tap0", "Malformed argument to --net" },
	{ "--net:a =tap0", "Malformed argument to --net" },
	{ "--net:a-b=tap0", "Malformed argument to --net" },
	{ "--net:a_b=tap0", "Malformed argument to --net" },
	{ "--net:a:b=tap0", "Malformed argument to --net" },
	{ "--net:a.b=tap0", "Malformed argument to --net" },
	{ "--net:\xc3\xa4=tap0", "Malformed argument to --net" },
	{ "--net:a\n=tap0", "Malformed argument to --net" },
	{ "--net:" LONG67 "x=tap0", "Malformed argument to --net" },
	{ "--net:" LONG67 LONG67 "=tap0", "Malformed argument to --net" },
	{ "--net-mac:" LONG67 "x=02:00:00:00:00:01",
	    "Malformed argument to --net-mac" },
	{ "--block:" LONG67 "x=/disk", "Malformed argument to --block" },
	{ "--block:/disk", "Malformed argument to --block" },
	{ "--block:=/disk", "Malformed argument to --block" },
	{ "--block-sector-size:" LONG67 "x=512",
	    "Malformed argument to --block-sector-size" },
	{ "--block-sector-size:=512",
	    "Malformed argument to --block-sector-size" },

	/* Values that must not be empty. */
	{ "--net:a=", "Malformed argument to --net" },
	{ "--block:a=", "Malformed argument to --block" },
	{ "--net-mac:a=", "Malformed argument to --net-mac" },
	{ "--block-sector-size:a=",
	    "Malformed argument to --block-sector-size" },

	/* Ethernet addresses. */
	{ "--net-mac:a=02:00:00:00:00", "Malformed argument to --net-mac" },
	{ "--net-mac:a=02:00:00:00:00:", "Malformed argument to --net-mac" },
	{ "--net-mac:a=02:00:00:00:00:1", "Malformed argument to --net-mac" },
	{ "--net-mac:a=2:0:0:0:0:1", "Malformed argument to --net-mac" },
	{ "--net-mac:a=02:00:00:00:00:01:",
	    "Malformed argument to --net-mac" },
	{ "--net-mac:a=02:00:00:00:00:01:02",
	    "Malformed argument to --net-mac" },
	{ "--net-mac:a=02:00:00:00:00:011",
	    "Malformed argument to --net-mac" },
	{ "--net-mac:a= 2:00:00:00:00:01", "Malformed argument to --net-mac" },
	{ "--net-mac:a=02:00:00:00:00: 1", "Malformed argument to --net-mac" },
	{ "--net-mac:a=02:00:00:00:00:01 ",
	    "Malformed argument to --net-mac" },
	{ "--net-mac:a=+2:00:00:00:00:01", "Malformed argument to --net-mac" },
	{ "--net-mac:a=-2:00:00:00:00:01", "Malformed argument to --net-mac" },
	{ "--net-mac:a=0x:00:00:00:00:01", "Malformed argument to --net-mac" },
	{ "--net-mac:a=0g:00:00:00:00:01", "Malformed argument to --net-mac" },
	{ "--net-mac:a=0G:00:00:00:00:01", "Malformed argument to --net-mac" },
	{ "--net-mac:a=02-00-00-00-00-01", "Malformed argument to --net-mac" },
	{ "--net-mac:a=02::00:00:00:00:01",
	    "Malformed argument to --net-mac" },
	{ "--net-mac:a=020000000001", "Malformed argument to --net-mac" },
	{ "--net-mac:a=random", "Malformed argument to --net-mac" },

	/* Block sizes. */
	{ "--block-sector-size:a=0", "Block size must be a multiple of 2 "
	    "greater than or equal 512*" },
	{ "--block-sector-size:a=0",
	    "Malformed argument to --block-sector-size" },
	{ "--block-sector-size:a=1", "Block size must be*" },
	{ "--block-sector-size:a=256", "Block size must be*" },
	{ "--block-sector-size:a=511", "Block size must be*" },
	{ "--block-sector-size:a=513", "Block size must be*" },
	{ "--block-sector-size:a=768", "Block size must be*" },
	{ "--block-sector-size:a=1536", "Block size must be*" },
	{ "--block-sector-size:a=32767", "Block size must be*" },
	{ "--block-sector-size:a=49152", "Block size must be*" },
	{ "--block-sector-size:a=65536", "Block size must be*" },
	{ "--block-sector-size:a=4294967808", "Block size must be*" },
	{ "--block-sector-size:a=18446744073709552128", "Block size must*" },
	{ "--block-sector-size:a=-512", "Block size must be*" },
	{ "--block-sector-size:a=+512", "Block size must be*" },
	{ "--block-sector-size:a= 512", "Block size must be*" },
	{ "--block-sector-size:a=512 ", "Block size must be*" },
	{ "--block-sector-size:a=0x200", "Block size must be*" },
	{ "--block-sector-size:a=4K", "Block size must be*" },
};

/* Each alone, and among others, on whose account it is not overlooked. */
static void
test_refusals(void)
{
	const char *words[8];
	size_t i;

	for (i = 0; i < NELEM(refusals); i++) {
		words[0] = refusals[i].word;
		words[1] = "kernel";
		words[2] = NULL;
		parse_words(&p, words);
		parse_refused(&p, refusals[i].text);
		words[0] = "--mem=64";
		words[1] = "--net:a=tap0";
		words[2] = refusals[i].word;
		words[3] = "--help";
		words[4] = "--";
		words[5] = "kernel";
		words[6] = NULL;
		parse_words(&p, words);
		parse_refused(&p, refusals[i].text);
	}
}

/* Parses what must be accepted, up to the NULL. */
#define ACCEPT(...)							\
    accept_words((const char *const []){ __VA_ARGS__, NULL })

static bool
accept_words(const char *const *words)
{
	parse_words(&p, words);
	return CHECK_CASE(p.child.returned, "'%s' ...: %s", words[0],
	    p.child.err) && CHECK_CASE(p.child.out_len == 0 &&
	    p.child.err_len == 0, "'%s' ...", words[0]);
}

static const struct device_option *
device(const char *name)
{
	size_t i;

	for (i = 0; i < p.opt->ndevices; i++)
		if (strcmp(p.opt->device[i].name, name) == 0)
			return &p.opt->device[i];
	check_broken("no such device");
}

static void
test_defaults(void)
{
	if (!ACCEPT("kernel"))
		return;
	CHECK(p.opt->mem_size == 512 * MIB);
	CHECK(!p.opt->exec_heap);
	CHECK(strcmp(p.opt->kernel, "kernel") == 0);
	CHECK(p.opt->argc == 0);
	CHECK(p.opt->cmdline_size == 1);
	CHECK(p.opt->ndevices == 0);
}

static void
test_memory(void)
{
	static const struct {
		const char *word;
		uint64_t mib;
	} sizes[] = {
		{ "--mem=1", 1 },
		{ "--mem=2", 2 },
		{ "--mem=3", 3 },
		{ "--mem=0032", 32 },
		{ "--mem=00000000000000000000000000000000268", 268 },
		{ "--mem=4095", 4095 },
		{ "--mem=4096", 4096 },
	};
	static const char *const more[] = {
		"--mem=4097", "--mem=8192", "--mem=17592186044415",
	};
	const char *words[] = { NULL, "kernel", NULL };
	size_t i;

	for (i = 0; i < NELEM(sizes); i++)
		if (ACCEPT(sizes[i].word, "kernel"))
			CHECK_CASE(p.opt->mem_size == sizes[i].mib * MIB, "%s",
			    sizes[i].word);
	for (i = 0; i < NELEM(more); i++) {
		words[0] = more[i];
		parse_words(&p, words);
		child_failed(&p.child, PARSE_PROGRAM, "guest memory size *");
		CHECK(strstr(p.child.err,
		    "bytes exceeds the max size 4294967296 bytes\n") != NULL);
	}
	words[0] = "--mem=4097";
	parse_words(&p, words);
	child_failed(&p.child, PARSE_PROGRAM, "guest memory size 4296015872 "
	    "bytes exceeds the max size 4294967296 bytes");
	/* What counts is the last. */
	if (ACCEPT("--mem=99999", "--mem=4", "kernel"))
		CHECK(p.opt->mem_size == 4 * MIB);
}

static void
test_devices(void)
{
	static const uint8_t mac[] = { 0x02, 0xab, 0xcd, 0xef, 0x09, 0xff };
	const struct device_option *d;

	/* In any order, and each word only of what it says. */
	if (!ACCEPT("--net-mac:service0=02:ab:CD:eF:09:ff",
	    "--block-sector-size:storage=4096", "--x-exec-heap",
	    "--block:storage=/a file with = and : in it", "--mem=8",
	    "--net:service0=tap 0", "--net:b=@7", "--net:" LONG67 "=@", "k"))
		return;
	CHECK(p.opt->exec_heap);
	CHECK(p.opt->mem_size == 8 * MIB);
	CHECK(p.opt->ndevices == 4);
	d = device("service0");
	CHECK(strcmp(d->net, "tap 0") == 0);
	CHECK(d->has_mac && memcmp(d->mac, mac, sizeof(mac)) == 0);
	CHECK(d->block == NULL && d->sector_size == 0);
	d = device("storage");
	CHECK(strcmp(d->block, "/a file with = and : in it") == 0);
	CHECK(d->sector_size == 4096);
	CHECK(d->net == NULL && !d->has_mac);
	d = device("b");
	CHECK(strcmp(d->net, "@7") == 0 && !d->has_mac);
	d = device(LONG67);
	CHECK(strlen(LONG67) == MFT_NAME_MAX && strcmp(d->net, "@") == 0);
}

static void
test_repeated(void)
{
	static const uint8_t zero[6];
	const struct device_option *d;

	if (!ACCEPT("--net:a=one", "--net:a=two", "--net:A=three",
	    "--block:a=/one", "--block:a=two", "--block-sector-size:a=512",
	    "--block-sector-size:a=32768", "--net-mac:a=ff:ff:ff:ff:ff:ff",
	    "--net-mac:a=00:00:00:00:00:00", "--x-exec-heap",
	    "--x-exec-heap", "k"))
		return;
	/* Names are what they are, in either case. */
	CHECK(p.opt->ndevices == 2);
	d = device("a");
	CHECK(strcmp(d->net, "two") == 0 && strcmp(d->block, "two") == 0);
	CHECK(d->sector_size == 32768);
	CHECK(d->has_mac && memcmp(d->mac, zero, 6) == 0);
	CHECK(strcmp(device("A")->net, "three") == 0);
}

static void
test_sector_sizes(void)
{
	char word[40];
	uint32_t n;

	for (n = 512; n <= 32768; n *= 2) {
		(void)snprintf(word, sizeof(word),
		    "--block-sector-size:a=%s%u", n == 1024 ? "00" : "", n);
		if (ACCEPT(word, "k"))
			CHECK_CASE(device("a")->sector_size == n, "%u", n);
	}
}

/* Where the options end, and what is the guest's. */
static void
test_end(void)
{
	static const char *const missing[][5] = {
		{ NULL },
		{ "--", NULL },
		{ "--mem=1", NULL },
		{ "--mem=1", "--", NULL },
		{ "--net:a=b", "--block:c=d", "--x-exec-heap", "--", NULL },
	};
	size_t i;

	for (i = 0; i < NELEM(missing); i++) {
		parse_words(&p, missing[i]);
		parse_refused(&p, "Missing KERNEL operand");
	}
	if (ACCEPT("kernel", "--mem=0", "--", "--help", "--foo", "-x")) {
		CHECK(strcmp(p.opt->kernel, "kernel") == 0);
		CHECK(p.opt->mem_size == 512 * MIB);
		CHECK(p.opt->argc == 5);
		CHECK(strcmp(p.opt->argv[1], "--") == 0);
		CHECK(strcmp(p.opt->argv[4], "-x") == 0);
	}
	if (ACCEPT("--mem=2", "--", "--mem=4", "--version")) {
		CHECK(strcmp(p.opt->kernel, "--mem=4") == 0);
		CHECK(p.opt->mem_size == 2 * MIB);
		CHECK(p.opt->argc == 1);
	}
	if (ACCEPT("--", "--", "--")) {
		CHECK(strcmp(p.opt->kernel, "--") == 0);
		CHECK(p.opt->argc == 1 &&
		    strcmp(p.opt->argv[0], "--") == 0);
	}
	/* An empty word is no option. */
	if (ACCEPT("", "--mem=0"))
		CHECK(*p.opt->kernel == '\0' && p.opt->argc == 1);
}

/* A caller may give no words at all, not even the program's name. */
static void
test_no_words(void)
{
	parse_begin(&p);
	p.argc = 0;
	p.argv[0] = NULL;
	parse_run(&p);
	child_failed(&p.child, "solo5", "Missing KERNEL operand");
	CHECK(strstr(p.child.err, "--help") != NULL);
}

/* A manifest has 63 devices; a name more is one that it has not. */
static void
test_many(void)
{
	char word[128][40];
	int i, n;

	for (n = 62; n <= 66; n++) {
		parse_begin(&p);
		for (i = 0; i < n; i++) {
			(void)snprintf(word[i], sizeof(word[i]),
			    "--net:n%d=tap%d", i, i);
			parse_add(&p, word[i]);
		}
		/* More of a device is no device more. */
		parse_add(&p, "--net-mac:n0=02:00:00:00:00:01");
		parse_add(&p, "--net:n61=@5");
		parse_add(&p, "kernel");
		parse_run(&p);
		if (n > 64) {
			parse_refused(&p, "Too many devices, maximum 63");
			continue;
		}
		if (CHECK_CASE(p.child.returned, "%d", n)) {
			CHECK(p.opt->ndevices == (size_t)n);
			CHECK(strcmp(device("n61")->net, "@5") == 0);
			CHECK(strcmp(device("n60")->net, "tap60") == 0);
		}
	}
}

/* What is asked for: on standard output, and good. */
static void
test_answers(void)
{
	static const char *const version =
	    "solo5-spt tender, version v" PACKAGE_VERSION "\nABI version 2\n";
	static const char *const asked[][4] = {
		{ "--version", NULL },
		{ "--version", "--foo", NULL },
		{ "--mem=99999", "--version", "kernel", NULL },
	};
	size_t i;

	for (i = 0; i < NELEM(asked); i++) {
		parse_words(&p, asked[i]);
		CHECK(p.child.status == 0 && p.child.err_len == 0);
		CHECK(strcmp(p.child.out, version) == 0);
	}
	parse_words(&p, (const char *const []){ "--help", "--foo", NULL });
	CHECK(p.child.status == 0 && p.child.err_len == 0);
	CHECK(strncmp(p.child.out, "usage: solo5-spt [OPTION ...] [--] KERNEL "
	    "[ARG ...]\n", 50) == 0);
	CHECK(p.child.out[p.child.out_len - 1] == '\n');
}

/* What --help lists: these, and no others. */
static void
test_help(void)
{
	static const char *const options[] = {
		"--block:NAME=PATH ", "--block-sector-size:NAME=N ",
		"--help ", "--mem=N ", "--net:NAME=IFACE | @FD ",
		"--net-mac:NAME=ADDRESS ", "--version ", "--x-exec-heap ",
	};
	const char *line;
	size_t i, listed = 0;
	char want[64];

	parse_words(&p, (const char *const []){ "--help", NULL });
	for (i = 0; i < NELEM(options); i++) {
		(void)snprintf(want, sizeof(want), "\n  %s", options[i]);
		CHECK_CASE(strstr(p.child.out, want) != NULL, "%s",
		    options[i]);
	}
	for (line = strstr(p.child.out, "\n  --"); line != NULL;
	    line = strstr(line + 1, "\n  --"))
		listed++;
	CHECK(listed == NELEM(options));
	for (line = p.child.out; line != NULL; line = strchr(line + 1, '\n'))
		CHECK_CASE(strcspn(line + 1, "\n") < 80, "%.80s", line);
}

/* Any words: either all is well, or it is said why not. */
static void
test_random(void)
{
	static const char *const parts[] = {
		"--", "-", "=", ":", "mem", "net", "block", "net-mac",
		"block-sector-size", "x-exec-heap", "a", "1", "512", "@3", "",
		"02:00:00:00:00:01", "--mem=1", "--net:a=b", "--block:b=c",
	};
	uint64_t state = 0x6f7074696f6e73ull;
	char word[6][64];
	size_t i, n, words, accepted = 0;

	for (i = 0; i < 1000; i++) {
		parse_begin(&p);
		for (words = 0; words < 1 + i % 6; words++) {
			word[words][0] = '\0';
			for (n = prng_below(&state, 3) + 1; n > 0; n--)
				strcat(word[words], parts[prng_below(&state,
				    NELEM(parts))]);
			parse_add(&p, word[words]);
		}
		parse_run(&p);
		if (p.child.returned)
			accepted++;
		else
			child_failed(&p.child, PARSE_PROGRAM,
			    "See --help for syntax.");
	}
	CHECK(accepted > 100 && accepted < 900);
}

int
main(void)
{
	test_refusals();
	test_defaults();
	test_memory();
	test_devices();
	test_repeated();
	test_sector_sizes();
	test_end();
	test_no_words();
	test_many();
	test_answers();
	test_help();
	test_random();
	return check_status();
}
