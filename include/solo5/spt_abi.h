/* SPDX-License-Identifier: ISC */
/*
 * spt_abi.h: between the spt tender and the spt bindings.
 *
 * The unikernel is code of the tender's process, at its own addresses: a
 * guest address is a host address.  It is entered by the C calling convention
 * of the architecture with one argument, the address of the boot information,
 * and with its stack at the end of its memory.
 *
 *	0x0        never mapped
 *	0x11000    SPT_BOOT_INFO_BASE: boot information, read-only
 *	           and, in a page behind it, the code that entered the guest
 *	...        not mapped
 *	0x100000   the unikernel's segments, each with its own protection
 *	kernel_end heap and, from the top down, stack: read-write
 *	mem_size   end of memory
 *
 * Whatever else the process had is gone, but for the kernel's vDSO and its
 * data pages.  The system calls that are left are listed in solo5-spt(1);
 * any other ends the process by SIGSYS.
 */
#ifndef SOLO5_SPT_ABI_H
#define SOLO5_SPT_ABI_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus) && __cplusplus >= 201103L
#define SPT_ASSERT static_assert
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define SPT_ASSERT _Static_assert
#else
#define SPT_ASSERT(cond, text) struct spt_assertion
#endif

/*
 * Written into unikernels.  Version 1 (releases 0.6.0 to 0.7.5) differs only
 * in the layout of the executable: a tender runs both.
 */
#define SPT_ABI_TARGET		2u
#define SPT_ABI_VERSION		2u
#define SPT_ABI_VERSION_MIN	1u

/*
 * Where the boot information is, and how much of what lies there is its own:
 * behind the structure, and so for members that are not in it yet, zeroes.
 */
#define SPT_BOOT_INFO_BASE	0x11000u
#define SPT_BOOT_INFO_ROOM	256u

/* Size of the command line, its NUL included. */
#define SPT_CMDLINE_SIZE	8192u

/* A set of epollfd: data of a network device is its handle. */
#define SPT_INTERNAL_TIMERFD	0xfffffffeu

struct spt_boot_info {
	uint64_t mem_size;	/* address of the end of memory */
	uint64_t kernel_end;	/* address of the end of the executable */
	uint64_t cmdline;	/* address of a C string */
	uint64_t mft;		/* address of a struct mft */
	int32_t epollfd;	/* all network devices, and timerfd */
	int32_t timerfd;	/* CLOCK_MONOTONIC */

	/*
	 * Since 0.12.90.  Tenders before that leave zeroes here: the memory
	 * behind the structure starts so.
	 */
	uint64_t vdso;		/* address of the vDSO's ELF header, or 0 */
	uint64_t entropy[2];	/* random, or 0 where there is none */
};

SPT_ASSERT(sizeof(struct spt_boot_info) == 64, "spt_boot_info");
SPT_ASSERT(offsetof(struct spt_boot_info, kernel_end) == 8, "kernel_end");
SPT_ASSERT(offsetof(struct spt_boot_info, cmdline) == 16, "cmdline");
SPT_ASSERT(offsetof(struct spt_boot_info, mft) == 24, "mft");
SPT_ASSERT(offsetof(struct spt_boot_info, epollfd) == 32, "epollfd");
SPT_ASSERT(offsetof(struct spt_boot_info, timerfd) == 36, "timerfd");
SPT_ASSERT(offsetof(struct spt_boot_info, vdso) == 40, "vdso");
SPT_ASSERT(offsetof(struct spt_boot_info, entropy) == 48, "entropy");

/* The entry point. */
struct mft;
typedef void (*spt_start_fn)(const struct spt_boot_info *);

#endif /* SOLO5_SPT_ABI_H */
