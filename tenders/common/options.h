/* SPDX-License-Identifier: ISC */
/*
 * options.h: the command line, which all tenders share.
 *
 *	solo5-X [OPTION ...] [--] KERNEL [ARG ...]
 *
 * Parsing touches nothing but the words: no file, no device, no kernel.
 */
#ifndef SOLO5_COMMON_OPTIONS_H
#define SOLO5_COMMON_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <solo5/mft_abi.h>

/* What --net, --net-mac, --block and --block-sector-size say of a name. */
struct device_option {
	char name[MFT_NAME_SIZE];
	const char *net;	/* interface or @FD, or NULL */
	const char *block;	/* path, or NULL */
	bool has_mac;
	uint8_t mac[6];
	uint32_t sector_size;	/* bytes, or 0 where none was given */
};

struct options {
	uint64_t mem_size;	/* bytes, a multiple of 1 MiB */
	bool exec_heap;
	const char *kernel;
	int argc;		/* the guest's words */
	char **argv;
	size_t cmdline_size;	/* as one string, with its NUL */
	size_t ndevices;
	struct device_option device[MFT_MAX_ENTRIES];
};

#define MEM_DEFAULT	(512ull << 20)
#define MEM_MAX		(4096ull << 20)

/* An option that not all tenders have: --NAME, or --NAME=VALUE. */
struct tender_option {
	const char *name;
	bool has_value;
	bool (*parse)(const char *value);	/* false if it is malformed */
	const char *usage;
	const char *help;
};

struct tender_options {
	const struct tender_option *option;
	size_t n;
};

#define TENDER_OPTIONS_MAX	2

/* What differs between the tenders; see their main.c. */
struct tender {
	const char *name;	/* as --version says it, "solo5-spt" */
	const char *target;	/* "spt" */
	uint32_t abi_target;
	uint32_t abi_version_min;
	uint32_t abi_version;
	/* More of them, or NULL. */
	const struct tender_options *options[TENDER_OPTIONS_MAX];
};

/* Fills in opt, or says what is wrong and exits; --help and --version exit. */
void options_parse(struct options *opt, const struct tender *tender, int argc,
    char **argv);

/* Joins the guest's words by blanks into buf of cmdline_size bytes. */
void options_cmdline(const struct options *opt, char *buf);

/* Most that cmdline_size can be, on all targets. */
#define CMDLINE_SIZE	8192

#endif /* SOLO5_COMMON_OPTIONS_H */
