/* SPDX-License-Identifier: ISC */
/*
 * serial.c: the console is the first serial port.
 */
#include "virtio.h"

#include "cpu.h"
#include "port.h"

#define COM1		0x3f8

#define DATA		(COM1 + 0)
#define INTERRUPTS	(COM1 + 1)
#define FIFO		(COM1 + 2)
#define LINE		(COM1 + 3)
#define MODEM		(COM1 + 4)
#define STATUS		(COM1 + 5)

#define FIFO_ON		0x07	/* and both sides cleared */
#define FIFO_SIZE	16
#define LINE_8N1	0x03
#define LINE_DIVISOR	0x80
#define MODEM_READY	0x03	/* DTR, RTS */
#define STATUS_EMPTY	0x20
#define NOBODY		0xff	/* what is read where nothing is */

/*
 * How long to wait for a line that takes nothing, in nanoseconds, and in cycles
 * of the CPU's, which are seconds of any, where there is no clock yet.  And how
 * often to look at least: the machine may have stood still for so long, and
 * then has to get its chance.  Each look takes about a microsecond; a line that
 * nothing stops has room again after 87 of these for each byte.
 */
#define PATIENCE	5000000000u
#define CYCLES		(1ull << 36)
#define LOOKS		10000u

static bool present;

/* Patience ran out.  Until the line takes something, nobody waits for it. */
static bool stalled;

/* 115200 baud. */
void
serial_init(void)
{
	if (port_in8(STATUS) == NOBODY)
		return;
	port_out8(INTERRUPTS, 0);
	port_out8(LINE, LINE_DIVISOR | LINE_8N1);
	port_out8(DATA, 1);
	port_out8(INTERRUPTS, 0);
	port_out8(LINE, LINE_8N1);
	port_out8(FIFO, FIFO_ON);
	port_out8(MODEM, MODEM_READY);
	present = true;
}

static bool
is_empty(void)
{
	return (port_in8(STATUS) & STATUS_EMPTY) != 0;
}

static void
wait_empty(void)
{
	const solo5_time_t since = solo5_clock_monotonic();
	const uint64_t start = cpu_cycles();

	for (unsigned int looks = 0; !is_empty(); looks++) {
		if (looks >= LOOKS &&
		    (solo5_clock_monotonic() - since >= PATIENCE ||
		    cpu_cycles() - start >= CYCLES)) {
			stalled = true;
			return;
		}
		__builtin_ia32_pause();
	}
}

/*
 * Who does not read the console holds us up, as a pipe does, but not for ever.
 * When the FIFO is empty it has room for all of its size.
 */
void
platform_console_write(const char *buf, size_t size)
{
	if (!present)
		return;
	for (size_t i = 0; i < size; i++) {
		if (i % FIFO_SIZE == 0 && !is_empty()) {
			if (!stalled)
				wait_empty();
			if (stalled)
				return;
		}
		stalled = false;
		port_out8(DATA, (uint8_t)buf[i]);
	}
}

void
solo5_console_write(const char *buf, size_t size)
{
	platform_console_write(buf, size);
}
