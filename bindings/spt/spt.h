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
#include <solo5/mft_abi.h>
#include <solo5/spt_abi.h>

#include "solo5_bindings.h"

/* Copied from the boot information, and what has been acquired since. */
struct spt {
	const struct mft *mft;
	uint64_t vdso;
	int epollfd;
	int timerfd;
	bool old_tender;		/* of a release before 0.12.90 */
	solo5_handle_set_t nets;	/* acquired */
	solo5_handle_set_t blocks;	/* acquired */
};

extern struct spt spt;

/* The rest of the entry: never returns. */
NORETURN void spt_start(const struct spt_boot_info *bi);

/* Makes the clocks usable. */
void clock_init(void);

/*
 * Finds the device that the manifest calls name, if it is of this type and
 * not in *acquired, and adds it there; 0 if there is none.
 */
solo5_handle_t device_acquire(const char *name, uint32_t type,
    solo5_handle_set_t *acquired);

/* The device, or NULL if it is not one of those acquired. */
static inline const struct mft_entry *
device_get(solo5_handle_set_t acquired, solo5_handle_t handle)
{
	if (handle >= MFT_MAX_ENTRIES || (acquired >> handle & 1) == 0)
		return NULL;
	return &spt.mft->e[handle];
}

/*
 * The address of a function of the vDSO whose ELF header is at base, or NULL.
 */
void *vdso_find(uint64_t base, const char *name, const char *version);

#endif /* SOLO5_SPT_SPT_H */
