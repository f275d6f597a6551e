/* SPDX-License-Identifier: ISC */
/*
 * main.c: measures a tender against plain processes that do the same work,
 * and against another Solo5 if there is one.
 *
 * In every round everybody does every row once, one after the other, so that
 * what the machine does besides meets all of them alike.  The environment:
 *
 *	BENCH_ROUNDS	how many rounds
 *	BENCH_ROWS	pattern of the rows that are measured
 *	BENCH_CPU	the CPU that everything runs on, or "any"
 *	BENCH_DIR	where the file for block I/O is made
 *	BENCH_HV	the hypervisor of machines: qemu, which emulates, or kvm
 */
#include <config.h>

#include <err.h>
#include <fcntl.h>
#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "child.h"
#include "net.h"
#include "ops.h"

/* How many rounds there are, unless they take too long. */
#define ROUNDS		21

/* A word from the environment, or else the normal one. */
static const char *
word_of(const char *name, const char *normal)
{
	const char *text = getenv(name);

	return text == NULL || text[0] == '\0' ? normal : text;
}

/* A number from the environment, within limits. */
static unsigned int
number_of(const char *name, unsigned int normal, unsigned int min,
    unsigned int max)
{
	const char *text;
	unsigned long n;
	char *end;

	text = getenv(name);
	if (text == NULL || text[0] == '\0')
		return normal;
	n = strtoul(text, &end, 10);
	if (*end != '\0' || n < min || n > max)
		errx(1, "%s: not a number from %u to %u: '%s'", name, min, max,
		    text);
	return (unsigned int)n;
}

/*
 * Keeps this process and its children on one CPU, by default the last that
 * they may use: moving about costs time that has nothing to do with what is
 * measured.  Returns its number, or -1.
 */
static int
cpu_choose(void)
{
	const char *text;
	cpu_set_t set;
	size_t cpu;

	text = getenv("BENCH_CPU");
	if (text != NULL && strcmp(text, "any") == 0)
		return -1;
	if (text != NULL && text[0] != '\0') {
		cpu = number_of("BENCH_CPU", 0, 0, CPU_SETSIZE - 1);
	} else {
		if (sched_getaffinity(0, sizeof(set), &set) == -1)
			return -1;
		for (cpu = CPU_SETSIZE - 1; cpu > 0; cpu--)
			if (CPU_ISSET(cpu, &set))
				break;
	}
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	return sched_setaffinity(0, sizeof(set), &set) == -1 ? -1 : (int)cpu;
}

/*
 * Makes the disk, all of it really there.  Its name leads through our
 * descriptor, so that nothing is left of it when we are gone.
 */
static void
disk_make(char *name, size_t size)
{
	static char chunk[64 * 1024];
	const char *dir;
	size_t done;
	int fd;

	dir = getenv("BENCH_DIR");
	if (dir == NULL || dir[0] == '\0')
		dir = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : ".";
	(void)snprintf(name, size, "%s/solo5-bench-XXXXXX", dir);
	fd = mkostemp(name, O_CLOEXEC);
	if (fd == -1)
		err(1, "%s: cannot create", name);
	(void)unlink(name);
	memset(chunk, 'x', sizeof(chunk));
	for (done = 0; done < DISK_SIZE; done += sizeof(chunk))
		if (write(fd, chunk, sizeof(chunk)) != (ssize_t)sizeof(chunk))
			err(1, "%s: cannot write", name);
	(void)snprintf(name, size, "/proc/%ld/fd/%d", (long)getpid(), fd);
}

/* Whether a row can be measured for somebody at all. */
static bool
row_possible(const struct bench *bench, const struct row *row,
    const struct contestant *who)
{
	return who->present &&
	    row_wanted(bench->target, (size_t)(row - bench->target->rows)) &&
	    (row->device != DEVICE_NET || bench->no_net == NULL);
}

/*
 * Does every row once for everybody.  Who has failed once is not asked again;
 * its value stays NAN.
 */
