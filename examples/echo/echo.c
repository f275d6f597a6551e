/* SPDX-License-Identifier: ISC */
/*
 * echo.c: sends every frame back to where it came from, until it is stopped.
 */
#include <solo5.h>

#define MINUTE		UINT64_C(60000000000)

/* Any interface's frames fit. */
#define FRAME_MAX	(65535 + SOLO5_NET_HLEN)

static uint8_t frame[FRAME_MAX];

/* Exchanges the receiver's and the sender's address. */
static void
turn_round(uint8_t *p)
{
	uint8_t byte;
	int i;

	for (i = 0; i < SOLO5_NET_ALEN; i++) {
		byte = p[i];
		p[i] = p[i + SOLO5_NET_ALEN];
		p[i + SOLO5_NET_ALEN] = byte;
	}
}

int
solo5_app_main(const struct solo5_start_info *start)
{
	struct solo5_net_info info;
	solo5_handle_t net;
	size_t size;

	(void)start;
	if (solo5_net_acquire("service0", &net, &info) != SOLO5_R_OK)
		return SOLO5_EXIT_FAILURE;
	for (;;) {
		solo5_yield(solo5_clock_monotonic() + MINUTE, NULL);
		while (solo5_net_read(net, frame, sizeof(frame), &size) ==
		    SOLO5_R_OK && size >= SOLO5_NET_HLEN) {
			turn_round(frame);
			(void)solo5_net_write(net, frame, size);
		}
	}
}
