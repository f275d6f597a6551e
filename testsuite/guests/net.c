/* SPDX-License-Identifier: ISC */
/*
 * net.c: does to its network devices what its command line says, word by
 * word, and prints one line for each:
 *
 *	use NAME	acquires NAME, or goes back to it, for what follows
 *	info		Ethernet address and MTU
 *	echo N		sends N frames back to whoever sent them
 *	forward NAME N	sends N frames on through NAME, acquired before
 *	w N		writes a frame of N bytes, or "mtu", with "+N" behind
 *	flood N M	writes N frames of M bytes
 *	r N		reads into N bytes
 *	drain		reads until there is no frame
 *	poll		which devices are ready, without waiting
 *	sleep MS	waits until something is ready, at most so long
 *	forever		waits until something is ready
 *	pause MS	waits so long, whatever is ready
 *
 * Frames are those of peer.c, known by their type; all others are dropped.
 */
#include "guestlib.h"

#define DEVICES_MAX	2
#define FRAME_MAX	65536
#define TYPE_HIGH	0x88	/* an EtherType for local experiments */
#define TYPE_LOW	0xb5

struct device {
	char name[68];
	solo5_handle_t handle;
	struct solo5_net_info info;
};

static struct device devices[DEVICES_MAX];
static size_t ndevices;
static struct device *device;
static uint8_t frame[FRAME_MAX];

static struct device *
lookup(const char *name)
{
	for (size_t i = 0; i < ndevices; i++)
		if (text_equal(devices[i].name, name))
			return &devices[i];
	return NULL;
}

static void
use(const char **line)
{
	char name[68];

	CHECK(next_word(line, name, sizeof(name)));
	device = lookup(name);
	if (device != NULL)
		return;
	CHECK(ndevices < DEVICES_MAX);
	device = &devices[ndevices++];
	memcpy(device->name, name, sizeof(name));
	CHECK(solo5_net_acquire(name, &device->handle, &device->info) ==
	    SOLO5_R_OK);
	CHECK(device->info.mtu + SOLO5_NET_HLEN <= FRAME_MAX);
}

static void
info_line(void)
{
	const uint8_t *mac = device->info.mac_address;

	put("mac ");
	for (size_t i = 0; i < SOLO5_NET_ALEN; i++) {
		char pair[4] = {
			"0123456789abcdef"[mac[i] / 16],
			"0123456789abcdef"[mac[i] % 16], ':', '\0'
		};
		if (i == SOLO5_NET_ALEN - 1)
			pair[2] = '\0';
		put(pair);
	}
	put(" mtu ");
	put_dec(device->info.mtu);
	put("\n");
}

static void
report(const char *what, solo5_result_t result)
{
	static const char *const name[] = {
		"OK", "AGAIN", "EINVAL", "EUNSPEC"
	};

	put(what);
	put(" ");
	put(name[result]);
	put("\n");
}

static void
report_set(const char *what, solo5_handle_set_t ready)
{
	put(what);
	for (size_t i = 0; i < ndevices; i++) {
		if ((ready & 1ull << devices[i].handle) == 0)
			continue;
		ready &= ~(1ull << devices[i].handle);
		put(" ");
		put(devices[i].name);
	}
	if (ready != 0) {
		put(" and ");
		put_hex(ready);
	}
	put("\n");
}

/* Reads one of our frames; its length, or 0 if there is none at the time. */
static size_t
receive(void)
{
	size_t size = device->info.mtu + SOLO5_NET_HLEN, length;
	solo5_result_t result;

	for (;;) {
		result = solo5_net_read(device->handle, frame, size, &length);
		if (result == SOLO5_R_AGAIN)
			return 0;
		CHECK(result == SOLO5_R_OK);
		CHECK(length <= size);
		if (length >= SOLO5_NET_HLEN && frame[12] == TYPE_HIGH &&
		    frame[13] == TYPE_LOW)
			return length;
	}
}

