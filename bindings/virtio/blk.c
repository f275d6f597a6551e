/* SPDX-License-Identifier: ISC */
/*
 * blk.c: block devices.
 *
 * One request at a time, and we wait for it: a little while awake, as most
 * take no longer than going to sleep does, and then asleep.  What is written
 * may stay in the host's cache until the unikernel ends, as with tenders.
 */
#include "virtio.h"

#include "cpu.h"
#include "device.h"
#include "vdev.h"

#define F_SIZE_MAX	(1ull << 1)
#define F_RO		(1ull << 5)
#define F_BLK_SIZE	(1ull << 6)
#define F_FLUSH		(1ull << 9)

#define CONFIG_CAPACITY	0	/* in sectors */
#define CONFIG_SIZE_MAX	8
#define CONFIG_BLK_SIZE	20

#define SECTOR		512u
#define BLOCK_MOST	32768u

/* In one request; there are devices that take no more than 2 GiB. */
#define REQUEST_MOST	(64u << 20)

#define REQUEST_IN	0u
#define REQUEST_OUT	1u
#define REQUEST_FLUSH	4u

#define RESULT_OK	0
#define RESULT_NONE	0xff	/* before the device writes one */

#define QUEUE		0
#define QUEUE_MOST	8

/* Turns of waiting awake; and how long to sleep before looking again. */
#define TURNS		1000
#define LOOK_AGAIN	50000000u

struct request {
	uint32_t type;
	uint32_t reserved;
	uint64_t sector;
	volatile uint8_t result;
};

#define REQUEST_HEADER	16u

struct blk {
	struct vdev *dev;
	struct ring ring;
	uint32_t most;		/* bytes of one request */
	bool written;		/* since the last flush */
	struct request request;
};

static struct blk *blks[MFT_MAX_ENTRIES];

/* A block is 2^n bytes of what an application may be told. */
static uint32_t
read_block_size(const struct vdev *dev)
{
	uint32_t size;

	if (!vdev_has(dev, F_BLK_SIZE))
		return SECTOR;
	size = (uint32_t)vdev_config(dev, CONFIG_BLK_SIZE, 4);
	if (size < SECTOR || size > BLOCK_MOST || (size & (size - 1)) != 0)
		ABORT("a block device has blocks of an impossible size");
	return size;
}

static uint32_t
read_most(const struct vdev *dev, uint32_t block_size)
{
	uint32_t most = REQUEST_MOST;

	if (vdev_has(dev, F_SIZE_MAX))
		most = (uint32_t)vdev_config(dev, CONFIG_SIZE_MAX, 4);
	if (most > REQUEST_MOST)
		most = REQUEST_MOST;
	most &= ~(block_size - 1);
	if (most == 0)
		ABORT("a block device takes less than a block");
	return most;
}

void
blk_attach(uint32_t handle, struct vdev *dev)
{
	struct mft_block_basic *info;
	struct blk *blk = memory_take(sizeof(*blk));
	uint32_t block_size;
	uint64_t sectors;

	vdev_begin(dev, F_SIZE_MAX | F_RO | F_BLK_SIZE | F_FLUSH);
	block_size = read_block_size(dev);
	sectors = vdev_config(dev, CONFIG_CAPACITY, 8);
	if (sectors > UINT64_MAX / SECTOR)
		ABORT("a block device has an impossible capacity");
	info = &devices_manifest()->e[handle].u.block_basic;
	info->block_size = (uint16_t)block_size;
	info->capacity = sectors * SECTOR & ~(uint64_t)(block_size - 1);
	blk->dev = dev;
	blk->most = read_most(dev, block_size);
	vdev_ring(dev, &blk->ring, QUEUE, QUEUE_MOST);
	vdev_ready(dev);
	blks[handle] = blk;
}

static void
wait(struct blk *blk)
{
	for (int i = 0; i < TURNS; i++) {
		if (ring_pending(&blk->ring))
			return;
		__builtin_ia32_pause();
	}
	ring_interrupt_on(&blk->ring);
	for (;;) {
		devices_alarm(LOOK_AGAIN);
		vdev_nudge(blk->dev, &blk->ring, QUEUE);
		if (ring_pending(&blk->ring))
			break;
		devices_sleep();
		vdev_check(blk->dev);
	}
	ring_interrupt_off(&blk->ring);
}

/* A request of size bytes, which may be 0, and whether it was fulfilled. */
static bool
request(struct blk *blk, uint32_t type, uint64_t sector, uintptr_t data,
    uint32_t size)
{
	struct request *r = &blk->request;
	struct ring_buf bufs[3];
	enum ring_result result;
	unsigned int n = 0;
	uint32_t len;
	uint16_t id;
	uint8_t how;

	r->type = type;
	r->sector = sector;
	r->result = RESULT_NONE;
	bufs[n++] = (struct ring_buf){ (uintptr_t)r, REQUEST_HEADER, false };
	if (size != 0)
		bufs[n++] = (struct ring_buf){ data, size,
		    type == REQUEST_IN };
	bufs[n++] = (struct ring_buf){ (uintptr_t)&r->result, 1, true };
	if (ring_add(&blk->ring, bufs, n) < 0)
		ABORT("a block device's queue is too short");
	vdev_publish(blk->dev, &blk->ring, QUEUE);
	wait(blk);
	result = ring_take(&blk->ring, &id, &len);
	if (result != RING_TAKEN)
		ABORT(ring_reason(result));
	how = r->result;
	if (how == RESULT_NONE)
		ABORT("a block device has not said how a request ended");
	return how == RESULT_OK;
}

static solo5_result_t
transfer(uint32_t type, solo5_handle_t handle, solo5_off_t offset,
    uintptr_t buf, size_t size)
{
	const struct mft_entry *e = device_get(devices.blocks, handle);
	struct blk *blk;
	uint32_t part;

	/* No buffer is larger than all memory can be. */
	if (e == NULL || size > UINT32_MAX ||
	    !block_range_valid(e, offset, size))
		return SOLO5_R_EINVAL;
	blk = blks[handle];
	if (type == REQUEST_OUT && vdev_has(blk->dev, F_RO))
		return SOLO5_R_EUNSPEC;
	for (size_t done = 0; done < size; done += part) {
		part = size - done < blk->most ? (uint32_t)(size - done) :
		    blk->most;
		if (type == REQUEST_OUT)
			blk->written = true;
		if (!request(blk, type, (offset + done) / SECTOR, buf + done,
		    part))
			return SOLO5_R_EUNSPEC;
	}
	return SOLO5_R_OK;
}

solo5_result_t
solo5_block_write(solo5_handle_t handle, solo5_off_t offset,
    const uint8_t *buf, size_t size)
{
	return transfer(REQUEST_OUT, handle, offset, (uintptr_t)buf, size);
}

solo5_result_t
solo5_block_read(solo5_handle_t handle, solo5_off_t offset, uint8_t *buf,
    size_t size)
{
	return transfer(REQUEST_IN, handle, offset, (uintptr_t)buf, size);
}

void
blk_flush(void)
{
	solo5_handle_set_t set = devices.blocks;
	struct blk *blk;

	for (; set != 0; set &= set - 1) {
		blk = blks[__builtin_ctzll(set)];
		if (blk->written && vdev_has(blk->dev, F_FLUSH) &&
		    !request(blk, REQUEST_FLUSH, 0, 0, 0))
			log_print(LOG_WARN, "Solo5: a disk may have lost what "
			    "was written to it\n");
		blk->written = false;
	}
}
