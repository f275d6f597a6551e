/* SPDX-License-Identifier: ISC */
/*
 * hypercall.c: dispatch, and the checks of what every call has: a structure
 * of some size at an address.
 *
 * The structure is copied in once and, where it holds results, back once;
 * between these only the copy counts.  Devices check what is in it.
 */
#include <config.h>

#include "hypercall.h"

#include <string.h>
#include <time.h>

#include <solo5/hvt_abi.h>

#include "blk.h"
#include "compiler.h"
#include "console.h"
#include "host/wait.h"
#include "loop.h"
#include "net.h"
#include "ring.h"
#include "vm.h"

union args {
	struct hvt_hc_walltime walltime;
	struct hvt_hc_puts puts;
	struct hvt_hc_poll poll;
	struct hvt_hc_block_write block_write;
	struct hvt_hc_block_read block_read;
	struct hvt_hc_net_write net_write;
	struct hvt_hc_net_read net_read;
	struct hvt_hc_halt halt;
};

static void
call_walltime(struct vm *vm, union args *a)
{
	struct timespec ts = { 0 };

	(void)vm;
	(void)clock_gettime(CLOCK_REALTIME, &ts);
	a->walltime.nsecs = (uint64_t)ts.tv_sec * 1000000000u +
	    (uint64_t)ts.tv_nsec;
}

static void
call_puts(struct vm *vm, union args *a)
{
	const void *data = vm_mem(vm, a->puts.data, a->puts.len, VM_R);

	if (data == NULL)
		guest_fault("text outside of its memory");
	console_write(data, (size_t)a->puts.len);
}

/* Nothing has to be waited for if the guest has not taken all frames. */
static void
call_poll(struct vm *vm, union args *a)
{
	const uint64_t taken = ring_poll(vm);
	uint64_t ready;

	net_forget_ended(vm);
	(void)wait_for(vm->wait, taken != 0 ? 0 : a->poll.timeout_nsecs,
	    &ready);
	a->poll.ready_set = ready | taken;
	a->poll.ret = count_bits(a->poll.ready_set);
}

static void
call_block_write(struct vm *vm, union args *a)
{
	a->block_write.ret = blk_write(vm, &a->block_write);
}

static void
call_block_read(struct vm *vm, union args *a)
{
	a->block_read.ret = blk_read(vm, &a->block_read);
}

static void
call_net_write(struct vm *vm, union args *a)
{
	(void)ring_serve(vm);
	a->net_write.ret = net_write(vm, &a->net_write);
}

static void
call_net_read(struct vm *vm, union args *a)
{
	(void)ring_serve(vm);
	a->net_read.ret = net_read(vm, &a->net_read);
}

/* Those without results may pass a structure that they could not write. */
static const struct hypercall {
	/* NULL ends the guest. */
	void (*call)(struct vm *, union args *);
	size_t size;
	bool has_result;
} table[] = {
	[HVT_HYPERCALL_WALLTIME] = {
		call_walltime, sizeof(struct hvt_hc_walltime), true },
	[HVT_HYPERCALL_PUTS] = {
		call_puts, sizeof(struct hvt_hc_puts), false },
	[HVT_HYPERCALL_POLL] = {
		call_poll, sizeof(struct hvt_hc_poll), true },
	[HVT_HYPERCALL_BLOCK_WRITE] = {
		call_block_write, sizeof(struct hvt_hc_block_write), true },
	[HVT_HYPERCALL_BLOCK_READ] = {
		call_block_read, sizeof(struct hvt_hc_block_read), true },
	[HVT_HYPERCALL_NET_WRITE] = {
		call_net_write, sizeof(struct hvt_hc_net_write), true },
	[HVT_HYPERCALL_NET_READ] = {
		call_net_read, sizeof(struct hvt_hc_net_read), true },
	[HVT_HYPERCALL_HALT] = {
		NULL, sizeof(struct hvt_hc_halt), false },
};

bool
hypercall(struct vm *vm, uint64_t nr, uint64_t addr, int *status)
{
	const struct hypercall *h;
	union args args;
	void *p;

	if (nr >= NELEM(table) || table[nr].size == 0)
		guest_fault("no such hypercall: %llu", (unsigned long long)nr);
	h = &table[nr];
	p = vm_mem(vm, addr, h->size, h->has_result ? VM_R | VM_W : VM_R);
	if (p == NULL)
		guest_fault("hypercall %llu with a structure outside of its "
		    "memory", (unsigned long long)nr);
	memcpy(&args, p, h->size);
	if (h->call == NULL) {
		(void)ring_serve(vm);
		*status = args.halt.exit_status & 0xff;
		return true;
	}
	h->call(vm, &args);
	if (h->has_result)
		memcpy(p, &args, h->size);
	return false;
}
