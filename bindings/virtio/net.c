/* SPDX-License-Identifier: ISC */
/*
 * net.c: network devices.
 *
 * A frame is copied between the application's buffer and one that a device
 * has, or had: so it may be short of buffers, and drop frames, but nobody
 * ever waits.
 */
#include "virtio.h"

#include "device.h"
#include "ssp.h"
#include "vdev.h"

#define F_MTU		(1ull << 3)
#define F_MAC		(1ull << 5)

#define CONFIG_MAC	0
#define CONFIG_MTU	10

#define MTU_DEFAULT	1500u
#define MTU_LEAST	68u
#define MTU_MOST	65521u	/* with its header, a number of 16 bits */

/* 5.1.6: all zero, as there is nothing that a device has to do. */
#define HEADER_LEGACY	10u
#define HEADER_MODERN	12u

#define QUEUE_RECEIVE	0
#define QUEUE_SEND	1
#define QUEUE_MOST	256

/* Memory for the buffers of one queue, unless that are less than the least. */
#define BUFFERS_MEMORY	(1u << 20)
#define BUFFERS_LEAST	8u

/*
 * A device that does nothing does not keep us from ending any longer.  One that
 * is emulated may not have a CPU for a while.
 */
#define FLUSH_TIME	1000000000u

/* The buffers of a queue, each with its header in front. */
struct buffers {
	struct ring ring;
	uint8_t *memory;
	uint16_t count;
	uint16_t *of_chain;	/* which one a chain is, by its number */
	uint16_t *spare;	/* which ones the device has not */
	uint16_t nspare;
};

struct net {
	struct vdev *dev;
	size_t header;
	size_t size;		/* of a buffer */
	size_t frame;		/* the longest */
	struct buffers receive;
	struct buffers send;
};

static struct net *nets[MFT_MAX_ENTRIES];

static uint8_t *
buffer_at(const struct net *net, const struct buffers *b, uint16_t i)
{
	return b->memory + i * net->size;
}

/*
 * Gives a buffer to the device.  Before version 1 of the specification a
 * header was to be in a descriptor of its own, or else that was negotiated.
 */
static bool
give(struct net *net, struct buffers *b, uint16_t i, size_t len, bool writable)
{
	uintptr_t at = (uintptr_t)buffer_at(net, b, i);
	struct ring_buf bufs[2];
	bool apart = (net->dev->features &
	    (VIRTIO_F_VERSION_1 | VIRTIO_F_ANY_LAYOUT)) == 0;
	int id;

	bufs[0] = (struct ring_buf){ at,
	    (uint32_t)(apart ? net->header : net->header + len), writable };
	bufs[1] = (struct ring_buf){ at + net->header, (uint32_t)len,
	    writable };
	id = ring_add(&b->ring, bufs, apart ? 2 : 1);
	if (id < 0)
		return false;
	b->of_chain[id] = i;
	return true;
}

/* Takes a buffer back; false if the device has used none. */
static bool
take(struct buffers *b, uint16_t *i, uint32_t *len)
{
	enum ring_result result;
	uint16_t id;

	result = ring_take(&b->ring, &id, len);
	if (result == RING_NOTHING)
		return false;
	if (result != RING_TAKEN)
		ABORT(ring_reason(result));
	*i = b->of_chain[id];
	return true;
}

static void
make_buffers(struct net *net, struct buffers *b, uint16_t queue)
{
	size_t count = BUFFERS_MEMORY / net->size;

	vdev_ring(net->dev, &b->ring, queue, QUEUE_MOST);
	if (count < BUFFERS_LEAST)
		count = BUFFERS_LEAST;
	if (count > b->ring.size / 2u)
		count = b->ring.size < 2 ? 1 : b->ring.size / 2u;
	b->count = (uint16_t)count;
	b->memory = memory_take(count * net->size);
	b->of_chain = memory_take(b->ring.size * sizeof(*b->of_chain));
	b->spare = memory_take(count * sizeof(*b->spare));
}

static void
read_mac(const struct vdev *dev, uint8_t mac[SOLO5_NET_ALEN])
{
	uint64_t value;

	if (vdev_has(dev, F_MAC)) {
		value = vdev_config(dev, CONFIG_MAC, SOLO5_NET_ALEN);
		memcpy(mac, &value, SOLO5_NET_ALEN);
		return;
	}
	/* Locally administered, and of one station: IEEE 802, clause 8.2. */
	value = ssp_entropy();
	memcpy(mac, &value, SOLO5_NET_ALEN);
	mac[0] = (uint8_t)((mac[0] & 0xfc) | 0x02);
}

