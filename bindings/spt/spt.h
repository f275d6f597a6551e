/* SPDX-License-Identifier: ISC */
/*
 * spt.h: what the files of this target share.
 */
#ifndef SOLO5_SPT_SPT_H
#define SOLO5_SPT_SPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <solo5.h>
#include <solo5/spt_abi.h>

#include "solo5_bindings.h"

/* Copied from the boot information. */
struct spt {
	uint64_t vdso;
	int epollfd;
	int timerfd;
	bool old_tender;	/* of a release before 0.12.90 */
};

extern struct spt spt;

/* The rest of the entry: never returns. */
NORETURN void spt_start(const struct spt_boot_info *bi);

/* Makes the clocks usable. */
void clock_init(void);

/*
 * The address of a function of the vDSO whose ELF header is at base, or NULL.
 */
void *vdso_find(uint64_t base, const char *name, const char *version);

#endif /* SOLO5_SPT_SPT_H */
