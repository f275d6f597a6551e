/* SPDX-License-Identifier: ISC */
/*
 * fake.h: a hypervisor whose guest is a script: the stops of its CPU, one
 * after the other, for the real run loop.
 */
#ifndef SOLO5_TESTSUITE_HVT_FAKE_H
#define SOLO5_TESTSUITE_HVT_FAKE_H

#include <stddef.h>
#include <stdint.h>

#include "hvt/vm.h"

/* The guest's segments; memory is up to FAKE_MEM_SIZE. */
#define FAKE_TEXT	0x100000u
#define FAKE_RODATA	0x102000u
#define FAKE_DATA	0x103000u
#define FAKE_HEAP	0x105000u
#define FAKE_MEM_SIZE	(4u << 20)

/* The names of its devices' handles. */
#define FAKE_NET	1
#define FAKE_BLOCK	2

/* Makes a machine with this guest, and no devices behind the handles. */
struct vm *fake_create(void);

/* The descriptor behind a device, and a disk's size and block size. */
void fake_attach(unsigned int handle, int fd, uint64_t capacity,
    uint16_t block_size);

/* Called for each stop of the CPU: fills in the exit, returns 0 or -errno. */
extern int (*fake_run)(struct vm *, struct vm_exit *);

/* What vm_host.give() has been called for; prot is VM_W or 0. */
extern struct vm_range fake_given[VM_RANGES_MAX];
extern size_t fake_ngiven;

/* What vm_host.kick_fd() returns. */
extern int fake_kick;

#endif /* SOLO5_TESTSUITE_HVT_FAKE_H */
