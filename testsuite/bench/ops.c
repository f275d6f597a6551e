/* SPDX-License-Identifier: ISC */
/*
 * ops.c: the operations that are measured, and how their time is taken.
 *
 * Compiled for the guest as well, so there is no C library here.
 */
#include "ops.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "side.h"

/* Shortest time that is taken, in nanoseconds, and how often it is. */
#define BATCH_MIN	UINT64_C(4000000)
#define BATCHES		3

#define MSEC		UINT64_C(1000000)
#define HOUR		(3600 * 1000 * MSEC)

/* Largest frame, and room for any that arrives. */
#define FRAME_MAX	2048

/* The numbers behind an operation's name. */
struct args {
	uint64_t size;		/* bytes at once, or repetitions */
	uint64_t unit;		/* bytes in one call */
	uint64_t count;		/* how often, or 0 to find out */
};

/* An operation: n times, or false when it has failed. */
typedef bool loop_fn(const struct args *, uint64_t n);

struct op {
	const char *name;
	bool (*open)(void);	/* or NULL */
	bool (*run)(const struct op *, const struct args *);
	loop_fn *loop;		/* or NULL */
};

/* Page-aligned, as a program that cares for speed would have it. */
static _Alignas(4096) uint8_t buffer[BLOCK_OP_MAX];

/* Where results go that nobody wants. */
static volatile uint64_t sink;

/* Prints one line: "bench", a name, and hundredths as a decimal. */
static void
print_result(const char *name, uint64_t hundredths)
{
	char line[80], digits[24];
	size_t n = 0, d = 0;
	const char *p;

	for (p = "bench "; *p != '\0'; p++)
		line[n++] = *p;
	for (p = name; *p != '\0' && n < 48; p++)
		line[n++] = *p;
	line[n++] = ' ';
	do {
		digits[d++] = (char)('0' + hundredths % 10);
		hundredths /= 10;
	} while (hundredths != 0 || d < 3);
	while (d != 0) {
		if (d == 2)
			line[n++] = '.';
		line[n++] = digits[--d];
	}
	line[n++] = '\n';
	side_print(line, n);
}

static bool
clock_monotonic(const struct args *a, uint64_t n)
{
	(void)a;
	for (; n != 0; n--)
		sink = side_monotonic();
	return true;
}

static bool
clock_wall(const struct args *a, uint64_t n)
{
	(void)a;
	for (; n != 0; n--)
		sink = side_wall();
	return true;
}

static bool
yield_expired(const struct args *a, uint64_t n)
{
	(void)a;
	for (; n != 0; n--)
		side_poll();
	return true;
}

static bool
yield_1ms(const struct args *a, uint64_t n)
{
	(void)a;
	for (; n != 0; n--)
		side_wait(side_monotonic() + MSEC);
	return true;
}

/* From one end of the disk to the other, and again. */
static bool
block_read(const struct args *a, uint64_t n)
{
	uint64_t offset = 0, done;

	for (; n != 0; n--) {
		for (done = 0; done < a->size; done += a->unit)
			if (!side_disk_read(offset + done, buffer + done,
			    a->unit))
				return false;
		offset = (offset + a->size) % DISK_SIZE;
	}
	return true;
}

static bool
block_write(const struct args *a, uint64_t n)
{
	uint64_t offset = 0, done;

	for (; n != 0; n--) {
		for (done = 0; done < a->size; done += a->unit)
			if (!side_disk_write(offset + done, buffer + done,
			    a->unit))
				return false;
		offset = (offset + a->size) % DISK_SIZE;
	}
	return true;
}

static bool
net_read_none(const struct args *a, uint64_t n)
{
	(void)a;
	for (; n != 0; n--)
		sink = side_net_read(buffer, FRAME_MAX);
	return true;
}

/* A broadcast frame of our type, which nobody on the host wants. */
static void
frame_make(void)
{
	size_t i;

	for (i = 0; i < 6; i++)
		buffer[i] = 0xff;
	buffer[6] = 0x02;
	buffer[12] = FRAME_TYPE_HI;
	buffer[13] = FRAME_TYPE_LO;
}

static bool
net_write(const struct args *a, uint64_t n)
{
	frame_make();
	for (; n != 0; n--)
		if (!side_net_write(buffer, a->size))
			return false;
	return true;
}