void
net_attach(uint32_t handle, struct vdev *dev)
{
	struct mft_net_basic *info;
	struct net *net = memory_take(sizeof(*net));
	uint64_t mtu = MTU_DEFAULT;

	vdev_begin(dev, F_MTU | F_MAC);
	if (vdev_has(dev, F_MTU))
		mtu = vdev_config(dev, CONFIG_MTU, 2);
	if (mtu < MTU_LEAST || mtu > MTU_MOST)
		ABORT("a network device has an impossible MTU");
	info = &devices_manifest()->e[handle].u.net_basic;
	info->mtu = (uint16_t)mtu;
	read_mac(dev, info->mac);
	net->dev = dev;
	net->header = dev->modern ? HEADER_MODERN : HEADER_LEGACY;
	net->frame = mtu + SOLO5_NET_HLEN;
	net->size = round_up(net->header + net->frame, 64);
	make_buffers(net, &net->receive, QUEUE_RECEIVE);
	make_buffers(net, &net->send, QUEUE_SEND);
	vdev_ready(dev);
	for (uint16_t i = 0; i < net->send.count; i++)
		net->send.spare[net->send.nspare++] = i;
	for (uint16_t i = 0; i < net->receive.count; i++)
		(void)give(net, &net->receive, i, net->frame, true);
	vdev_publish(dev, &net->receive.ring, QUEUE_RECEIVE);
	nets[handle] = net;
}

/* What was sent is not in the device's way any more. */
static void
reclaim(struct net *net)
{
	struct buffers *b = &net->send;
	uint32_t len;
	uint16_t i;

	while (take(b, &i, &len))
		b->spare[b->nspare++] = i;
}

solo5_result_t
solo5_net_write(solo5_handle_t handle, const uint8_t *buf, size_t size)
{
	const struct mft_entry *e = device_get(devices.nets, handle);
	struct buffers *b;
	struct net *net;
	uint16_t i;

	if (e == NULL || size > net_frame_max(e))
		return SOLO5_R_EINVAL;
	net = nets[handle];
	b = &net->send;
	reclaim(net);
	if (b->nspare == 0)
		return SOLO5_R_OK;
	i = b->spare[--b->nspare];
	memcpy(buffer_at(net, b, i) + net->header, buf, size);
	if (!give(net, b, i, size, false))
		ABORT("a network device's queue is not as long as it was");
	vdev_publish(net->dev, &b->ring, QUEUE_SEND);
	return SOLO5_R_OK;
}

/*
 * Frames that are longer than what was agreed on do not arrive.  Those behind
 * them are looked at, so that nobody sleeps with a frame in a ring.
 */
solo5_result_t
solo5_net_read(solo5_handle_t handle, uint8_t *buf, size_t size,
    size_t *read_size)
{
	const struct mft_entry *e = device_get(devices.nets, handle);
	struct buffers *b;
	struct net *net;
	uint32_t len;
	uint16_t i;

	if (e == NULL || size < net_frame_max(e))
		return SOLO5_R_EINVAL;
	net = nets[handle];
	b = &net->receive;
	if (!take(b, &i, &len))
		return SOLO5_R_AGAIN;
	if (len < net->header)
		ABORT("a network device has received less than a header");
	len -= (uint32_t)net->header;
	memcpy(buf, buffer_at(net, b, i) + net->header, len);
	*read_size = len;
	(void)give(net, b, i, net->frame, true);
	vdev_publish(net->dev, &b->ring, QUEUE_RECEIVE);
	return SOLO5_R_OK;
}

solo5_handle_set_t
net_ready(void)
{
	solo5_handle_set_t ready = 0, set = devices.nets;
	struct net *net;
	unsigned int i;

	for (; set != 0; set &= set - 1) {
		i = (unsigned int)__builtin_ctzll(set);
		net = nets[i];
		vdev_nudge(net->dev, &net->receive.ring, QUEUE_RECEIVE);
		vdev_nudge(net->dev, &net->send.ring, QUEUE_SEND);
		if (ring_pending(&net->receive.ring))
			ready |= (solo5_handle_set_t)1 << i;
	}
	return ready;
}

void
net_wait_begin(void)
{
	solo5_handle_set_t set = devices.nets;

	for (; set != 0; set &= set - 1)
		ring_interrupt_on(&nets[__builtin_ctzll(set)]->receive.ring);
}

void
net_wait_end(void)
{
	solo5_handle_set_t set = devices.nets;

	for (; set != 0; set &= set - 1)
		ring_interrupt_off(&nets[__builtin_ctzll(set)]->receive.ring);
}

void
net_flush(void)
{
	solo5_time_t end = solo5_clock_monotonic() + FLUSH_TIME;
	solo5_handle_set_t set = devices.nets;
	struct net *net;

	for (; set != 0; set &= set - 1) {
		net = nets[__builtin_ctzll(set)];
		for (;;) {
			vdev_nudge(net->dev, &net->send.ring, QUEUE_SEND);
			reclaim(net);
			if (net->send.nspare == net->send.count ||
			    solo5_clock_monotonic() >= end)
				break;
			__builtin_ia32_pause();
		}
	}
}
