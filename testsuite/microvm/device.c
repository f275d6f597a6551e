/* SPDX-License-Identifier: ISC */
/*
 * device.c: virtio devices by registers in memory, of version 2, with
 * everything that the bindings may ask for.
 */
#include <config.h>

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "s5microvm.h"

#define MAGIC		0x74726976u
#define VENDOR		0x35534f53u

#define F_EVENT_IDX	(1ull << 29)
#define F_VERSION_1	(1ull << 32)
#define NET_F_MTU	(1ull << 3)
#define NET_F_MAC	(1ull << 5)
#define BLK_F_SIZE_MAX	(1ull << 1)
#define BLK_F_BLK_SIZE	(1ull << 6)
#define BLK_F_FLUSH	(1ull << 9)

#define QUEUE_SIZE	256
#define SECTOR		512
#define MTU		1500
#define NET_HEADER	12
#define NET_RECEIVE	0
#define NET_SEND	1

#define DESC_NEXT	1
#define DESC_WRITE	2

struct desc {
	uint64_t addr;
	uint32_t len;
	uint16_t flags;
	uint16_t next;
};

/* A chain, as the driver made it. */
struct chain {
	uint16_t head;
	size_t n;
	struct desc desc[4];
};

static uint64_t
features(const struct device *dev)
{
	return F_VERSION_1 | F_EVENT_IDX | (dev->is_net ?
	    NET_F_MTU | NET_F_MAC :
	    BLK_F_SIZE_MAX | BLK_F_BLK_SIZE | BLK_F_FLUSH);
}

static void
config_make(const struct device *dev, uint8_t config[64])
{
	const uint8_t mac[6] = { 2, 0, 0x5e, 0x10, 0, 1 };
	const uint32_t size_max = 1u << 20, block_size = SECTOR;
	const uint16_t mtu = MTU;

	memset(config, 0, 64);
	if (dev->is_net) {
		memcpy(config, mac, sizeof(mac));
		memcpy(config + 10, &mtu, sizeof(mtu));
	} else {
		memcpy(config, &dev->sectors, sizeof(dev->sectors));
		memcpy(config + 8, &size_max, sizeof(size_max));
		memcpy(config + 20, &block_size, sizeof(block_size));
	}
}

/* Bytes of the configuration, by way of the word that they are in. */
static uint32_t
config_read(const struct device *dev, uint64_t at, unsigned int len)
{
	uint8_t config[64];
	uint64_t word = (at - 0x100) & ~3ull;
	uint32_t value;

	config_make(dev, config);
	if (word > 60)
		return 0;
	memcpy(&value, config + word, sizeof(value));
	value = wrong_register(dev, 0x100 + word, value) >> (at & 3) * 8;
	return len == 4 ? value : value & ((1u << len * 8) - 1);
}

static uint32_t
register_read(struct device *dev, uint64_t at)
{
	switch (at) {
	case 0x000:
		return MAGIC;
	case 0x004:
		return 2;
	case 0x008:
		return dev->is_net ? 1 : 2;
	case 0x00c:
		return VENDOR;
	case 0x010:
		return dev->features_sel > 1 ? 0 :
		    (uint32_t)(features(dev) >> 32 * dev->features_sel);
	case 0x034:
		return dev->queue_sel < (dev->is_net ? 2u : 1u) ?
		    QUEUE_SIZE : 0;
	case 0x044:
		return dev->queue_sel < QUEUES &&
		    dev->queue[dev->queue_sel].ready;
	case 0x060:
		return dev->interrupt;
	case 0x070:
		return dev->status;
	case 0x0fc:
		return dev->wrong == WRONG_UNSTABLE ? dev->generation++ :
		    dev->generation;
	}
	return 0;
}

static struct device *
device_at(struct options *opt, uint64_t at)
{
	uint64_t nr = (at - DEVICES_BASE) / DEVICES_STEP;

	return at < DEVICES_BASE || nr >= opt->ndevices ? NULL :
	    &opt->device[nr];
}