/*
 * Prints the time of one: the best of several batches, since whatever else
 * the machine does only makes it longer.  A batch is made long enough for the
 * clock not to matter.
 */
static bool
run_timed(const struct op *op, const struct args *a)
{
	uint64_t n = 1, best = UINT64_MAX, start, time;
	int batch = 0;

	while (batch < BATCHES) {
		start = side_monotonic();
		if (!op->loop(a, n))
			return false;
		time = side_monotonic() - start;
		if (batch == 0 && time < BATCH_MIN) {
			n *= 2;
			continue;
		}
		if (time < best)
			best = time;
		batch++;
	}
	print_result(op->name, best * 100 / n);
	return true;
}

/* Runs as often as asked and prints the mean. */
static bool
run_counted(const struct op *op, const struct args *a)
{
	uint64_t start, time;

	start = side_monotonic();
	if (!op->loop(a, a->size))
		return false;
	time = side_monotonic() - start;
	print_result(op->name, a->size == 0 ? 0 : time * 100 / a->size);
	return true;
}

/* Runs so often, by itself. */
static bool
run_exactly(const struct op *op, const struct args *a)
{
	if (!op->loop(a, a->count))
		return false;
	print_result(op->name, 0);
	return true;
}

/* Sends frames back until there is one that says stop. */
static bool
run_echo(const struct op *op, const struct args *a)
{
	size_t len;

	(void)op;
	(void)a;
	for (;;) {
		len = side_net_read(buffer, FRAME_MAX);
		if (len == 0) {
			side_wait(side_monotonic() + HOUR);
			continue;
		}
		if (len < 15 || buffer[12] != FRAME_TYPE_HI ||
		    buffer[13] != FRAME_TYPE_LO)
			continue;
		if (buffer[14] == FRAME_STOP)
			return true;
		if (!side_net_write(buffer, len))
			return false;
	}
}

/* Says that it is there, and sleeps. */
static bool
run_idle(const struct op *op, const struct args *a)
{
	uint64_t end;

	(void)a;
	print_result(op->name, 0);
	end = side_monotonic() + HOUR;
	while (side_monotonic() < end)
		side_wait(end);
	return true;
}

static const struct op ops[] = {
	{ "block_read", side_disk_open, run_timed, block_read },
	{ "block_write", side_disk_open, run_timed, block_write },
	{ "clock_monotonic", NULL, run_timed, clock_monotonic },
	{ "clock_wall", NULL, run_timed, clock_wall },
	{ "idle", NULL, run_idle, NULL },
	{ "net_echo", side_net_open, run_echo, NULL },
	{ "net_read_none", side_net_open, run_timed, net_read_none },
	{ "net_write", side_net_open, run_timed, net_write },
	{ "yield_1ms", NULL, run_counted, yield_1ms },
	{ "yield_expired", side_net_open, run_timed, yield_expired },
};

#define NOPS	(sizeof(ops) / sizeof(ops[0]))

/* Whether words begin with this word; then they go on behind it. */
static bool
word_take(const char **words, const char *word)
{
	const char *p = *words;

	while (*word != '\0' && *p == *word) {
		p++;
		word++;
	}
	if (*word != '\0' || (*p != ' ' && *p != '\0'))
		return false;
	*words = p;
	return true;
}

/* The number that words begin with, or 0. */
static uint64_t
number_take(const char **words)
{
	const char *p = *words;
	uint64_t n = 0;

	while (*p == ' ')
		p++;
	while (*p >= '0' && *p <= '9')
		n = n * 10 + (uint64_t)(*p++ - '0');
	*words = p;
	return n;
}

static bool
op_run(const struct op *op, const struct args *a)
{
	if (op->open != NULL && !op->open())
		return false;
	side_wait_open();
	if (a->count != 0 && op->loop != NULL)
		return run_exactly(op, a);
	return op->run(op, a);
}

int
ops_run(const char *words)
{
	struct args a;
	size_t i;

	for (i = 0; i < NOPS; i++)
		if (word_take(&words, ops[i].name))
			break;
	a.size = number_take(&words);
	a.unit = number_take(&words);
	a.count = number_take(&words);
	if (a.unit == 0)
		a.unit = a.size;
	if (i == NOPS || a.size > BLOCK_OP_MAX || !op_run(&ops[i], &a)) {
		side_print("bench failed\n", 13);
		return 1;
	}
	return 0;
}
