/* SPDX-License-Identifier: ISC */
/*
 * rows.c: what is measured, and how.
 */
#include <config.h>

#include "bench.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "child.h"
#include "compiler.h"
#include "net.h"

#define KIB	1024u
#define MIB	(1024u * KIB)

/* How often a program is started in a round. */
#define STARTS	15

/* How many sleeps make a measurement. */
#define SLEEPS	60

/* The figures in the sixth column are those that the project promises. */
const struct row rows[] = {
	{ "start to exit, CPU", NULL, 0,
	    DEVICE_NONE, METHOD_START_CPU, 1.3, false, 1e-3, "us" },
	{ "start to exit, wall", NULL, 0,
	    DEVICE_NONE, METHOD_START_WALL, 0, false, 1e-3, "us" },
	{ "clock_monotonic", "clock_monotonic", 0,
	    DEVICE_NONE, METHOD_OP, 1.2, false, 1, "ns" },
	{ "clock_wall", "clock_wall", 0,
	    DEVICE_NONE, METHOD_OP, 0, false, 1, "ns" },
	{ "yield, expired", "yield_expired", 0,
	    DEVICE_NET, METHOD_OP, 1.3, false, 1, "ns" },
	{ "yield 1 ms, late by", "yield_1ms", SLEEPS,
	    DEVICE_NONE, METHOD_LATE, 0, false, 1e-3, "us" },
	{ "yield 1 ms, CPU", "yield_1ms", SLEEPS,
	    DEVICE_NONE, METHOD_SLEEP_CPU, 0, false, 1e-3, "us" },
	{ "block read 512 B", "block_read", 512,
	    DEVICE_DISK, METHOD_OP, 1.3, false, 1, "ns" },
	{ "block write 512 B", "block_write", 512,
	    DEVICE_DISK, METHOD_OP, 1.3, false, 1, "ns" },
	{ "block read 4 KiB", "block_read", 4 * KIB,
	    DEVICE_DISK, METHOD_OP, 0, false, 1, "ns" },
	{ "block write 4 KiB", "block_write", 4 * KIB,
	    DEVICE_DISK, METHOD_OP, 0, false, 1, "ns" },
	{ "block read 64 KiB", "block_read", 64 * KIB,
	    DEVICE_DISK, METHOD_OP, 0, false, 1e-3, "us" },
	{ "block write 64 KiB", "block_write", 64 * KIB,
	    DEVICE_DISK, METHOD_OP, 0, false, 1e-3, "us" },
	{ "block read 1 MiB", "block_read", MIB,
	    DEVICE_DISK, METHOD_OP, 1.03, false, 1e-3, "us" },
	{ "block write 1 MiB", "block_write", MIB,
	    DEVICE_DISK, METHOD_OP, 0, false, 1e-3, "us" },
	{ "net read, nothing", "net_read_none", 0,
	    DEVICE_NET, METHOD_OP, 0, false, 1, "ns" },
	{ "net write 64 B", "net_write", 64,
	    DEVICE_NET, METHOD_OP, 0, false, 1, "ns" },
	{ "net write 1514 B", "net_write", 1514,
	    DEVICE_NET, METHOD_OP, 1.15, false, 1, "ns" },
	{ "net echo 64 B", "net_echo", 64,
	    DEVICE_NET, METHOD_ECHO, 0, false, 1e-3, "us" },
	{ "net echo 1514 B", "net_echo", 1514,
	    DEVICE_NET, METHOD_ECHO, 0, false, 1e-3, "us" },
	{ "PSS asleep", "idle", 0,
	    DEVICE_NONE, METHOD_PSS, 300, true, 1.0 / KIB, "KiB" },
};

const size_t nrows = NELEM(rows);

/* Words that a command points to. */
struct words {
	char device[512];
	char guest[512];
	char op[32];
	char size[16];
	char unit[16];
	char all[64];		/* the last three */
};

static const char *const guest_names[DEVICE_COUNT] = {
	[DEVICE_NONE] = "none.spt",
	[DEVICE_DISK] = "disk.spt",
	[DEVICE_NET] = "net.spt",
};

/* The command by which a tender runs an operation. */
static void
tender_command(const struct bench *bench, const struct row *row,
    const struct contestant *who, struct command *command, struct words *words)
{
	size_t n = 0;

	(void)snprintf(words->guest, sizeof(words->guest), "%s/%s",
	    who->guests, guest_names[row->device]);
	command->word[n++] = who->tender;
	if (row->device == DEVICE_DISK) {
		(void)snprintf(words->device, sizeof(words->device),
		    "--block:disk=%s", bench->disk);
		command->word[n++] = words->device;
	} else if (row->device == DEVICE_NET) {
		command->word[n++] = "--net:net0=" NET_TAP;
	}
	command->word[n++] = words->guest;
	command->word[n++] = words->op;
	command->word[n++] = words->size;
	command->word[n++] = words->unit;
	command->word[n] = NULL;
}

/* The command by which the plain process does. */
static void
floor_command(const struct bench *bench, const struct row *row,
    struct command *command, struct words *words)
{
	(void)snprintf(words->all, sizeof(words->all), "%s %s %s", words->op,
	    words->size, words->unit);
	command->word[0] = bench->floor;
	command->word[1] = row->device == DEVICE_NET ? NET_TAP : bench->disk;
	command->word[2] = words->all;
	command->word[3] = NULL;
}

