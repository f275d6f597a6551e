/* SPDX-License-Identifier: ISC */
/*
 * xenevent.c: events of the application's, whose channel is in one word with
 * the timer's.  Who looks for them as most clients do, by the words that Xen
 * says have some, finds them after a sleep, whenever they came.
 */
#include "xenlib.h"

#include <xen/event_channel.h>

#define SHORT	20000000ull	/* nanoseconds */
#define LONG	10000000000ull
#define BITS	(8 * sizeof(xen_ulong_t))

static evtchn_port_t port;

static struct shared_info *
shared_info(void)
{
	return (struct shared_info *)(void *)solo5__xen_HYPERVISOR_SHARED_INFO;
}

/* A channel to ourselves. */
static void
channel_init(void)
{
	struct evtchn_bind_ipi bind = { .vcpu = 0 };
	struct evtchn_unmask unmask;

	CHECK(xen_call(__HYPERVISOR_event_channel_op, EVTCHNOP_bind_ipi, &bind,
	    0) == 0);
	port = unmask.port = bind.port;
	CHECK(port < BITS);
	CHECK(xen_call(__HYPERVISOR_event_channel_op, EVTCHNOP_unmask, &unmask,
	    0) == 0);
}

static void
event_send(void)
{
	struct evtchn_send send = { .port = port };

	CHECK(xen_call(__HYPERVISOR_event_channel_op, EVTCHNOP_send, &send,
	    0) == 0);
}

/* Takes all events that there are, and returns whether one was ours. */
static bool
event_take(void)
{
	struct shared_info *shared = shared_info();
	struct vcpu_info *cpu = &shared->vcpu_info[0];
	xen_ulong_t words, bits;
	bool ours = false;

	if (__atomic_exchange_n(&cpu->evtchn_upcall_pending, 0,
	    __ATOMIC_SEQ_CST) == 0)
		return false;
	words = __atomic_exchange_n(&cpu->evtchn_pending_sel, 0,
	    __ATOMIC_SEQ_CST);
	for (unsigned int i = 0; words != 0; i++, words >>= 1) {
		if ((words & 1) == 0)
			continue;
		bits = shared->evtchn_pending[i] & ~shared->evtchn_mask[i];
		__atomic_fetch_and(&shared->evtchn_pending[i], ~bits,
		    __ATOMIC_SEQ_CST);
		if (i == 0)
			ours = (bits >> port & 1) != 0;
	}
	return ours;
}

/* Lets an interrupt come that has been waiting; returns whether one was. */
static bool
interrupted(void)
{
	const unsigned int before = xen_upcalls;

	__asm__ volatile("sti; nop; nop; cli" : : : "memory");
	return xen_upcalls != before;
}

static bool
sleeps(solo5_time_t most)
{
	const solo5_time_t end = solo5_clock_monotonic() + most;

	solo5_yield(end, NULL);
	return solo5_clock_monotonic() >= end;
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	(void)info;
	channel_init();
	CHECK(sleeps(SHORT));
	CHECK(!event_take());
	for (unsigned int i = 0; i < 4; i++) {
		event_send();
		CHECK(!sleeps(LONG));
		CHECK(event_take());
		CHECK(sleeps(SHORT));
		CHECK(!event_take());
	}
	/* Who halts, and looks at nothing before, is woken. */
	event_send();
	CHECK(interrupted());
	CHECK(!interrupted());
	CHECK(!sleeps(LONG));
	CHECK(interrupted());
	CHECK(event_take());
	CHECK(sleeps(SHORT));
	CHECK(!event_take());
	/* It waits for as long as nobody takes it. */
	event_send();
	CHECK(!sleeps(LONG));
	CHECK(!sleeps(LONG));
	CHECK(event_take());
	return success();
}
