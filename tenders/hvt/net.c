/* SPDX-License-Identifier: ISC */
/*
 * net.c: a network device is a descriptor that takes and gives whole frames
 * and never blocks.
 *
 * A link that is down, gone or full is no business of the guest's: its frames
 * are dropped, and none arrive.
 */
#include <config.h>

#include "net.h"

#include <errno.h>
#include <stdatomic.h>
#include <unistd.h>

#include <solo5.h>
#include <solo5/mft_abi.h>

#include "handle.h"
#include "host/wait.h"
#include "loop.h"
#include "vm.h"

/* Devices of which a read has failed, or has found an end. */
static _Atomic uint64_t failed;

static uint64_t
frame_max(const struct mft_entry *e)
{
	return (uint64_t)e->u.net_basic.mtu + SOLO5_NET_HLEN;
}

static void *
frame_mem(const struct vm *vm, uint64_t data, uint64_t len, unsigned int prot)
{
	void *p = vm_mem(vm, data, len, prot);

	if (p == NULL)
		guest_fault("frame outside of its memory");
	return p;
}

int
net_write(const struct vm *vm, const struct hvt_hc_net_write *call)
{
	const struct mft_entry *e;
	const void *frame;

	e = handle_find(vm->mft, call->handle, MFT_DEV_NET_BASIC);
	if (e == NULL || call->len > frame_max(e))
		return SOLO5_R_EINVAL;
	frame = frame_mem(vm, call->data, call->len, VM_R);
	if (write(e->b.hostfd, frame, (size_t)call->len) == -1)
		return SOLO5_R_OK;
	return SOLO5_R_OK;
}

int
net_read(const struct vm *vm, struct hvt_hc_net_read *call)
{
	const struct mft_entry *e;
	void *frame;
	ssize_t n;

	e = handle_find(vm->mft, call->handle, MFT_DEV_NET_BASIC);
	if (e == NULL)
		return SOLO5_R_EINVAL;
	/* How long the buffer is, is the guest's business. */
	frame = frame_mem(vm, call->data, call->len, VM_R | VM_W);
	n = read(e->b.hostfd, frame, (size_t)call->len);
	if (n == 0 || (n == -1 && errno != EAGAIN && errno != EINTR))
		(void)atomic_fetch_or(&failed, (uint64_t)1 << call->handle);
	if (n <= 0)
		return SOLO5_R_AGAIN;
	call->len = (uint64_t)n;
	return SOLO5_R_OK;
}

/*
 * An error that was told once has gone by now, and an end may have been a
 * frame of no length; what is still so will not change.
 */
void
net_forget_ended(const struct vm *vm)
{
	uint64_t ended;
	uint32_t i;

	if (atomic_load_explicit(&failed, memory_order_relaxed) == 0)
		return;
	ended = atomic_exchange(&failed, 0) & wait_ended(vm->wait);
	for (i = 1; i < vm->mft->entries; i++)
		if ((ended >> i & 1) != 0)
			wait_remove(vm->wait, vm->mft->e[i].b.hostfd);
}
