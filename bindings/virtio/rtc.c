/* SPDX-License-Identifier: ISC */
/*
 * rtc.c: reads the clock on a PC's battery.
 */
#include "rtc.h"

#include <stdbool.h>

#include "port.h"
#include "solo5_bindings.h"

#define INDEX		0x70
#define DATA		0x71

#define STATUS_A	10
#define A_UPDATING	0x80
#define STATUS_B	11
#define B_24_HOURS	0x02
#define B_BINARY	0x04
#define HOUR_PM		0x80

/* Registers, in the order of struct fields. */
static const uint8_t registers[] = { 0, 2, 4, 7, 8, 9 };

enum { SECOND, MINUTE, HOUR, DAY, MONTH, YEAR, FIELDS };

#define TRIES		10000

static uint8_t
read_register(uint8_t number)
{
	port_out8(INDEX, number);
	return port_in8(DATA);
}

static void
read_fields(uint8_t fields[FIELDS])
{
	for (int i = 0; i < FIELDS; i++)
		fields[i] = read_register(registers[i]);
}

/* Two readings that are the same were not made while it changed. */
static bool
read_stable(uint8_t fields[FIELDS])
{
	uint8_t again[FIELDS];

	for (int i = 0; i < TRIES; i++) {
		if ((read_register(STATUS_A) & A_UPDATING) != 0)
			continue;
		read_fields(fields);
		read_fields(again);
		if (memcmp(fields, again, FIELDS) == 0)
			return true;
	}
	return false;
}

static void
to_binary(uint8_t fields[FIELDS])
{
	uint8_t status = read_register(STATUS_B);
	bool pm = (fields[HOUR] & HOUR_PM) != 0;

	if ((status & B_24_HOURS) == 0)
		fields[HOUR] &= (uint8_t)~HOUR_PM;
	if ((status & B_BINARY) == 0)
		for (int i = 0; i < FIELDS; i++)
			fields[i] = (uint8_t)((fields[i] >> 4) * 10 +
			    (fields[i] & 0xf));
	if ((status & B_24_HOURS) == 0)
		fields[HOUR] = (uint8_t)(fields[HOUR] % 12 + (pm ? 12 : 0));
}

/*
 * Days from 1970, for years of this century: years are taken to begin in
 * March, so that the leap day is their last.
 */
static uint64_t
days(unsigned int year, unsigned int month, unsigned int day)
{
	unsigned int m = month > 2 ? month - 3 : month + 9;
	unsigned int y = 2000 + year - (month <= 2);

	return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 +
	    day - 1 - 719468;
}

uint64_t
rtc_read(void)
{
	uint8_t f[FIELDS];

	if (!read_stable(f))
		return 0;
	to_binary(f);
	if (f[MONTH] < 1 || f[MONTH] > 12 || f[DAY] < 1 || f[DAY] > 31)
		return 0;
	return ((days(f[YEAR], f[MONTH], f[DAY]) * 24 + f[HOUR]) * 60 +
	    f[MINUTE]) * 60 + f[SECOND];
}
