/* SPDX-License-Identifier: ISC */
/*
 * console.c: a ring that xenconsoled reads, or where a domain has none, as the
 * first of all has not, the hypervisor's console.
 */
#include "domain.h"

#include <xen/event_channel.h>
#include <xen/hvm/params.h>
#include <xen/io/console.h>
#include <xen/sched.h>

#define RING_SIZE	(sizeof(((struct xencons_interface *)0)->out))

/* How long to wait for a reader that takes nothing: nanoseconds. */
#define PATIENCE	5000000000u

static volatile struct xencons_interface *ring;
static evtchn_port_t port;

/* Patience ran out.  Until the reader takes something, nobody waits for it. */
static bool stalled;

void
console_init(void)
{
	const uintptr_t page = xen_param_page(HVM_PARAM_CONSOLE_PFN);

	port = (evtchn_port_t)xen_param(HVM_PARAM_CONSOLE_EVTCHN);
	ring = (volatile struct xencons_interface *)page;
}

/* How much the reader has yet to take; what it says is no more than that. */
static uint32_t
pending(void)
{
	const uint32_t cons = ring->out_cons;
	uint32_t n;

	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	n = ring->out_prod - cons;
	return n < RING_SIZE ? n : RING_SIZE;
}

static void
notify(void)
{
	struct evtchn_send send = { .port = port };

	(void)hypercall_on(__HYPERVISOR_event_channel_op, EVTCHNOP_send,
	    &send);
}

/*
 * Waits until there is less than so much, or nothing changes for long.  Once
 * that was so, it only looks: to read the clock may cost as much as a call.
 */
static void
wait_below(uint32_t limit)
{
	uint32_t before = pending(), now;
	solo5_time_t since;

	if (stalled) {
		stalled = before >= limit;
		return;
	}
	notify();
	since = solo5_clock_monotonic();
	while (!stalled && (now = pending()) >= limit) {
		if (now != before)
			since = solo5_clock_monotonic();
		else if (solo5_clock_monotonic() - since >= PATIENCE)
			stalled = true;
		before = now;
		(void)hypercall(__HYPERVISOR_sched_op, SCHEDOP_yield, 0, 0);
	}
}

static void
put(char c)
{
	const uint32_t prod = ring->out_prod;

	if (pending() == RING_SIZE)
		wait_below(RING_SIZE);
	if (pending() == RING_SIZE)
		return;
	ring->out[prod % RING_SIZE] = c;
	__atomic_thread_fence(__ATOMIC_RELEASE);
	ring->out_prod = prod + 1;
}

/* Readers show what they get on a terminal as it is. */
static void
put_all(const char *buf, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (buf[i] == '\n')
			put('\r');
		put(buf[i]);
	}
	notify();
}

void
platform_console_write(const char *buf, size_t size)
{
	if (ring != NULL)
		put_all(buf, size);
	else if (size != 0)
		(void)hypercall(__HYPERVISOR_console_io, CONSOLEIO_write, size,
		    (uintptr_t)buf);
}

void
solo5_console_write(const char *buf, size_t size)
{
	platform_console_write(buf, size);
}

void
console_drain(void)
{
	if (ring != NULL)
		wait_below(1);
}