uint32_t
device_read(struct options *opt, struct memory *m, uint64_t at,
    unsigned int len)
{
	struct device *dev = device_at(opt, at);

	if (dev == NULL)
		return 0xffffffff;
	wrong_rings(dev, m);
	at %= DEVICES_STEP;
	if (at >= 0x100)
		return config_read(dev, at, len);
	return wrong_register(dev, at, register_read(dev, at));
}

/* The next chain that the driver has added; false if there is none. */
static bool
chain_take(const struct device *dev, struct memory *m, struct queue *q,
    struct chain *c)
{
	const struct desc *table = memory_at(m, q->desc, 16ull * q->size);
	const uint16_t *avail = memory_at(m, q->driver, 6 + 2ull * q->size);
	uint8_t *used = memory_at(m, q->device, 6 + 8ull * q->size);
	uint16_t i;

	if (!q->ready || table == NULL || avail == NULL || used == NULL)
		return false;
	/* When the driver adds another after those taken, it tells us. */
	if ((dev->driver_features & F_EVENT_IDX) != 0) {
		*(volatile uint16_t *)(void *)(used + 4 + 8 * q->size) =
		    q->taken;
		__atomic_thread_fence(__ATOMIC_SEQ_CST);
	}
	if (__atomic_load_n(&avail[1], __ATOMIC_ACQUIRE) == q->taken)
		return false;
	c->head = avail[2 + q->taken++ % q->size];
	c->n = 0;
	for (i = c->head; i < q->size && c->n < NELEM(c->desc);
	    i = table[i].next) {
		c->desc[c->n++] = table[i];
		if ((table[i].flags & DESC_NEXT) == 0)
			return true;
	}
	/* None that the bindings make. */
	return false;
}

/* Gives it back, and interrupts if that is wanted. */
static void
chain_give(struct options *opt, struct device *dev, struct memory *m,
    struct queue *q, const struct chain *c, uint32_t len)
{
	uint16_t *avail = memory_at(m, q->driver, 6 + 2ull * q->size);
	uint8_t *used = memory_at(m, q->device, 6 + 8ull * q->size);
	uint32_t entry[2] = { c->head, len };
	uint16_t old = q->used, event;
	bool wanted;

	q->used++;
	wrong_used(dev, &entry[0], &entry[1], &q->used);
	memcpy(used + 4 + 8 * (old % q->size), entry, sizeof(entry));
	__atomic_store_n((uint16_t *)(void *)(used + 2), q->used,
	    __ATOMIC_RELEASE);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	event = *(volatile uint16_t *)&avail[2 + q->size];
	if ((dev->driver_features & F_EVENT_IDX) != 0)
		wanted = (uint16_t)(q->used - event - 1) <
		    (uint16_t)(q->used - old);
	else
		wanted = (*(volatile uint16_t *)&avail[0] & 1) == 0;
	if (!wanted)
		return;
	dev->interrupt |= 1;
	machine_interrupt((unsigned int)(dev - opt->device));
}

static void
blk_serve(struct options *opt, struct device *dev, struct memory *m)
{
	struct queue *q = &dev->queue[0];
	struct chain c;
	struct {
		uint32_t type;
		uint32_t reserved;
		uint64_t sector;
	} request;
	const void *header;
	uint8_t *result;
	uint32_t written;
	ssize_t n;
	void *data;

	while (chain_take(dev, m, q, &c)) {
		header = memory_at(m, c.desc[0].addr, sizeof(request));
		result = memory_at(m, c.desc[c.n - 1].addr, 1);
		if (c.n < 2 || header == NULL || result == NULL)
			continue;
		memcpy(&request, header, sizeof(request));
		written = 1;
		n = 0;
		if (c.n == 3) {
			data = memory_at(m, c.desc[1].addr, c.desc[1].len);
			if (data == NULL)
				continue;
			n = request.type == 0 ? pread(dev->fd, data,
			    c.desc[1].len, (off_t)(request.sector * SECTOR)) :
			    pwrite(dev->fd, data, c.desc[1].len,
			    (off_t)(request.sector * SECTOR));
			written += request.type == 0 ? c.desc[1].len : 0;
		}
		if (dev->wrong != WRONG_NO_RESULT)
			*result = n == -1 ? 1 : 0;
		chain_give(opt, dev, m, q, &c, written);
	}
}

