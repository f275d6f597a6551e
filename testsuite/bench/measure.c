/* SPDX-License-Identifier: ISC */
/*
 * measure.c: how a row is measured.
 */
#include <config.h>

#include "bench.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "child.h"
#include "count.h"
#include "net.h"

#define KIB	1024u

/* How often a program is started in a round, at most. */
#define STARTS	15

/* Operations of the two runs whose difference is counted. */
#define FEW	20
#define MANY	200

/* Words that a command points to. */
struct words {
	char device[512];
	char guest[512];
	char op[32];
	char size[16];
	char unit[16];
	char count[16];
	char all[96];		/* the last four */
};

static const char *const guest_names[DEVICE_COUNT] = {
	[DEVICE_NONE] = "none",
	[DEVICE_DISK] = "disk",
	[DEVICE_NET] = "net",
};

/* The guest, and the words that it is given; ends the command. */
static void
guest_words(struct command *command, size_t n, const struct words *words)
{
	command->word[n++] = words->guest;
	command->word[n++] = words->op;
	command->word[n++] = words->size;
	command->word[n++] = words->unit;
	command->word[n++] = words->count;
	command->word[n] = NULL;
}

/* The command by which solo5-virtio-run, or a peer's, runs an operation. */
static void
machine_command(const struct bench *bench, const struct row *row,
    const struct contestant *who, struct command *command,
    const struct words *words)
{
	size_t n = 0;

	command->word[n++] = who->tender;
	command->word[n++] = "-q";
	command->word[n++] = "-H";
	command->word[n++] = bench->hypervisor;
	if (row->device == DEVICE_DISK) {
		command->word[n++] = "-d";
		command->word[n++] = bench->disk;
	} else if (row->device == DEVICE_NET) {
		command->word[n++] = "-n";
		command->word[n++] = NET_TAP;
	}
	guest_words(command, n, words);
}

/* The command by which a tender runs an operation. */
static void
tender_command(const struct bench *bench, const struct row *row,
    const struct contestant *who, struct command *command, struct words *words)
{
	size_t n = 0;

	command->word[n++] = who->tender;
	if (row->device == DEVICE_DISK) {
		(void)snprintf(words->device, sizeof(words->device),
		    "--block:disk=%s", bench->disk);
		command->word[n++] = words->device;
	} else if (row->device == DEVICE_NET) {
		command->word[n++] = "--net:net0=" NET_TAP;
	}
	guest_words(command, n, words);
}

/* The command by which the plain process does. */
static void
floor_command(const struct bench *bench, const struct row *row,
    struct command *command, struct words *words)
{
	(void)snprintf(words->all, sizeof(words->all), "%s %s %s %s",
	    words->op, words->size, words->unit, words->count);
	command->word[0] = bench->floor;
	command->word[1] = row->device == DEVICE_NET ? NET_TAP : bench->disk;
	command->word[2] = words->all;
	command->word[3] = NULL;
}

/* A count of 0 is as many as it takes to measure one. */
static void
op_command(const struct bench *bench, const struct row *row,
    const struct contestant *who, unsigned int size, unsigned int count,
    struct command *command, struct words *words)
{
	(void)snprintf(words->op, sizeof(words->op), "%s", row->op);
	(void)snprintf(words->size, sizeof(words->size), "%u", size);
	(void)snprintf(words->unit, sizeof(words->unit), "%u",
	    row->device == DEVICE_DISK && who->unit != 0 && who->unit < size ?
	    who->unit : size);
	(void)snprintf(words->count, sizeof(words->count), "%u", count);
	(void)snprintf(words->guest, sizeof(words->guest), "%s/%s.%s",
	    who->guests, guest_names[row->device], bench->target->name);
	if (who->tender == NULL)
		floor_command(bench, row, command, words);
	else if (bench->target->machine)
		machine_command(bench, row, who, command, words);
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

/* A program that ends at once. */
static void
hello_command(const struct bench *bench, const struct contestant *who,
    struct command *command, char *hello, size_t size)
{
	size_t n = 0;

	*command = (struct command){ .word[0] = bench->target->empty,
	    .word[1] = bench->hypervisor };
	if (who->tender == NULL)
		return;
	(void)snprintf(hello, size, "%s/hello.%s", who->guests,
	    bench->target->name);
	command->word[n++] = who->tender;
	if (bench->target->machine) {
		command->word[n++] = "-q";
		command->word[n++] = "-H";
		command->word[n++] = bench->hypervisor;
	}
	command->word[n++] = hello;
	command->word[n] = NULL;
}

/* Starts it several times; the median. */
static double
start_measure(const struct bench *bench, const struct row *row,
    const struct contestant *who, bool wall)
{
	const size_t starts = row->size == 0 ? STARTS : row->size;
	struct command command;
	char hello[512];
	double value[STARTS];
	struct child child;
	struct cost cost;
	size_t i;

	hello_command(bench, who, &command, hello, sizeof(hello));
	for (i = 0; i < starts; i++) {
		if (child_start(&child, &command, false) == -1 ||
		    child_wait(&child, &cost) == -1)
			return NAN;
		value[i] = 1e9 * (wall ? cost.wall : cost.cpu);
	}
	qsort(value, starts, sizeof(value[0]), double_compare);
	return value[starts / 2];
}

/* CPU time of many sleeps less that of none, for one. */
static double
sleep_measure(const struct bench *bench, const struct row *row,
    const struct contestant *who)
{
	struct command command;
	struct words words;
	struct cost some, none;

	op_command(bench, row, who, 0, 0, &command, &words);
	if (isnan(op_measure(&command, row->op, &none)))
		return NAN;
	op_command(bench, row, who, row->size, 0, &command, &words);
	if (isnan(op_measure(&command, row->op, &some)))
		return NAN;
	return (some.cpu - none.cpu) * 1e9 / row->size;
}

static double
picked(const struct counts *counts, bool exits)
{
	return (double)(exits ? counts->exits : counts->calls);
}

static double
start_count(const struct bench *bench, const struct contestant *who,
    bool exits)
{
	struct command command;
	struct counts counts;
	char hello[512];

	hello_command(bench, who, &command, hello, sizeof(hello));
	return count_run(&command, &counts) == -1 ? NAN :
	    picked(&counts, exits);
}

/* What many operations take less what few do, for one. */
static double
op_count(const struct bench *bench, const struct row *row,
    const struct contestant *who, bool exits)
{
	static const unsigned int n[2] = { FEW, FEW + MANY };
	struct command command;
	struct words words;
	struct counts counts[2];
	size_t i;

	for (i = 0; i < 2; i++) {
		op_command(bench, row, who, row->size, n[i], &command, &words);
		if (count_run(&command, &counts[i]) == -1)
			return NAN;
	}
	return (picked(&counts[1], exits) - picked(&counts[0], exits)) / MANY;
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
		op_command(bench, row, who, row->size, 0, &command, &words);
	switch (row->method) {
	case METHOD_START_CPU:
		return start_measure(bench, row, who, false);
	case METHOD_START_WALL:
		return start_measure(bench, row, who, true);
	case METHOD_START_EXITS:
		return start_count(bench, who, true);
	case METHOD_START_CALLS:
		return start_count(bench, who, false);
	case METHOD_EXITS:
		return op_count(bench, row, who, true);
	case METHOD_CALLS:
		return op_count(bench, row, who, false);
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
