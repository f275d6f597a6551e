/* SPDX-License-Identifier: ISC */
/*
 * serial.c: the console is the first serial port.
 */
#include "virtio.h"

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

static bool present;

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

/* Who does not read the console holds us up, as a pipe does. */
void
platform_console_write(const char *buf, size_t size)
{
	if (!present)
		return;
	for (size_t i = 0; i < size; i++) {
		if (i % FIFO_SIZE == 0)
			while ((port_in8(STATUS) & STATUS_EMPTY) == 0)
				__builtin_ia32_pause();
		port_out8(DATA, (uint8_t)buf[i]);
	}
}

void
solo5_console_write(const char *buf, size_t size)
{
	platform_console_write(buf, size);
}
