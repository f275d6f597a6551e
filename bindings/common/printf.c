/* SPDX-License-Identifier: ISC */
/*
 * printf.c: formats the bindings' messages, and can no more than they need.
 */
#include "solo5_bindings.h"

/* Enough for 2^64 - 1 in decimal. */
#define DIGITS	20

struct out {
	char *buf;
	size_t size;
	size_t used;
};

static void
put(struct out *out, char c)
{
	if (out->used < out->size)
		out->buf[out->used++] = c;
}

/* Text up to its end or, if that comes first, stop; returns what is there. */
static const char *
put_text(struct out *out, const char *s, char stop)
{
	char *to = out->buf + out->used;
	size_t room = out->size - out->used;

	for (; *s != '\0' && *s != stop; s++)
		if (room > 0) {
			*to++ = *s;
			room--;
		}
	out->used = out->size - room;
	return s;
}

static void
put_unsigned(struct out *out, unsigned long long value, unsigned int base)
{
	char digits[DIGITS];
	size_t n = 0;

	do {
		digits[n++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value != 0);
	while (n > 0)
		put(out, digits[--n]);
}

static void
put_signed(struct out *out, long long value)
{
	unsigned long long magnitude = (unsigned long long)value;

	if (value < 0) {
		put(out, '-');
		magnitude = 0 - magnitude;
	}
	put_unsigned(out, magnitude, 10);
}

/* On the CPUs that we have, l, ll and z are all of 64 bits. */
_Static_assert(sizeof(long) == sizeof(long long), "long");
_Static_assert(sizeof(size_t) == sizeof(long long), "size_t");

/*
 * One conversion; fmt is behind its '%'.  Returns what follows it.  The
 * arguments are passed as va_arg() wants them: as a pointer to the caller's.
 */
static const char *
convert(struct out *out, const char *fmt, va_list *ap)
{
	bool is_long = false;

	for (; *fmt == 'l' || *fmt == 'z'; fmt++)
		is_long = true;
	switch (*fmt) {
	case 'd':
		put_signed(out, is_long ? va_arg(*ap, long) :
		    va_arg(*ap, int));
		break;
	case 'u':
	case 'x':
		put_unsigned(out, is_long ? va_arg(*ap, unsigned long) :
		    va_arg(*ap, unsigned int), *fmt == 'x' ? 16 : 10);
		break;
	case 's':
		(void)put_text(out, va_arg(*ap, const char *), '\0');
		break;
	case '\0':
		return fmt;
	default:
		put(out, *fmt);
		break;
	}
	return fmt + 1;
}

size_t
format(char *buf, size_t size, const char *fmt, va_list ap)
{
	struct out out = { buf, size, 0 };
	va_list args;

	va_copy(args, ap);
	while (*(fmt = put_text(&out, fmt, '%')) != '\0')
		fmt = convert(&out, fmt + 1, &args);
	va_end(args);
	return out.used;
}
