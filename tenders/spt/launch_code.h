/* SPDX-License-Identifier: ISC */
/*
 * launch_code.h: what launch.c tells the code in launch/<cpu>.S.
 *
 * The offsets are written as numbers there; the assertions below hold them.
 */
#ifndef SOLO5_SPT_LAUNCH_CODE_H
#define SOLO5_SPT_LAUNCH_CODE_H

#include <linux/filter.h>
#include <stddef.h>
#include <stdint.h>

struct launch_range {
	uint64_t addr;
	uint64_t len;
};

/* Unmapped: below and above the low pages, above memory, above the vDSO. */
#define LAUNCH_RANGES	4

/* What the guest is entered with. */
struct launch_entry {
	uint64_t entry;
	uint64_t stack;
	uint64_t boot_info;
	uint64_t wipe;		/* from here to the end of memory ... */
	uint64_t wipe_words;	/* ... so many 64-bit words become zero */
};

/*
 * Lies in the guest's memory, at the far end, together with the filter; the
 * code makes it zero again when it is done with it.
 */
struct launch_params {
	/*
	 * The initial state of the FPU, where the code can load that; 64-byte
	 * aligned.  x86_64, which is the only one, may look at all of what the
	 * state components 0 to 7 of xrstor can take.
	 */
	uint8_t fpu[2688];
	uint64_t fpu_valid;
	uint64_t nranges;
	struct launch_range range[LAUNCH_RANGES];
	int64_t stderr_fd;	/* to be closed, or -1 */
	struct sock_fprog filter;
	struct launch_entry guest;
};

_Static_assert(offsetof(struct launch_params, fpu_valid) == 2688, "fpu_valid");
_Static_assert(offsetof(struct launch_params, nranges) == 2696, "nranges");
_Static_assert(offsetof(struct launch_params, range) == 2704, "range");
_Static_assert(offsetof(struct launch_params, stderr_fd) == 2768, "stderr_fd");
_Static_assert(offsetof(struct launch_params, filter) == 2776, "filter");
_Static_assert(offsetof(struct launch_params, guest) == 2792, "guest");
_Static_assert(offsetof(struct launch_entry, wipe_words) == 32, "wipe_words");
_Static_assert(sizeof(struct launch_params) == 2832, "launch_params");

/*
 * The code, position-independent and at most a page, to be copied to where it
 * runs, with a struct launch_entry at launch_code_entry in it.  Called with
 * the address of a struct launch_params, it does not return.
 */
extern const uint8_t launch_code[];
extern const uint8_t launch_code_entry[];
extern const uint8_t launch_code_end[];

#endif /* SOLO5_SPT_LAUNCH_CODE_H */
