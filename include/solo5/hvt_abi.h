/* SPDX-License-Identifier: ISC */
/*
 * hvt_abi.h: between the hvt tender and the hvt bindings.
 *
 * The unikernel is alone on a virtual CPU, in the CPU's most capable 64-bit
 * mode, with all of its memory mapped one to one.  It asks the tender for
 * everything by hypercalls, each with the guest-physical address of one of
 * the structures below.
 *
 * x86_64: a 4-byte out of the address to port HVT_HYPERCALL_PIO(nr), so the
 * structure lies below 4 GiB.
 * aarch64: a 4-byte store of the address to HVT_HYPERCALL_MMIO(nr).
 */
#ifndef SOLO5_HVT_ABI_H
#define SOLO5_HVT_ABI_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus) && __cplusplus >= 201103L
#define HVT_ASSERT static_assert
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define HVT_ASSERT _Static_assert
#else
#define HVT_ASSERT(cond, text) struct hvt_assertion
#endif

/*
 * Written into unikernels.  Version 1 (releases 0.6.0 to 0.7.5) differs only
 * in the layout of the executable: a tender runs both.
 */
#define HVT_ABI_TARGET		1u
#define HVT_ABI_VERSION		2u
#define HVT_ABI_VERSION_MIN	1u

/*
 * Where the boot information is, and how much of what lies there is its own:
 * behind the structure, and so for members that are not in it yet, zeroes.
 */
#define HVT_BOOT_INFO_BASE	0x10000u
#define HVT_BOOT_INFO_ROOM	256u

/* Size of the command line, its NUL included. */
#define HVT_CMDLINE_SIZE	8192u

/* Bits of host_features and guest_features. */
#define HVT_FEATURE_RING_IO	(1u << 0)

struct hvt_boot_info {
	uint64_t mem_size;	/* bytes of memory, from address 0 */
	uint64_t kernel_end;	/* address of the end of the executable */
	uint64_t cpu_cycle_freq; /* Hz, of the TSC or of cntvct */
	uint64_t cmdline;	/* address of a C string */
	uint64_t mft;		/* address of a struct mft */
	/* Since 0.11.0; tenders before that leave zeroes. */
	uint32_t host_features;
	uint32_t guest_features; /* the guest's to write, if it can use any */
	uint64_t net_ring;	/* address of a struct hvt_net_ring, or 0 */

	/*
	 * Since 0.12.90; tenders before that leave zeroes, and take block I/O
	 * one block at a time only.  A tender that fills these in takes any
	 * whole number of blocks by one call.
	 */
	uint64_t entropy[2];	/* random, at least one of them not 0 */
};

HVT_ASSERT(sizeof(struct hvt_boot_info) == 72, "hvt_boot_info");
HVT_ASSERT(offsetof(struct hvt_boot_info, kernel_end) == 8, "kernel_end");
HVT_ASSERT(offsetof(struct hvt_boot_info, cpu_cycle_freq) == 16, "freq");
HVT_ASSERT(offsetof(struct hvt_boot_info, cmdline) == 24, "cmdline");
HVT_ASSERT(offsetof(struct hvt_boot_info, mft) == 32, "mft");
HVT_ASSERT(offsetof(struct hvt_boot_info, host_features) == 40, "host");
HVT_ASSERT(offsetof(struct hvt_boot_info, guest_features) == 44, "guest");
HVT_ASSERT(offsetof(struct hvt_boot_info, net_ring) == 48, "net_ring");
HVT_ASSERT(offsetof(struct hvt_boot_info, entropy) == 56, "entropy");

enum hvt_hypercall {
	HVT_HYPERCALL_WALLTIME = 1,
	HVT_HYPERCALL_PUTS = 2,
	HVT_HYPERCALL_POLL = 3,
	HVT_HYPERCALL_BLOCK_WRITE = 4,
	HVT_HYPERCALL_BLOCK_READ = 5,
	HVT_HYPERCALL_NET_WRITE = 6,
	HVT_HYPERCALL_NET_READ = 7,
	HVT_HYPERCALL_HALT = 8
};

#define HVT_HYPERCALL_PIO(nr)	(0x500u + (nr))
#define HVT_HYPERCALL_MMIO(nr)	(0x100000000ull + ((uint64_t)(nr) << 3))

