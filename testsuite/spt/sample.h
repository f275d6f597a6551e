/* SPDX-License-Identifier: ISC */
/*
 * sample.h: guests, as the policy sees them: devices with descriptors and
 * capacities.
 */
#ifndef SOLO5_TESTSUITE_SPT_SAMPLE_H
#define SOLO5_TESTSUITE_SPT_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <solo5/mft_abi.h>

#include "manifest/manifest.h"
#include "policy.h"

/* A kind of guest. */
struct sample_kind {
	const char *name;
	const char *devices;	/* "n" and "b", repeated as often as needed */
	unsigned int count;	/* how many devices */
	uint64_t capacity;	/* of each disk, or 0: all that are below */
	bool odd_fds;		/* descriptors that a shell would not choose */
};

extern const struct sample_kind sample_kinds[];
extern const size_t sample_kinds_size;

/* Capacities that lie where 32-bit arithmetic goes wrong; all of 512s. */
extern const uint64_t sample_capacities[];
extern const size_t sample_capacities_size;

/* One of that kind.  It must not be moved. */
struct sample {
	const char *name;
	struct policy_params params;
	union {
		struct mft mft;
		uint8_t bytes[MFT_MAX_SIZE];
	} m;
};

void sample_make(struct sample *sample, const struct sample_kind *kind);

#endif /* SOLO5_TESTSUITE_SPT_SAMPLE_H */
