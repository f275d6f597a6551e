/* SPDX-License-Identifier: ISC */
/*
 * t-serial.c: the console of virtio on lines that are slow, that stand still
 * for a while, and that take nothing any more: what is lost, and how long it
 * takes.
 */
#include <config.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "check.h"
#include "cpu.h"
#include "port.h"
#include "virtio.h"

static uint8_t uart_in(uint16_t port);
static void uart_out(uint16_t port, uint8_t value);
static uint64_t nsec;

/* A CPU of 8 GHz. */
#define port_in8(port)		uart_in(port)
#define port_out8(port, value)	uart_out((port), (value))
#define cpu_cycles()		(8 * nsec)

/* The bindings' code, as part of this program. */
#include "../../bindings/virtio/serial.c"

#define USEC		1000ull
#define MSEC		(1000 * USEC)
#define SEC		(1000 * MSEC)
#define BYTE		87000ull	/* at 115200 baud */
#define NEVER		UINT64_MAX

/*
 * The line: sends a byte of its FIFO after the other, from some time on.  To
 * look at it takes a microsecond, and once a lot more.
 */
static uint64_t byte_time, moves_at, jump_at, jump;
static unsigned int fill, lost, sent;
static uint64_t next_byte;
static bool clock_runs;

static void
line_move(void)
{
	if (next_byte < moves_at)
		next_byte = moves_at;
	while (fill > 0 && nsec >= next_byte) {
		fill--;
		sent++;
		next_byte += byte_time;
	}
}

static uint8_t
uart_in(uint16_t port)
{
	if (port != STATUS)
		abort();
	nsec += USEC;
	if (nsec >= jump_at) {
		jump_at = NEVER;
		nsec += jump;
		next_byte = nsec + byte_time;
		return 0;
	}
	line_move();
	return fill == 0 ? STATUS_EMPTY | 0x40 : 0;
}

static void
uart_out(uint16_t port, uint8_t value)
{
	(void)value;
	if (port != DATA)
		return;
	if (fill == FIFO_SIZE)
		lost++;
	else if (fill++ == 0)
		next_byte = nsec + byte_time;
}

solo5_time_t
solo5_clock_monotonic(void)
{
	return clock_runs ? nsec : 0;
}

/*
 * The tests.
 */

static void
line_init(uint64_t each)
{
	serial_init();
	byte_time = each;
	moves_at = 0;
	jump_at = NEVER;
	fill = lost = sent = 0;
	clock_runs = true;
	stalled = false;
}

/* Writes so much, and returns how many nanoseconds that took. */
static uint64_t
write_some(size_t size)
{
	static const char text[10000];
	const uint64_t start = nsec;

	solo5_console_write(text, size);
	return nsec - start;
}

/* All of it has been sent, sooner or later. */
static bool
all_sent(unsigned int size)
{
	return lost == 0 && sent + fill == size;
}

static void
test_slow(bool has_clock)
{
	static const uint64_t times[] = { 0, BYTE, 100 * BYTE, SEC / 4 };

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		line_init(times[i]);
		clock_runs = has_clock;
		(void)write_some(20);
		(void)write_some(1);
		CHECK(all_sent(21));
	}
}

static void
test_pause(void)
{
	line_init(BYTE);
	for (unsigned int i = 1; i <= 2; i++) {
		moves_at = nsec + 4900 * MSEC;
		CHECK(write_some(1000) > 4900 * MSEC);
		CHECK(all_sent(i * 1000));
	}
}

static void
test_stall(bool has_clock)
{
	line_init(BYTE);
	clock_runs = has_clock;
	moves_at = NEVER;
	CHECK(write_some(16) < MSEC);
	if (has_clock)
		CHECK(write_some(16) - 5 * SEC < SEC);
	else
		CHECK(write_some(16) - 5 * SEC < 5 * SEC);
	for (unsigned int i = 0; i < 100; i++)
		CHECK(write_some(10000) < MSEC);
	CHECK(lost == 0 && sent == 0 && fill == FIFO_SIZE);
	/* It takes something again, and then is waited for again. */
	moves_at = next_byte = nsec;
	nsec += SEC;
	CHECK(write_some(1000) > 900 * BYTE);
	CHECK(all_sent(16 + 1000));
	moves_at = NEVER;
	CHECK(write_some(1000) >= 5 * SEC);
}

/* The machine was stopped for an hour, while it looked at the line. */
static void
test_jump(void)
{
	for (unsigned int i = 1; i < 2000; i += 100) {
		line_init(BYTE);
		jump = 3600 * SEC;
		jump_at = nsec + i * USEC;
		(void)write_some(1000);
		CHECK(all_sent(1000));
	}
}

int
main(void)
{
	test_slow(true);
	test_slow(false);
	test_pause();
	test_stall(true);
	test_stall(false);
	test_jump();
	return check_status();
}
