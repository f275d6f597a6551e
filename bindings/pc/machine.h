/* SPDX-License-Identifier: ISC */
/*
 * machine.h: from a boot loader's 32 bits to an application with protected
 * memory, for targets that have the machine to themselves.
 */
#ifndef SOLO5_PC_MACHINE_H
#define SOLO5_PC_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <solo5.h>

#include "solo5_bindings.h"

/*
 * boot: what the boot loader says.  boot.S passes the loader.
 */

enum boot_loader {
	BOOT_MULTIBOOT = 0,
	BOOT_PVH = 1
};

/* With its NUL, and with words for devices. */
#define BOOT_CMDLINE_SIZE	(8192 + 2048)

#define BOOT_RANGES		64	/* more of them are not looked at */

/* What the tables of the start map; all above cannot be read yet. */
#define BOOT_MAPPED_END		((uint64_t)1 << 32)

/* From start up to, and not including, end. */
struct range {
	uint64_t start;
	uint64_t end;
};

struct boot {
	char cmdline[BOOT_CMDLINE_SIZE];
	struct range ram[BOOT_RANGES];
	unsigned int nram;
	struct range other[BOOT_RANGES];	/* no RAM, also within it */
	unsigned int nother;
	uintptr_t rsdp;		/* 0 if the loader does not say */
};

/*
 * Copies what is needed: nothing of the loader's is looked at later, and it
 * may lie where the heap will be.
 */
void boot_read(struct boot *boot, enum boot_loader loader, uintptr_t info);

/* Adds to the map what somebody else says of it. */
void boot_add_ram(struct boot *boot, uint64_t base, uint64_t length);

/* In boot.S. */
extern uint64_t boot_tables[];
extern const char boot_guard[];
NORETURN void boot_switch(uintptr_t tables, uintptr_t stack,
    void (*run)(void));

/* In the target's start.c: called by boot.S. */
NORETURN void boot_start(enum boot_loader loader, uintptr_t info);

/*
 * memory: one piece of RAM, that behind the executable or a larger one.  The
 * bindings take what they need, tables and rings, from its end; the
 * application has the rest.
 */

#define MEMORY_PAGE	4096u
#define MEMORY_LARGE	(2u << 20)

/* Finds it in the loader's map. */
void memory_init(const struct boot *boot);

/* Zeroed bytes, page-aligned, for ever; aborts if there are no more. */
void *memory_take(size_t size);

/*
 * The end of the application's memory, when nothing more is taken but so many
 * bytes.
 */
uintptr_t memory_settle(size_t size);

/* Where the piece begins and ends. */
uintptr_t memory_start(void);
uintptr_t memory_end(void);

/*
 * paging: the tables of pages.
 */

/* Makes registers of a device accessible, now and later. */
volatile void *paging_map_device(uint64_t start, uint64_t size);

/*
 * Makes other memory, or where it may appear, accessible: below 4 GiB now and
 * later, and above, in whole large pages, later.
 */
void paging_map_memory(uint64_t start, uint64_t size);

/*
 * Makes tables that protect all memory, and returns the address for CR3.  The
 * application's memory ends at *mem_end.
 */
uintptr_t paging_make(uintptr_t *mem_end);

#endif /* SOLO5_PC_MACHINE_H */
