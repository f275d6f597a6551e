/* SPDX-License-Identifier: ISC */
/*
 * blk.c: a block device is a file of the host's, read and written in place.
 */
#include <config.h>

#include "blk.h"

#include <errno.h>
#include <stdbool.h>
#include <unistd.h>

#include <solo5.h>
#include <solo5/mft_abi.h>

#include "handle.h"
#include "loop.h"
#include "vm.h"

/* The filter looks at 32 bits of a count; the kernel moves less at once. */
#define PART_MAX	((size_t)1 << 30)

/* A call, whichever it is. */
struct transfer {
	uint64_t handle;
	uint64_t offset;
	uint64_t data;
	uint64_t len;
};

/* Whether these are whole blocks of the device.  A block is 2^n bytes. */
static bool
range_valid(const struct mft_block_basic *dev, uint64_t offset, uint64_t len)
{
	return ((offset | len) & (dev->block_size - 1u)) == 0 &&
	    offset <= dev->capacity && len <= dev->capacity - offset;
}

/* The device, or NULL; *mem is where the data is. */
static const struct mft_entry *
check(const struct vm *vm, const struct transfer *t, unsigned int prot,
    void **mem)
{
	const struct mft_entry *e;

	e = handle_find(vm->mft, t->handle, MFT_DEV_BLOCK_BASIC);
	if (e == NULL || !range_valid(&e->u.block_basic, t->offset, t->len))
		return NULL;
	*mem = vm_mem(vm, t->data, t->len, prot);
	if (*mem == NULL)
		guest_fault("blocks outside of its memory");
	return e;
}

/* What one call can be asked to move; it may move less. */
static size_t
part(uint64_t len)
{
	return len < PART_MAX ? (size_t)len : PART_MAX;
}

/* How many bytes were moved; nothing at all is a failure. */
static bool
moved(ssize_t n, struct transfer *t, uint8_t **p)
{
	if (n == -1 && errno == EINTR)
		return true;
	if (n <= 0)
		return false;
	*p += n;
	t->offset += (uint64_t)n;
	t->len -= (uint64_t)n;
	return true;
}

int
blk_write(const struct vm *vm, const struct hvt_hc_block_write *call)
{
	struct transfer t = {
		call->handle, call->offset, call->data, call->len
	};
	const struct mft_entry *e;
	void *mem;
	uint8_t *p;

	e = check(vm, &t, VM_R, &mem);
	if (e == NULL)
		return SOLO5_R_EINVAL;
	p = mem;
	while (t.len > 0)
		if (!moved(pwrite(e->b.hostfd, p, part(t.len),
		    (off_t)t.offset), &t, &p))
			return SOLO5_R_EUNSPEC;
	return SOLO5_R_OK;
}

int
blk_read(const struct vm *vm, const struct hvt_hc_block_read *call)
{
	struct transfer t = {
		call->handle, call->offset, call->data, call->len
	};
	const struct mft_entry *e;
	void *mem;
	uint8_t *p;

	e = check(vm, &t, VM_R | VM_W, &mem);
	if (e == NULL)
		return SOLO5_R_EINVAL;
	p = mem;
	while (t.len > 0)
		if (!moved(pread(e->b.hostfd, p, part(t.len),
		    (off_t)t.offset), &t, &p))
			return SOLO5_R_EUNSPEC;
	return SOLO5_R_OK;
}
