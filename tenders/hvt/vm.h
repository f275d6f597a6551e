/* SPDX-License-Identifier: ISC */
/*
 * vm.h: the seams of this tender.
 *
 * A hypervisor's interface is a struct vm_host, a CPU a struct vm_cpu, and
 * what depends on both a struct vm_cell.  There is one of each in a program,
 * chosen when it is linked; everything else is written in terms of them.
 */
#ifndef SOLO5_HVT_VM_H
#define SOLO5_HVT_VM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <solo5-elf.h>

struct mft;
struct ring;
struct wait;

/* What the guest may do with its memory. */
#define VM_R	S5ELF_R
#define VM_W	S5ELF_W
#define VM_X	S5ELF_X

/* Guest memory from start to end, in whole pages. */
struct vm_range {
	uint64_t start;
	uint64_t end;
	unsigned int prot;	/* VM_R, VM_W, VM_X */
};

#define VM_PAGE_SIZE	4096u
#define VM_LARGE_PAGE	(2u << 20)

/* Boot information, what else is low, the segments, the heap, the ring. */
#define VM_RANGES_MAX	(S5ELF_SEGMENTS_MAX + 4)

struct vm {
	uint8_t *mem;		/* guest address 0; see vm_mem() */
	uint64_t mem_size;	/* the guest's; a multiple of VM_LARGE_PAGE */
	uint64_t host_page;	/* what the host protects, at least */
	uint64_t kernel_end;	/* address of the heap */
	/* All that the guest can reach, ascending. */
	struct vm_range range[VM_RANGES_MAX];
	size_t nranges;
	const struct mft *mft;	/* its devices, attached */
	struct wait *wait;	/* for input of network devices */
	struct ring *ring;	/* theirs, behind mem_size; or NULL */
	struct vm_state *state;	/* the host's */
};

/* Why the virtual CPU stopped. */
enum vm_exit_kind {
	VM_EXIT_HYPERCALL,	/* call is valid */
	VM_EXIT_FAULT,		/* access outside mapped memory; gpa */
	VM_EXIT_KICK,		/* of the ring, where kick_fd does not do it */
	VM_EXIT_INTERRUPTED,	/* a signal; run again */
	VM_EXIT_DEBUG,		/* as vm_debug.set_traps() has it */
	VM_EXIT_OTHER		/* text says what */
};

struct vm_exit {
	enum vm_exit_kind kind;
	uint64_t pc;
	struct {
		uint64_t nr;
		uint64_t arg;	/* address of the structure */
	} call;
	uint64_t gpa;		/* or VM_GPA_UNKNOWN */
	char text[256];		/* what the guest did, or could not do */
	const char *advice;	/* what the user can do, or NULL */
};

#define VM_GPA_UNKNOWN	UINT64_MAX

/* How the guest starts. */
struct vm_entry {
	uint64_t pc;
	uint64_t sp;
	uint64_t arg;
};

/*
 * A hypervisor's interface.  Functions return 0 or a negative errno with
 * nothing acquired, and then leave in *what what failed, in words, if they
 * are given that; *advice is a second line or NULL.
 */
struct vm_problem {
	const char *what;
	const char *advice;
};

struct vm_host {
	const char *name;

	/* Makes a virtual machine, and mem_size bytes of zeroes for it. */
	int	(*create)(struct vm *, uint64_t mem_size, struct vm_problem *);
	/* What give() can take away: VM_W, and VM_X on hosts of small pages. */
	unsigned int holds;
	/*
	 * Gives the machine its memory, all of it, in pieces that are made of
	 * the host's pages, and what is there by now.  What a piece's prot
	 * lacks of what it can hold the machine cannot do there from then on;
	 * and without VM_W, this process cannot write there either.  Returns
	 * 1 if it holds less, having said so.
	 */
	int	(*give)(struct vm *, const struct vm_range *piece, size_t n);
	/*
	 * (optional) A descriptor that can be read from once the guest has
	 * kicked, as hvt_abi.h has it: without a stop of its CPU, or it is
	 * ring_pipe(), which takes a VM_EXIT_KICK for each.
	 */
	int	(*kick_fd)(struct vm *);
	/*
	 * (optional) Ends the machine, where that takes more than the end of
	 * this process.  Called whenever the program ends by itself, from
	 * the handler of a signal or beside another thread that runs the
	 * guest, perhaps twice, and perhaps before there is a machine.
	 */
	void	(*destroy)(void);
	/*
	 * Gives up all that is needed no more once the guest runs.  Stores
	 * the descriptors that are, at most VM_KEEP_MAX; returns how many.
	 */
	size_t	(*seal)(struct vm *, int *keep);
};

#define VM_KEEP_MAX	2

/* A CPU: computes, and touches only the memory that it is given. */
struct vm_cpu {
	uint16_t machine;	/* e_machine of its executables */
	const char *pc_name;	/* as in messages, "rip" */
	uint64_t stack_offset;	/* below the end of memory, at the start */

	/*
	 * Builds the tables that map the ranges one to one, in the guest's
	 * lowest megabyte, which is at low: in what it has below the boot
	 * information, and from spare on.  Returns 0 or -ENOSPC.
	 */
	int	(*tables)(uint8_t *low, uint64_t spare,
		    const struct vm_range *range, size_t nranges);
};

/* What depends on the interface and on the CPU. */
struct vm_cell {
	const struct vm_cpu *cpu;

	/* Puts the virtual CPU into its initial state. */
	int	(*start)(struct vm *, const struct vm_entry *,
		    struct vm_problem *);
	/* Frequency of the counter that the guest reads time from, or 0. */
	uint64_t (*clock_freq)(struct vm *);
	/* Runs the guest until it stops; returns 0 or a negative errno. */
	int	(*run)(struct vm *, struct vm_exit *);
};

extern const struct vm_host vm_host;
extern const struct vm_cell vm_cell;

/* mem.c */

/*
 * Says what is where: the low part up to SOLO5_ELF_BASE, the segments, and
 * the heap, which ends at mem_size.
 */
void vm_layout(struct vm *vm, const struct s5elf_segment *segment,
    size_t nsegments, bool exec_heap);

/*
 * The only door to guest memory: len bytes at addr, or NULL if the guest
 * itself could not access all of them as prot says.  A length of 0 is always
 * granted, and the pointer is then not for use.
 */
void *vm_mem(const struct vm *vm, uint64_t addr, uint64_t len,
    unsigned int prot);

/*
 * The pieces that vm_host.give() is called with where it can hold what is
 * said: returns how many, at most VM_RANGES_MAX.  Where a page of the host has
 * something to be written, too, all of it can be: then *partly is true.
 */
size_t vm_pieces(const struct vm *vm, unsigned int holds,
    struct vm_range *piece, bool *partly);

/*
 * Gives the virtual machine all of its memory, so that the host holds, as far
 * as it can, what the guest's own tables do.  Returns 1 if a page of the host
 * is held less than that, else 0 or a negative errno.
 */
int vm_give(struct vm *vm);

/* Whether the host holds addr against writing. */
bool vm_is_protected(const struct vm *vm, uint64_t addr);

/*
 * A network ring takes a large page, the last one.  Whether that leaves the
 * guest half of its heap; and taking it, so that the guest can use it, but
 * vm_mem() does not know it.  A guest that uses the ring says so in the boot
 * information, which it can write to then.
 */
bool vm_ring_fits(const struct vm *vm);
void vm_ring_take(struct vm *vm);

#endif /* SOLO5_HVT_VM_H */
