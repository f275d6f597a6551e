/* SPDX-License-Identifier: ISC */
/*
 * world.c: what else runs in the system: the scheduler, the subject that
 * knows what time it is, the debug server, and the peers of network devices.
 */
#include <config.h>

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "prng.h"
#include "s5muen.h"
#include "stream.h"

#define NSEC_PER_SEC	1000000000ull
#define PERIOD		200000		/* nanoseconds: a time slice */

static pthread_t thread;
static atomic_bool stop;
static struct timespec started;

static struct stream console;
static struct stream in[LINKS_MAX], out[LINKS_MAX];

static uint64_t
now(clockid_t clock)
{
	struct timespec ts;

	(void)clock_gettime(clock, &ts);
	return (uint64_t)ts.tv_sec * NSEC_PER_SEC + (uint64_t)ts.tv_nsec;
}

/* Ticks of a counter of that rate, which began when this machine did. */
static uint64_t
ticks(uint64_t nsec, uint64_t khz)
{
	return nsec / 1000000 * khz + nsec % 1000000 * khz / 1000000;
}

static void
slice(struct subject *s, const struct options *opt)
{
	const uint64_t nsec = now(CLOCK_MONOTONIC);

	s->sched->end = ticks(nsec + PERIOD, opt->tsc_khz);
	s->sched->start = ticks(nsec, opt->tsc_khz);
}

static void
tell_time(struct subject *s, const struct options *opt)
{
	const uint64_t begin = (uint64_t)started.tv_sec * NSEC_PER_SEC +
	    (uint64_t)started.tv_nsec;
	const uint64_t mono = now(CLOCK_MONOTONIC);

	if (s->time == NULL || s->time->base != 0 ||
	    opt->time_after == UINT_MAX ||
	    mono - begin < (uint64_t)opt->time_after * 1000000)
		return;
	s->time->rate = (uint64_t)opt->tsc_khz * 1000;
	s->time->base = (now(CLOCK_REALTIME) - mono) / 1000;
}

static void
write_all(const char *p, size_t len)
{
	ssize_t n;

	while (len > 0) {
		n = write(STDOUT_FILENO, p, len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		p += n;
		len -= (size_t)n;
	}
}

static void
print(void)
{
	struct stream_console packet;

	while (stream_read(&console, &packet))
		write_all(packet.text, strnlen(packet.text,
		    sizeof(packet.text)));
}

static void
carry(const struct link *link, struct stream *to, struct stream *from)
{
	struct stream_frame frame;
	ssize_t n;

	while (stream_read(from, &frame)) {
		if (frame.length > STREAM_FRAME_MAX)
			diex("the guest sent a frame of %u bytes",
			    frame.length);
		if (link->fd != -1)
			(void)!write(link->fd, frame.data, frame.length);
	}
	if (link->fd == -1 || link->hostile)
		return;
	while ((n = read(link->fd, frame.data, sizeof(frame.data))) > 0) {
		frame.length = (uint16_t)n;
		stream_write(to, &frame);
	}
}

/* A number of those at which things break. */
static uint64_t
bad_number(uint64_t *seed)
{
	static const uint64_t numbers[] = {
		0, 1, 2, 63, 64, 65, 690, 691, 692, 1515, 1516, 1517,
		CHANNEL_SIZE, CHANNEL_SIZE / 8, 0x7fffffff, 0x80000000,
		0xffffffff, 0x100000000, INT64_MAX, 1ull << 63,
		UINT64_MAX - 1, UINT64_MAX, UINT64_MAX / 1516,
		UINT64_MAX / 1516 + 1, STREAM_TRANSPORT, STREAM_NET
	};

	if (prng_below(seed, 4) == 0)
		return prng_next(seed);
	return numbers[prng_below(seed, NELEM(numbers))];
}

/*
 * A writer that does what it likes, but makes a ring now and then that is
 * right in every way, so that what comes next is not ignored.
 */
static void
molest(struct stream *s, uint64_t *seed)
{
	uint8_t *p = s->data + prng_below(seed, s->room - STREAM_HEADER - 8);
	uint64_t field = prng_below(seed, 3 * STREAM_FIELDS);
	struct stream_frame frame;

	if (field == 0) {
		stream_open(s, prng_next(seed) | 1);
	} else if (field < STREAM_FIELDS) {
		s->header[field] = bad_number(seed);
	} else if (field < 2 * STREAM_FIELDS) {
		(void)memset(frame.data, (int)field, sizeof(frame.data));
		frame.length = (uint16_t)bad_number(seed);
		stream_write(s, &frame);
	} else {
		(void)memset(p, (int)prng_next(seed), 8);
	}
}

static void
links_serve(const struct options *opt, uint64_t *seed)
{
	size_t i;
	int n;

	for (i = 0; i < opt->nlinks; i++) {
		carry(&opt->link[i], &in[i], &out[i]);
		if (opt->link[i].hostile)
			for (n = 0; n < 20; n++)
				molest(&in[i], seed);
	}
}

struct world {
	struct subject *s;
	const struct options *opt;
};

static void *
live(void *arg)
{
	const struct timespec period = { 0, PERIOD };
	const struct world *w = arg;
	uint64_t seed = w->opt->seed;

	while (!atomic_load(&stop)) {
		slice(w->s, w->opt);
		tell_time(w->s, w->opt);
		print();
		links_serve(w->opt, &seed);
		(void)nanosleep(&period, NULL);
	}
	print();
	links_serve(w->opt, &seed);
	return NULL;
}

/* A channel that the guest has not got is one that nobody writes to. */
static void
streams_init(const struct subject *s, const struct options *opt)
{
	static uint8_t nothing[STREAM_HEADER] __attribute__((__aligned__(64)));
	size_t i;

	stream_init(&console, s->console == NULL ? nothing : s->console,
	    CHANNEL_SIZE, STREAM_CONSOLE, sizeof(struct stream_console));
	for (i = 0; i < opt->nlinks; i++) {
		stream_init(&in[i], opt->link[i].in, CHANNEL_SIZE, STREAM_NET,
		    sizeof(struct stream_frame));
		stream_init(&out[i], opt->link[i].out, CHANNEL_SIZE,
		    STREAM_NET, sizeof(struct stream_frame));
		stream_open(&in[i], now(CLOCK_MONOTONIC) | 1);
	}
}

void
world_start(struct subject *s, struct options *opt)
{
	static struct world w;

	w = (struct world){ s, opt };
	(void)clock_gettime(CLOCK_MONOTONIC, &started);
	streams_init(s, opt);
	slice(s, opt);
	tell_time(s, opt);
	errno = pthread_create(&thread, NULL, live, &w);
	if (errno != 0)
		die("pthread_create");
}

void
world_stop(void)
{
	atomic_store(&stop, true);
	(void)pthread_join(thread, NULL);
}
