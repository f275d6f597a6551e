/* SPDX-License-Identifier: ISC */
/*
 * muen.h: what the files of this target share.
 */
#ifndef SOLO5_MUEN_MUEN_H
#define SOLO5_MUEN_MUEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <solo5.h>
#include <solo5/elf_abi.h>
#include <solo5/mft_abi.h>

#include "sinfo.h"
#include "solo5_bindings.h"
#include "ssp.h"

/* Before version 4 the subject info was another one. */
#define MUEN_ABI_TARGET		SOLO5_ABI_MUEN
#define MUEN_ABI_VERSION	4u

/*
 * Made by mugensolo5 of Muen's tools, from what was the boot information of
 * the hvt tender when it was written.  The command line stands behind it.
 */
struct muen_boot_info {
	uint64_t mem_size;	/* address of the end of the RAM */
	uint64_t kernel_end;	/* address of the executable's last byte */
	uint64_t cpu_cycle_freq; /* 0 */
	uint64_t cmdline;	/* address of a C string */
	uint64_t mft;		/* 0 */
};

_Static_assert(sizeof(struct muen_boot_info) == 40, "muen_boot_info");

/* The subject info; everybody knows where it is. */
static inline __attribute__((__always_inline__)) const struct sinfo *
muen_sinfo(void)
{
	return (const struct sinfo *)SINFO_ADDRESS;
}

/* The tick at which the current time slice began; grows with each slice. */
static inline __attribute__((__always_inline__)) uint64_t
muen_slice(void)
{
	const volatile struct sinfo_sched *sched =
	    (const volatile struct sinfo_sched *)SINFO_SCHED_ADDRESS;

	return sched->start;
}

/*
 * Differs between subjects, and between starts of one; is not 0.  There is
 * nothing that is random: a subject may neither read the cycle counter nor
 * ask whether the CPU has a generator.  Runs before the stack protector, too.
 */
static inline __attribute__((__always_inline__)) uint64_t
muen_unique(void)
{
	const struct sinfo *sinfo = muen_sinfo();
	uint64_t value = ssp_spread(muen_slice());

	if (sinfo_valid(sinfo))
		for (size_t i = 0; i < SINFO_NAME_MAX; i++)
			value = ssp_spread(value ^
			    (uint8_t)sinfo->name.text[i]);
	return value == 0 ? 1 : value;
}

/* The rest of the entry: never returns. */
NORETURN void muen_start(const struct muen_boot_info *bi);

/* console: without init, and without the channel, nothing is printed. */
void console_init(void);

/* Sends what was written without the end of a line. */
void console_flush(void);

/* time */
void time_init(void);

/* Attaches the network devices of which there are channels. */
void net_init(struct mft *mft);

/* Which of those acquired have a frame. */
solo5_handle_set_t net_poll(void);

#endif /* SOLO5_MUEN_MUEN_H */