/* The structures; each member is marked in or out, seen from the tender. */

struct hvt_hc_walltime {
	uint64_t nsecs;		/* out: since 1970 */
};

struct hvt_hc_puts {
	uint64_t data;		/* in: address */
	uint64_t len;		/* in: bytes */
};

struct hvt_hc_poll {
	uint64_t timeout_nsecs;	/* in: from now */
	uint64_t ready_set;	/* out: bits of handles */
	int32_t ret;		/* out: how many are ready */
};

struct hvt_hc_block_write {
	uint64_t handle;	/* in */
	uint64_t offset;	/* in: bytes */
	uint64_t data;		/* in: address */
	uint64_t len;		/* in: bytes */
	int32_t ret;		/* out: solo5_result_t */
};

struct hvt_hc_block_read {
	uint64_t handle;	/* in */
	uint64_t offset;	/* in: bytes */
	uint64_t data;		/* in: address */
	uint64_t len;		/* in, out: bytes */
	int32_t ret;		/* out: solo5_result_t */
};

struct hvt_hc_net_write {
	uint64_t handle;	/* in */
	uint64_t data;		/* in: address */
	uint64_t len;		/* in: bytes */
	int32_t ret;		/* out: solo5_result_t */
};

/* Of a frame that is longer, the rest is lost. */
struct hvt_hc_net_read {
	uint64_t handle;	/* in */
	uint64_t data;		/* in: address */
	uint64_t len;		/* in, out: bytes */
	int32_t ret;		/* out: solo5_result_t */
};

/* What a unikernel that fails may leave for a core dump. */
#define HVT_HALT_COOKIE_SIZE	512u

/*
 * What is there after a CPU exception on x86_64.  Releases before 0.12.90 end
 * with ss; what is behind it says that the rest is there, too.
 */
#define HVT_TRAP_REGS		0x5347455250415254ull	/* "TRAPREGS" */

struct hvt_trap_x86_64 {
	uint64_t cr2;		/* of a page fault */
	uint64_t ec;		/* error code, or 0 */
	uint64_t rip;
	uint64_t cs;
	uint64_t rflags;
	uint64_t rsp;
	uint64_t ss;
	uint64_t magic;		/* HVT_TRAP_REGS */
	uint64_t r15;
	uint64_t r14;
	uint64_t r13;
	uint64_t r12;
	uint64_t rbp;
	uint64_t rbx;
	uint64_t r11;
	uint64_t r10;
	uint64_t r9;
	uint64_t r8;
	uint64_t rax;
	uint64_t rcx;
	uint64_t rdx;
	uint64_t rsi;
	uint64_t rdi;
};

/* And on aarch64, since 0.12.90. */
struct hvt_trap_aarch64 {
	uint64_t far;		/* FAR_EL1, where esr says that it is valid */
	uint64_t esr;
	uint64_t pc;		/* ELR_EL1 */
	uint64_t pstate;	/* SPSR_EL1 */
	uint64_t sp;
	uint64_t magic;		/* HVT_TRAP_REGS */
	uint64_t x[31];
};

struct hvt_hc_halt {
	uint64_t cookie;	/* in: address of the cookie, or 0 */
	int32_t exit_status;	/* in */
};

