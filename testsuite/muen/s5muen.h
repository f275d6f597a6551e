/* SPDX-License-Identifier: ISC */
/*
 * s5muen.h: runs a unikernel of the muen target as Muen would, in KVM.
 *
 * What stands for what: KVM and page tables made here for the separation
 * kernel and its policy; a thread for the rest of the system, which keeps the
 * pages with times, prints what comes over the channel to the debug server,
 * and carries frames between channels and descriptors; and this program for
 * Muen's tools, which write the subject and boot information.
 */
#ifndef SOLO5_TESTSUITE_MUEN_S5MUEN_H
#define SOLO5_TESTSUITE_MUEN_S5MUEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <solo5-elf.h>
#include <solo5/mft_abi.h>

#include "compiler.h"
#include "sinfo.h"

#define PAGE_SIZE	4096u
#define MIB		(1024u * 1024u)

#define LINKS_MAX	8

/* A network device: what it is called, and what frames go to and come from. */
struct link {
	const char *name;
	int fd;
	bool hostile;
	uint8_t *in;		/* channels, in our memory */
	uint8_t *out;
};

struct options {
	const char *kernel;
	const char *const *argv;	/* of the guest, up to NULL */
	uint64_t mem_mib;
	uint32_t tsc_khz;
	unsigned int time_after;	/* milliseconds; UINT_MAX: never */
	unsigned int sinfo_version;
	bool flat;			/* without protection of memory */
	bool no_console;
	bool no_exit_event;
	bool no_time;
	uint64_t seed;
	size_t nlinks;
	struct link link[LINKS_MAX];
};

NORETURN void die(const char *what);
NORETURN void PRINTF_LIKE(1, 2) diex(const char *fmt, ...);

/*
 * subject: memory, and what is in it.  GPA are addresses of the virtual
 * machine, VA those of the subject.
 */

#define CHANNEL_SIZE	MIB
#define AUX_GPA		(1ull << 32)
#define TABLES_GPA	(3ull << 31)
#define EXIT_EVENT	23u
#define EXIT_PORT	0xf0u

struct subject {
	uint8_t *ram;			/* GPA 0 */
	uint64_t ram_size;
	uint8_t *aux;			/* AUX_GPA: pages and channels */
	uint64_t aux_size;
	uint8_t *tables;		/* TABLES_GPA */
	uint64_t tables_size;
	uint64_t tables_used;

	uint64_t entry;
	uint64_t sp;

	struct sinfo *sinfo;		/* these are in aux */
	volatile struct sinfo_sched *sched;
	volatile struct sinfo_time *time;
	uint8_t *console;
};

void subject_create(struct subject *s, struct options *opt);

/* machine: runs it until it ends; the status is what we exit with. */
int machine_run(const struct subject *s);

/* world: starts the thread; stops it when all has been printed. */
void world_start(struct subject *s, struct options *opt);
void world_stop(void);

#endif /* SOLO5_TESTSUITE_MUEN_S5MUEN_H */
