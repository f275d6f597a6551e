/* SPDX-License-Identifier: ISC */
/*
 * net.c: a network device is a pair of channels, of which the policy says to
 * whom they lead.
 */
#include "muen.h"

#include "channel.h"
#include "device.h"

#define PROTOCOL	0x7ade5c549b08e814u
#define MTU		1500u
#define FRAME_MAX	(MTU + SOLO5_NET_HLEN)

struct packet {
	uint8_t data[FRAME_MAX];
	uint16_t length;
};

_Static_assert(sizeof(struct packet) == 1516, "packet");

struct link {
	struct channel_reader in;
	struct channel_writer out;
};

static struct link links[MFT_MAX_ENTRIES];

/* The memory of a channel, if there is one. */
static const struct sinfo_memory *
channel_find(const char *name, const char *suffix, bool writable)
{
	const struct sinfo_memory *m;

	m = sinfo_find_memory(muen_sinfo(), name, suffix);
	if (m == NULL || m->kind != SINFO_CHANNEL ||
	    (writable && (m->flags & SINFO_WRITABLE) == 0))
		return NULL;
	return m;
}

/* An address of a station, locally administered. */
static void
mac_make(uint8_t mac[SOLO5_NET_ALEN], uint32_t handle)
{
	uint64_t value = ssp_spread(muen_unique() + handle);

	memcpy(mac, &value, SOLO5_NET_ALEN);
	mac[0] = (uint8_t)((mac[0] & 0xfc) | 2);
}

static void
attach(struct mft_entry *e, uint32_t handle)
{
	const struct sinfo_memory *in, *out;
	struct link *link = &links[handle];

	in = channel_find(e->name, "|in", false);
	out = channel_find(e->name, "|out", true);
	if (in == NULL || out == NULL || !channel_writer_init(&link->out,
	    (void *)out->address, out->size, PROTOCOL, sizeof(struct packet),
	    muen_slice() | 1))
		return;
	channel_reader_init(&link->in, (const void *)in->address, in->size,
	    PROTOCOL, sizeof(struct packet));
	mac_make(e->u.net_basic.mac, handle);
	e->u.net_basic.mtu = MTU;
	e->attached = true;
}

void
net_init(struct mft *mft)
{
	for (uint32_t i = 1; i < mft->entries; i++)
		if (mft->e[i].type == MFT_DEV_NET_BASIC)
			attach(&mft->e[i], i);
}

solo5_handle_set_t
net_poll(void)
{
	solo5_handle_set_t left = devices.nets;
	solo5_handle_set_t ready = 0;

	for (; left != 0; left &= left - 1) {
		unsigned int handle = (unsigned int)__builtin_ctzll(left);

		if (channel_ready(&links[handle].in))
			ready |= (solo5_handle_set_t)1 << handle;
	}
	return ready;
}

solo5_result_t
solo5_net_write(solo5_handle_t handle, const uint8_t *buf, size_t size)
{
	struct packet *packet;

	if (device_get(devices.nets, handle) == NULL || size > FRAME_MAX)
		return SOLO5_R_EINVAL;
	packet = channel_write_begin(&links[handle].out);
	memcpy(packet->data, buf, size);
	packet->length = (uint16_t)size;
	channel_write_end(&links[handle].out);
	return SOLO5_R_OK;
}

/* What is not a packet, or not one any more, is no frame. */
solo5_result_t
solo5_net_read(solo5_handle_t handle, uint8_t *buf, size_t size,
    size_t *read_size)
{
	const struct packet *packet;
	size_t length;

	if (device_get(devices.nets, handle) == NULL || size < FRAME_MAX)
		return SOLO5_R_EINVAL;
	packet = channel_read_begin(&links[handle].in);
	if (packet == NULL)
		return SOLO5_R_AGAIN;
	length = *(const volatile uint16_t *)&packet->length;
	if (length <= FRAME_MAX)
		memcpy(buf, packet->data, length);
	if (!channel_read_end(&links[handle].in) || length > FRAME_MAX ||
	    length == 0)
		return SOLO5_R_AGAIN;
	*read_size = length;
	return SOLO5_R_OK;
}