static void
net_serve(struct options *opt, struct device *dev, struct memory *m)
{
	struct queue *q = &dev->queue[NET_SEND];
	struct chain c;
	const uint8_t *data;

	while (chain_take(dev, m, q, &c)) {
		data = memory_at(m, c.desc[0].addr, c.desc[0].len);
		if (data != NULL && c.desc[0].len > NET_HEADER)
			(void)!write(dev->fd, data + NET_HEADER,
			    c.desc[0].len - NET_HEADER);
		chain_give(opt, dev, m, q, &c, 0);
	}
}

void
device_serve(struct options *opt, struct memory *m, size_t nr)
{
	struct device *dev = &opt->device[nr];

	if (dev->wrong == WRONG_FAILED)
		return;
	if (dev->is_net)
		net_serve(opt, dev, m);
	else
		blk_serve(opt, dev, m);
}

bool
device_receive(struct options *opt, struct memory *m, size_t nr)
{
	struct device *dev = &opt->device[nr];
	struct pollfd p = { .fd = dev->fd, .events = POLLIN };
	struct chain c;
	uint8_t *data;
	ssize_t n;

	while (poll(&p, 1, 0) == 1) {
		if (!chain_take(dev, m, &dev->queue[NET_RECEIVE], &c))
			return true;
		data = memory_at(m, c.desc[0].addr, c.desc[0].len);
		if (data == NULL || c.desc[0].len <= NET_HEADER)
			continue;
		n = read(dev->fd, data + NET_HEADER,
		    c.desc[0].len - NET_HEADER);
		if (n <= 0) {
			/* Nobody is there any more; the chain is lost. */
			dev->fd = -1;
			return false;
		}
		memset(data, 0, NET_HEADER);
		chain_give(opt, dev, m, &dev->queue[NET_RECEIVE], &c,
		    NET_HEADER + (uint32_t)n);
	}
	return false;
}

static void
half_put(uint64_t *value, bool upper, uint32_t half)
{
	if (upper)
		*value = (*value & 0xffffffff) | (uint64_t)half << 32;
	else
		*value = (*value & ~0xffffffffull) | half;
}

static void
queue_write(struct device *dev, uint64_t at, uint32_t value)
{
	struct queue *q;

	if (dev->queue_sel >= QUEUES)
		return;
	q = &dev->queue[dev->queue_sel];
	switch (at & ~4ull) {
	case 0x080:
		half_put(&q->desc, (at & 4) != 0, value);
		break;
	case 0x090:
		half_put(&q->driver, (at & 4) != 0, value);
		break;
	case 0x0a0:
		half_put(&q->device, (at & 4) != 0, value);
		break;
	}
	if (at == 0x038 && value <= QUEUE_SIZE)
		q->size = value;
	else if (at == 0x044)
		q->ready = value == 1 && q->size != 0;
}

void
device_write(struct options *opt, struct memory *m, uint64_t at,
    uint32_t value)
{
	struct device *dev = device_at(opt, at);

	if (dev == NULL)
		return;
	at %= DEVICES_STEP;
	switch (at) {
	case 0x014:
		dev->features_sel = value;
		break;
	case 0x020:
		half_put(&dev->driver_features, dev->driver_features_sel != 0,
		    value);
		break;
	case 0x024:
		dev->driver_features_sel = value;
		break;
	case 0x030:
		dev->queue_sel = value;
		break;
	case 0x050:
		device_serve(opt, m, (size_t)(dev - opt->device));
		wrong_rings(dev, m);
		break;
	case 0x064:
		dev->interrupt &= ~value;
		break;
	case 0x070:
		dev->status = value;
		break;
	default:
		queue_write(dev, at, value);
	}
}
