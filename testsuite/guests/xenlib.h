/* SPDX-License-Identifier: ISC */
/*
 * xenlib.h: what guests share that use Xen as mirage-xen does: by the symbols
 * that the bindings have for that, and with an event handler of their own.
 */
#ifndef SOLO5_TESTSUITE_XENLIB_H
#define SOLO5_TESTSUITE_XENLIB_H

#define __XEN_INTERFACE_VERSION__	0x00040d00

#include "guestlib.h"

#include <xen/xen.h>

#define PAGE_BYTES	4096u

extern uint8_t solo5__xen_HYPERCALL_PAGE[];
extern uint8_t solo5__xen_HYPERVISOR_SHARED_INFO[];
int solo5__xen_evtchn_vector_handler(void *arg);
void solo5__xen_get_gntmap_area(uint64_t *address, size_t *size);

/* How often our handler has been called. */
extern volatile unsigned int xen_upcalls;

long xen_call(unsigned int nr, uint64_t op, void *arg, uint64_t count);

/* A parameter of the domain. */
uint64_t xen_param(uint32_t index);

/* Makes the store's ring usable. */
void store_init(void);

/*
 * Reads what the store has by a name, which may be relative to our own; returns
 * false if there is nothing.
 */
bool store_read(const char *name, char *value, size_t size);

/* The same, and waits for it. */
void store_await(const char *name, char *value, size_t size);

void store_write(const char *name, const char *value);

#endif /* SOLO5_TESTSUITE_XENLIB_H */
