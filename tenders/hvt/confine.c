/* SPDX-License-Identifier: ISC */
/*
 * confine.c: what of it is the same everywhere: descriptors that are needed no
 * more.
 */
#include <config.h>

#include "confine.h"

#include <stdint.h>
#include <unistd.h>

#include <solo5/mft_abi.h>

#include "common/descriptor.h"
#include "compiler.h"
#include "debug.h"
#include "host/wait.h"
#include "ring.h"
#include "vm.h"

static size_t
keep_debug(const struct debug_needs *needs, int *keep)
{
	const int fd[] = { needs->gdb, needs->dir, needs->core };
	size_t i, n = 0;

	for (i = 0; i < NELEM(fd); i++)
		if (fd[i] != -1)
			keep[n++] = fd[i];
	return n;
}

void
confine_close(struct vm *vm, const struct debug_needs *needs)
{
	int keep[CONFINE_KEEP_MAX];
	size_t n;
	uint32_t i;

	n = vm_host.seal(vm, keep);
	keep[n++] = STDOUT_FILENO;
	keep[n++] = STDERR_FILENO;
	keep[n++] = vm->wait->set;
	if (vm->wait->timer != -1)
		keep[n++] = vm->wait->timer;
	if (vm->ring != NULL) {
		keep[n++] = vm->ring->kick;
		if (vm->ring->kicker != -1)
			keep[n++] = vm->ring->kicker;
	}
	if (needs != NULL)
		n += keep_debug(needs, keep + n);
	for (i = 1; i < vm->mft->entries; i++)
		keep[n++] = vm->mft->e[i].b.hostfd;
	descriptors_close(keep, n);
}