HVT_ASSERT(sizeof(struct hvt_hc_walltime) == 8, "hvt_hc_walltime");
HVT_ASSERT(sizeof(struct hvt_hc_puts) == 16, "hvt_hc_puts");
HVT_ASSERT(sizeof(struct hvt_hc_poll) == 24, "hvt_hc_poll");
HVT_ASSERT(offsetof(struct hvt_hc_poll, ret) == 16, "poll ret");
HVT_ASSERT(sizeof(struct hvt_hc_block_write) == 40, "hvt_hc_block_write");
HVT_ASSERT(offsetof(struct hvt_hc_block_write, ret) == 32, "bwrite ret");
HVT_ASSERT(sizeof(struct hvt_hc_block_read) == 40, "hvt_hc_block_read");
HVT_ASSERT(offsetof(struct hvt_hc_block_read, ret) == 32, "bread ret");
HVT_ASSERT(sizeof(struct hvt_hc_net_write) == 32, "hvt_hc_net_write");
HVT_ASSERT(offsetof(struct hvt_hc_net_write, ret) == 24, "nwrite ret");
HVT_ASSERT(sizeof(struct hvt_hc_net_read) == 32, "hvt_hc_net_read");
HVT_ASSERT(offsetof(struct hvt_hc_net_read, ret) == 24, "nread ret");
HVT_ASSERT(sizeof(struct hvt_hc_halt) == 16, "hvt_hc_halt");
HVT_ASSERT(sizeof(struct hvt_trap_x86_64) == 184, "hvt_trap_x86_64");
HVT_ASSERT(offsetof(struct hvt_trap_x86_64, ss) == 48, "trap ss");
HVT_ASSERT(offsetof(struct hvt_trap_x86_64, r15) == 64, "trap r15");
HVT_ASSERT(offsetof(struct hvt_trap_x86_64, rdi) == 176, "trap rdi");
HVT_ASSERT(sizeof(struct hvt_trap_aarch64) == 296, "hvt_trap_aarch64");
HVT_ASSERT(offsetof(struct hvt_trap_aarch64, x) == 48, "trap x");

/*
 * The network ring: one for all devices, for guests and tenders that both
 * have HVT_FEATURE_RING_IO.  An entry is done as the hypercall is, a read that
 * finds no frame included.  Entries are done in their order, and by tenders
 * since 0.12.90 before any later POLL, NET_WRITE, NET_READ or HALT.
 *
 * Indices run free modulo 2^32; an entry's slot is
 * index % HVT_RING_SIZE.  A write is complete when ent_head has passed it; a
 * read is complete when its completion is posted.  After it has published
 * ent_tail the guest executes a full barrier, reads needs_kick, and if that
 * is set, kicks: x86_64 a 4-byte out to port HVT_RING_KICK_PIO, aarch64 a
 * 4-byte store to HVT_RING_KICK_MMIO.
 */
#define HVT_RING_SIZE		1024u
#define HVT_RING_FRAME_MAX	2048u	/* larger frames use the hypercalls */
#define HVT_RING_KICK_PIO	0x600u
#define HVT_RING_KICK_MMIO	0x100000100ull

#define HVT_RING_OP_WRITE	1u
#define HVT_RING_OP_READ	2u

struct hvt_ring_entry {
	uint32_t operation;	/* HVT_RING_OP_... */
	uint32_t handle;
	uint64_t data;		/* address */
	uint32_t len;		/* bytes */
	uint32_t id;		/* returned in the completion */
	uint64_t reserved;
};

struct hvt_ring_completion {
	uint32_t id;
	int32_t ret;		/* solo5_result_t */
	uint32_t len;		/* bytes read */
	uint32_t reserved;
};

struct hvt_net_ring {
	uint32_t ent_tail;	/* guest: entries submitted */
	uint32_t com_head;	/* guest: completions consumed */
	uint8_t pad0[56];
	uint32_t ent_head;	/* host: entries consumed */
	uint32_t com_tail;	/* host: completions posted */
	uint32_t needs_kick;	/* host: it is about to sleep */
	uint8_t pad1[52];
	struct hvt_ring_entry ent[HVT_RING_SIZE];	/* guest */
	struct hvt_ring_completion com[HVT_RING_SIZE];	/* host */
};

HVT_ASSERT(sizeof(struct hvt_ring_entry) == 32, "hvt_ring_entry");
HVT_ASSERT(offsetof(struct hvt_ring_entry, data) == 8, "entry data");
HVT_ASSERT(offsetof(struct hvt_ring_entry, reserved) == 24, "entry rsvd");
HVT_ASSERT(sizeof(struct hvt_ring_completion) == 16, "hvt_ring_completion");
HVT_ASSERT(offsetof(struct hvt_net_ring, ent_head) == 64, "ent_head");
HVT_ASSERT(offsetof(struct hvt_net_ring, com_tail) == 68, "com_tail");
HVT_ASSERT(offsetof(struct hvt_net_ring, needs_kick) == 72, "needs_kick");
HVT_ASSERT(offsetof(struct hvt_net_ring, ent) == 128, "ent");
HVT_ASSERT(offsetof(struct hvt_net_ring, com) == 128 + 32 * HVT_RING_SIZE,
    "com");

#endif /* SOLO5_HVT_ABI_H */