/* Sends n frames that arrive at one device out of another, or the same. */
static void
echo(uint64_t n, struct device *out)
{
	solo5_handle_set_t ready;
	solo5_time_t limit;
	uint64_t done = 0;
	size_t length;

	limit = solo5_clock_monotonic() + 100 * 1000000000ull;
	while (done < n) {
		length = receive();
		if (length == 0) {
			if (solo5_clock_monotonic() > limit)
				break;
			solo5_yield(limit, &ready);
			continue;
		}
		memcpy(frame, frame + SOLO5_NET_ALEN, SOLO5_NET_ALEN);
		memcpy(frame + SOLO5_NET_ALEN, out->info.mac_address,
		    SOLO5_NET_ALEN);
		CHECK(solo5_net_write(out->handle, frame, length) ==
		    SOLO5_R_OK);
		done++;
	}
	put("echoed ");
	put_dec(done);
	put("\n");
}

static void
prepare_frame(void)
{
	memset(frame, 0xff, SOLO5_NET_ALEN);
	memcpy(frame + SOLO5_NET_ALEN, device->info.mac_address,
	    SOLO5_NET_ALEN);
	frame[12] = TYPE_HIGH;
	frame[13] = TYPE_LOW;
}

static void
do_write(const char **line)
{
	char word[24];
	size_t size;

	CHECK(next_word(line, word, sizeof(word)));
	if (word[0] == 'm') {
		size = device->info.mtu;
		if (word[3] == '+')
			size += number(word + 4);
	} else
		size = number(word);
	prepare_frame();
	report("write", solo5_net_write(device->handle, frame, size));
}

static void
flood(const char **line)
{
	uint64_t n = next_number(line), size = next_number(line);

	prepare_frame();
	for (uint64_t i = 0; i < n; i++)
		CHECK(solo5_net_write(device->handle, frame, size) ==
		    SOLO5_R_OK);
	put("flooded\n");
}

static void
do_read(const char **line)
{
	size_t length;

	report("read", solo5_net_read(device->handle, frame, next_number(line),
	    &length));
}

static void
wait_ready(const char *what, uint64_t ms)
{
	solo5_handle_set_t ready = 0;
	solo5_time_t start = solo5_clock_monotonic(), limit = UINT64_MAX;

	if (ms != UINT64_MAX)
		limit = start + ms * 1000000;
	do
		solo5_yield(limit, &ready);
	while (ready == 0 && solo5_clock_monotonic() < limit);
	report_set(what, ready);
	if (ready != 0 && ms != UINT64_MAX)
		CHECK(solo5_clock_monotonic() < limit);
}

static void
pause_for(uint64_t ms)
{
	solo5_time_t limit = solo5_clock_monotonic() + ms * 1000000;

	while (solo5_clock_monotonic() < limit)
		;
}

static void
poll_once(void)
{
	solo5_handle_set_t ready = ~0ull;

	solo5_yield(0, &ready);
	report_set("poll", ready);
}

static void
forward(const char **line)
{
	struct device *out;
	char name[68];

	CHECK(next_word(line, name, sizeof(name)));
	out = lookup(name);
	CHECK(out != NULL);
	echo(next_number(line), out);
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	const char *line = info->cmdline;
	char word[16];

	while (next_word(&line, word, sizeof(word))) {
		if (text_equal(word, "use"))
			use(&line);
		else if (text_equal(word, "info"))
			info_line();
		else if (text_equal(word, "echo"))
			echo(next_number(&line), device);
		else if (text_equal(word, "forward"))
			forward(&line);
		else if (text_equal(word, "w"))
			do_write(&line);
		else if (text_equal(word, "flood"))
			flood(&line);
		else if (text_equal(word, "r"))
			do_read(&line);
		else if (text_equal(word, "drain"))
			while (receive() != 0)
				;
		else if (text_equal(word, "poll"))
			poll_once();
		else if (text_equal(word, "sleep"))
			wait_ready("sleep", next_number(&line));
		else if (text_equal(word, "forever"))
			wait_ready("forever", UINT64_MAX);
		else if (text_equal(word, "pause"))
			pause_for(next_number(&line));
		else
			FAIL("no such word");
	}
	return success();
}