static void
round_run(const struct bench *bench, struct results *results,
    unsigned int round)
{
	const struct row *rows = bench->target->rows;
	const struct contestant *c;
	double *value;
	size_t i;
	int who;

	for (i = 0; i < bench->target->nrows; i++)
		for (who = 0; who < WHO_COUNT; who++) {
			c = &bench->who[who];
			value = results[i].value[who];
			value[round] = NAN;
			if (row_possible(bench, &rows[i], c) &&
			    (round == 0 || !isnan(value[round - 1])))
				value[round] = row_measure(bench, &rows[i], c);
		}
}

/* Runs the rounds that there is time for. */
static void
rounds_run(struct bench *bench, struct results *results)
{
	const bool watched = isatty(STDERR_FILENO) == 1;
	const unsigned int wanted = bench->rounds;
	const double start = seconds();

	bench->rounds = 0;
	while (bench->rounds < wanted &&
	    seconds() - start < bench->target->time_max) {
		round_run(bench, results, bench->rounds++);
		if (watched)
			fprintf(stderr, "\rround %u of %u", bench->rounds,
			    wanted);
	}
	if (watched)
		fprintf(stderr, "\r%20s\r", "");
}

static void
json_write(const struct bench *bench, const struct results *results)
{
	char json_name[32];
	FILE *f;

	(void)snprintf(json_name, sizeof(json_name), "bench-%s.json",
	    bench->target->name);
	f = fopen(json_name, "w");
	if (f == NULL)
		err(1, "%s: cannot create", json_name);
	report_json(f, bench, results);
	if (fclose(f) == EOF)
		err(1, "%s: cannot write", json_name);
	printf("The same is in %s.\n", json_name);
}

/* Whether we failed at anything; says at what. */
static bool
failed(const struct bench *bench, const struct results *results)
{
	const struct row *rows = bench->target->rows;
	bool some = false;
	size_t i;

	for (i = 0; i < bench->target->nrows; i++)
		if (row_possible(bench, &rows[i], &bench->who[WHO_OURS]) &&
		    isnan(results[i].value[WHO_OURS][bench->rounds - 1])) {
			warnx("%s: failed", rows[i].title);
			some = true;
		}
	return some;
}

/*
 * Who takes part.  Guests built by the peer's toolchain move one block at a
 * time, since a peer's solo5_block_read() need not move more.
 */
static void
contestants_make(struct contestant *who, const char *target,
    const char *tender, const char *peer)
{
	char hello[64];

	who[WHO_FLOOR].name = "floor";
	who[WHO_FLOOR].present = true;
	who[WHO_OURS].name = target;
	who[WHO_OURS].tender = tender;
	who[WHO_OURS].guests = "ours";
	who[WHO_OURS].present = true;
	who[WHO_PEER].name = "peer";
	who[WHO_PEER].tender = peer;
	who[WHO_PEER].guests = "ours";
	who[WHO_PEER].present = peer != NULL;
	who[WHO_PEER_ALL].name = "all-peer";
	who[WHO_PEER_ALL].tender = peer;
	who[WHO_PEER_ALL].guests = "peer";
	who[WHO_PEER_ALL].unit = 512;
	(void)snprintf(hello, sizeof(hello), "peer/hello.%s", target);
	who[WHO_PEER_ALL].present = peer != NULL && access(hello, R_OK) == 0;
}

int
main(int argc, char *argv[])
{
	static struct results results[64];
	struct bench bench = { .floor = "./bench-floor" };
	char disk[256];

	if (argc < 3 || argc > 4)
		errx(1, "usage: bench-driver TARGET TENDER [PEER]");
	bench.target = target_find(argv[1]);
	if (bench.target == NULL || bench.target->nrows > 64)
		errx(1, "no such target: %s", argv[1]);
	contestants_make(bench.who, argv[1], argv[2], argv[3]);
	bench.hypervisor = word_of("BENCH_HV", "qemu");
	bench.rounds = number_of("BENCH_ROUNDS", ROUNDS, 1, ROUNDS_MAX);
	child_init();
	bench.cpu = cpu_choose();
	bench.no_net = net_open();
	disk_make(disk, sizeof(disk));
	bench.disk = disk;
	rounds_run(&bench, results);
	report_table(stdout, &bench, results);
	json_write(&bench, results);
	return failed(&bench, results) ? 1 : 0;
}
