/* SPDX-License-Identifier: ISC */
/*
 * solo5_bindings.h: what the bindings of all targets share.
 *
 * No target and no CPU has a name here.  A target implements the platform_
 * functions; everything else is in common/, and in the public solo5.h.
 */
#ifndef SOLO5_BINDINGS_H
#define SOLO5_BINDINGS_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <solo5.h>

#define NORETURN	__attribute__((__noreturn__))
#define PRINTF_LIKE(fmt, args)						\
    __attribute__((__format__(__printf__, fmt, args)))

/*
 * Symbols of the linker script.  Their addresses are what they say, lengths
 * included; read them with symbol_value().
 */
extern const char _stext[], _etext[], _erodata[], _end[];
extern const char _stdata[], _ltdata[], _ltbss[];

/*
 * The value of a symbol.  A compiler takes it for granted that no object is
 * at address 0, and a length may well be 0: so it is not shown the symbol.
 */
static inline uintptr_t
symbol_value(const char *symbol)
{
	__asm__("" : "+r"(symbol));
	return (uintptr_t)symbol;
}

/* Rounds up to a multiple of align, which is a power of two. */
static inline uintptr_t
round_up(uintptr_t value, uintptr_t align)
{
	return (value + align - 1) & ~(align - 1);
}

/*
 * platform: implemented by each target.
 */

/* Ends the unikernel, silently. */
NORETURN void platform_exit(int status);

/* solo5_console_write(), for the bindings' own use as well. */
void platform_console_write(const char *buf, size_t size);

/*
 * Tells the host where it finds what a CPU exception has left behind, if the
 * unikernel ends because of it.  Only of targets that use cpu_init().
 */
void platform_trapped(const void *trap);

/* Makes base the thread pointer; false if it cannot be one. */
bool platform_set_tls_base(uintptr_t base);

/*
 * crt: from the target's entry to the application.
 */

struct memory {
	uintptr_t kernel_end;	/* first byte behind the executable */
	uintptr_t mem_end;	/* first byte behind the memory */
};

/*
 * Takes the bindings' own options from the command line, prints the banner,
 * and runs the application.  The command line must stay valid for ever.
 */
NORETURN void crt_run(const char *cmdline, const struct memory *mem);

/* Prints who we are, and what is where in memory. */
void banner_print(const struct solo5_start_info *info);

/*
 * log: messages, each of a level; the command line says which are wanted.
 */

enum log_level {
	LOG_QUIET,		/* of a log that prints nothing */
	LOG_ERROR,
	LOG_WARN,
	LOG_INFO,
	LOG_DEBUG
};

void log_print(enum log_level level, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The same for text of len bytes, as it is. */
void log_write(enum log_level level, const char *text, size_t len);

/*
 * While the log is held, messages are collected, to be written all at once
 * when it is released.
 */
void log_hold(void);
void log_release(void);

/*
 * Sets the level by the words "--solo5:LEVEL" at the start of the command
 * line, and returns what is behind them.
 */
const char *log_options(const char *cmdline);

/*
 * printf: the conversions d, u, x, s and %, with the lengths l, ll and z, and
 * neither width nor precision.  Writes at most size bytes and no NUL, and
 * returns how many.
 */
size_t format(char *buf, size_t size, const char *fmt, va_list ap)
    __attribute__((__format__(__printf__, 3, 0)));

/*
 * abort: ends a unikernel that cannot go on.  Neither uses the log.
 */

/* Prints "Solo5: ABORT: FILE:LINE: WHY". */
NORETURN void abort_at(const char *file, unsigned int line, const char *why);

/* Prints "Solo5: ABORT: WHY". */
NORETURN void abort_why(const char *why);

#define ABORT(why)	abort_at(__FILE__, __LINE__, (why))

/*
 * string, mem: what a C library would have.  Compilers call the second group
 * by themselves.
 */

/* What follows prefix in s, or NULL if s does not start with it. */
const char *string_skip(const char *s, const char *prefix);

int memcmp(const void *a, const void *b, size_t len);
void *memcpy(void *restrict dst, const void *restrict src, size_t len);
void *memmove(void *dst, const void *src, size_t len);
void *memset(void *dst, int c, size_t len);

#endif /* SOLO5_BINDINGS_H */
