/* SPDX-License-Identifier: ISC */
/*
 * banner.c: the first that a unikernel says.
 *
 * It is most of what many a unikernel ever executes of the bindings, and
 * there are hosts that emulate each instruction of it.  So it is no matter
 * for printf: all text that is known when this is compiled is copied in whole
 * words.
 */
#include "solo5_bindings.h"

#include "version.h"

static const char start[] =
    "   ####   ###   #      ###   #####\n"
    "  #      #   #  #     #   #  #\n"
    "   ###   #   #  #     #   #  ####\n"
    "      #  #   #  #     #   #      #\n"
    "  ####    ###   ####   ###   ####\n"
    "Solo5: Bindings version " SOLO5_BINDINGS_VERSION "\n";

/* Each of these appends to what ends at p, and returns where that ends then. */

#define PUT(p, text)							\
    ((char *)__builtin_memcpy((p), (text), sizeof(text) - 1) +		\
    sizeof(text) - 1)

/* Not ten times in one function. */
__attribute__((__noinline__)) static char *
put_hex(char *p, uintptr_t value)
{
	/* The highest digit that is not 0, but at least the lowest. */
	int shift = (63 - __builtin_clzll(value | 1)) & ~3;

	for (; shift >= 0; shift -= 4)
		*p++ = "0123456789abcdef"[value >> shift & 15];
	return p;
}

static char *
put_decimal(char *p, uintptr_t value)
{
	uintptr_t unit = 1;

	while (value / unit >= 10)
		unit *= 10;
	for (; unit > 0; unit /= 10)
		*p++ = (char)('0' + value / unit % 10);
	return p;
}

/* What is between two symbols, and the end of the line. */
static char *
put_region(char *p, const char *from, const char *to)
{
	p = put_hex(p, symbol_value(from));
	p = PUT(p, " - 0x");
	p = put_hex(p, symbol_value(to) - 1);
	return PUT(p, ")\n");
}

void
banner_print(const struct solo5_start_info *info)
{
	char text[512], *p = text;
	uintptr_t mem_end = info->heap_start + info->heap_size;

	p = PUT(p, "Solo5: Memory map: ");
	p = put_decimal(p, mem_end >> 20);
	p = PUT(p, " MB addressable:\nSolo5:   reserved @ (0x");
	p = put_region(p, NULL, _stext);
	p = PUT(p, "Solo5:       text @ (0x");
	p = put_region(p, _stext, _etext);
	p = PUT(p, "Solo5:     rodata @ (0x");
	p = put_region(p, _etext, _erodata);
	p = PUT(p, "Solo5:       data @ (0x");
	p = put_region(p, _erodata, _end);
	p = PUT(p, "Solo5:       heap >= 0x");
	p = put_hex(p, info->heap_start);
	p = PUT(p, " < stack < 0x");
	p = put_hex(p, mem_end);
	p = PUT(p, "\n");
	log_write(LOG_INFO, start, sizeof(start) - 1);
	log_write(LOG_INFO, text, (size_t)(p - text));
}
