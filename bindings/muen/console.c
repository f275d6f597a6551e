/* SPDX-License-Identifier: ISC */
/*
 * console.c: the channel to Muen's debug server, which prints one line of each
 * subject after another.
 *
 * A packet is a line, or a part of a long one.  Text without the end of a line
 * is sent when the unikernel waits or ends.
 */
#include "muen.h"

#include "channel.h"

#define PROTOCOL	0xf00789094b6f70cfu

struct message {
	uint64_t time;		/* tick */
	char text[56];		/* filled up with NUL */
};

_Static_assert(sizeof(struct message) == 64, "message");

static struct channel_writer channel;
static bool attached;

static struct message pending;
static size_t used;

void
console_init(void)
{
	const struct sinfo_memory *m;

	m = sinfo_find_memory(muen_sinfo(), "debuglog", "");
	if (m == NULL || m->kind != SINFO_CHANNEL ||
	    (m->flags & SINFO_WRITABLE) == 0)
		return;
	attached = channel_writer_init(&channel, (void *)m->address, m->size,
	    PROTOCOL, sizeof(pending), muen_slice() | 1);
}

void
console_flush(void)
{
	if (used == 0)
		return;
	pending.time = muen_slice();
	memcpy(channel_write_begin(&channel), &pending, sizeof(pending));
	channel_write_end(&channel);
	memset(&pending, 0, sizeof(pending));
	used = 0;
}

/* The server takes no other control characters for text, either. */
static void
put(char c)
{
	if (c == '\0' || c == '\r')
		return;
	pending.text[used++] = c;
	if (c == '\n' || used == sizeof(pending.text))
		console_flush();
}

void
platform_console_write(const char *buf, size_t size)
{
	if (!attached)
		return;
	for (size_t i = 0; i < size; i++)
		put(buf[i]);
}

void
solo5_console_write(const char *buf, size_t size)
{
	platform_console_write(buf, size);
}