static void
op_command(const struct bench *bench, const struct row *row,
    const struct contestant *who, unsigned int size, struct command *command,
    struct words *words)
{
	(void)snprintf(words->op, sizeof(words->op), "%s", row->op);
	(void)snprintf(words->size, sizeof(words->size), "%u", size);
	(void)snprintf(words->unit, sizeof(words->unit), "%u",
	    row->device == DEVICE_DISK && who->unit != 0 && who->unit < size ?
	    who->unit : size);
	if (who->tender == NULL)
		floor_command(bench, row, command, words);
	else
		tender_command(bench, row, who, command, words);
}

/*
 * Reads lines until the one with the result of an operation, which begins
 * with the word bench.  NAN if there is none.
 */
static double
result_read(struct child *child, const char *op)
{
	char line[256], *end;
	const size_t len = strlen(op);
	double value;

	while (child_line(child, line, sizeof(line)) > 0) {
		if (strncmp(line, "bench ", 6) != 0 ||
		    strncmp(line + 6, op, len) != 0 || line[6 + len] != ' ')
			continue;
		value = strtod(line + 6 + len, &end);
		return *end == '\0' ? value : NAN;
	}
	return NAN;
}

/* Runs an operation that prints its time. */
static double
op_measure(const struct command *command, const char *op, struct cost *cost)
{
	struct child child;
	double value;

	if (child_start(&child, command, true) == -1)
		return NAN;
	value = result_read(&child, op);
	if (child_wait(&child, cost) == -1)
		return NAN;
	return value;
}

static int
double_compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Starts a program that ends at once, several times; the median. */
static double
start_measure(const struct bench *bench, const struct contestant *who,
    bool wall)
{
	struct command command = { { NULL } };
	char hello[512];
	double value[STARTS];
	struct child child;
	struct cost cost;
	size_t i;

	command.word[0] = bench->empty;
	if (who->tender != NULL) {
		(void)snprintf(hello, sizeof(hello), "%s/hello.spt",
		    who->guests);
		command.word[0] = who->tender;
		command.word[1] = hello;
	}
	for (i = 0; i < STARTS; i++) {
		if (child_start(&child, &command, false) == -1 ||
		    child_wait(&child, &cost) == -1)
			return NAN;
		value[i] = 1e9 * (wall ? cost.wall : cost.cpu);
	}
	qsort(value, STARTS, sizeof(value[0]), double_compare);
	return value[STARTS / 2];
}

/* CPU time of many sleeps less that of none, for one. */
static double
sleep_measure(const struct bench *bench, const struct row *row,
    const struct contestant *who)
{
	struct command command;
	struct words words;
	struct cost some, none;

	op_command(bench, row, who, 0, &command, &words);
	if (isnan(op_measure(&command, row->op, &none)))
		return NAN;
	op_command(bench, row, who, row->size, &command, &words);
	if (isnan(op_measure(&command, row->op, &some)))
		return NAN;
	return (some.cpu - none.cpu) * 1e9 / row->size;
}

static double
echo_measure(const struct command *command, unsigned int size)
{
	struct child child;
	struct cost cost;
	double value;

	if (child_start(&child, command, true) == -1)
		return NAN;
	value = net_echo(size);
	if (isnan(value))
		child_kill(&child);
	else if (child_wait(&child, &cost) == -1)
		value = NAN;
	return value;
}

/* The proportional set size of a process, in bytes. */
static double
pss_read(pid_t pid)
{
	char line[256];
	double value = NAN;
	unsigned long kib;
	FILE *f;

	(void)snprintf(line, sizeof(line), "/proc/%ld/smaps_rollup",
	    (long)pid);
	f = fopen(line, "r");
	if (f == NULL)
		return NAN;
	while (fgets(line, sizeof(line), f) != NULL)
		if (sscanf(line, "Pss: %lu kB", &kib) == 1)
			value = (double)kib * KIB;
	(void)fclose(f);
	return value;
}

static double
pss_measure(const struct command *command, const char *op)
{
	struct child child;
	double value = NAN;

	if (child_start(&child, command, true) == -1)
		return NAN;
	/* It prints, and goes to sleep. */
	if (!isnan(result_read(&child, op))) {
		(void)usleep(2000);
		value = pss_read(child.pid);
	}
	child_kill(&child);
	return value;
}

double
row_measure(const struct bench *bench, const struct row *row,
    const struct contestant *who)
{
	struct command command;
	struct words words;
	struct cost cost;

	if (row->op != NULL)
		op_command(bench, row, who, row->size, &command, &words);
	switch (row->method) {
	case METHOD_START_CPU:
		return start_measure(bench, who, false);
	case METHOD_START_WALL:
		return start_measure(bench, who, true);
	case METHOD_OP:
		return op_measure(&command, row->op, &cost);
	case METHOD_LATE:
		return op_measure(&command, row->op, &cost) - 1e6;
	case METHOD_SLEEP_CPU:
		return sleep_measure(bench, row, who);
	case METHOD_ECHO:
		return echo_measure(&command, row->size);
	case METHOD_PSS:
		return pss_measure(&command, row->op);
	}
	return NAN;
}
