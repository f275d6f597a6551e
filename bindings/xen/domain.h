/* SPDX-License-Identifier: ISC */
/*
 * domain.h: what the files of this target share.
 *
 * Structures and numbers are those of Xen's public headers.
 */
#ifndef SOLO5_XEN_DOMAIN_H
#define SOLO5_XEN_DOMAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <xen/xen.h>

#include <solo5.h>

#include "machine.h"
#include "solo5_bindings.h"

/* An area of addresses without memory, for what other domains grant. */
#define GNTMAP_ADDRESS	((uint64_t)1 << 32)
#define GNTMAP_SIZE	((uint64_t)1 << 30)

/*
 * For mirage-xen, which drives devices of its own, and under names that it
 * knows.
 */
extern uint8_t solo5__xen_HYPERCALL_PAGE[];
extern uint8_t solo5__xen_HYPERVISOR_SHARED_INFO[];

/*
 * Called at each event while interrupts are on, which they are only if the
 * application lets them in: our own sleep looks at what has come when it is
 * over.  Returns whether the interrupt has been taken care of.  An application
 * may have one of its own; it runs on a small stack.
 */
int solo5__xen_evtchn_vector_handler(void *arg);

void solo5__xen_get_gntmap_area(uint64_t *address, size_t *size);

static inline struct shared_info *
xen_shared(void)
{
	return (struct shared_info *)(void *)solo5__xen_HYPERVISOR_SHARED_INFO;
}

static inline struct vcpu_info *
xen_vcpu(void)
{
	return &xen_shared()->vcpu_info[0];
}

/*
 * hypercall: calls of the hypervisor.
 */

/* Finds Xen; returns false, with nothing to call, if there is none. */
bool hypercall_init(void);

/* Each call is 32 bytes of the page, which Xen has written. */
static inline long
hypercall(unsigned int nr, uint64_t a, uint64_t b, uint64_t c)
{
	long result = (long)(uintptr_t)&solo5__xen_HYPERCALL_PAGE[nr * 32];

	__asm__ volatile("call *%%rax"
	    : "+a"(result), "+D"(a), "+S"(b), "+d"(c)
	    : : "rcx", "r8", "r9", "r10", "r11", "cc", "memory");
	return result;
}

/* The same with the address of a structure. */
static inline long
hypercall_on(unsigned int nr, unsigned int op, void *arg)
{
	return hypercall(nr, op, (uintptr_t)arg, 0);
}

/* A parameter of the domain; 0 if there is none. */
uint64_t xen_param(uint32_t index);

/*
 * Where the page is that a parameter names, which is accessible then; 0 if
 * there is none.  One that is not beside our memory, or not below 4 GiB, ends
 * the unikernel.
 */
uintptr_t xen_param_page(uint32_t index);

/* Has the hypervisor put a page of its own where this one is. */
void xen_map_page(unsigned int space, void *page);

/*
 * console: a ring to who keeps it for us, or the hypervisor's own.
 */

void console_init(void);

/* Waits until everything has been read, but not for ever. */
void console_drain(void);

/*
 * event: the channel of the timer, and whatever else there is.
 */

void event_init(void);

/*
 * Sleeps until the time comes, or an interrupt, or not at all if an event that
 * is not the timer's is waiting; returns whether there is one.
 */
bool event_sleep(solo5_time_t deadline);

/* In upcall.S: where the CPU goes at an event. */
extern const char xen_upcall[];

#define XEN_UPCALL_VECTOR	32u

/* In platform.c: called by start.c. */
NORETURN void xen_run(enum boot_loader loader, uintptr_t info);

#endif /* SOLO5_XEN_DOMAIN_H */
