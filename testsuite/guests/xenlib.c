/* SPDX-License-Identifier: ISC */
/*
 * xenlib.c: hypercalls, events, and a client of xenstore's.
 */
#include "xenlib.h"

#include <xen/event_channel.h>
#include <xen/hvm/hvm_op.h>
#include <xen/hvm/params.h>
#include <xen/io/xs_wire.h>

#define PATIENCE	60000000000ull	/* nanoseconds */
#define OFTEN		100000000ull
#define RING(i)		((i) % XENSTORE_RING_SIZE)

volatile unsigned int xen_upcalls;

static volatile struct xenstore_domain_interface *ring;
static uint32_t port;
static uint32_t request;

int
solo5__xen_evtchn_vector_handler(void *arg)
{
	(void)arg;
	xen_upcalls++;
	return 1;
}

/* The call must not write to what is below the stack. */
long
xen_call(unsigned int nr, uint64_t op, void *arg, uint64_t count)
{
	long r = (long)(uintptr_t)&solo5__xen_HYPERCALL_PAGE[nr * 32];

	__asm__ volatile("subq $128, %%rsp; call *%%rax; addq $128, %%rsp"
	    : "+a"(r), "+D"(op), "+S"(arg), "+d"(count)
	    : : "rcx", "r8", "r9", "r10", "r11", "memory", "cc");
	return r;
}

uint64_t
xen_param(uint32_t index)
{
	struct xen_hvm_param p = { .domid = DOMID_SELF, .index = index };

	CHECK(xen_call(__HYPERVISOR_hvm_op, HVMOP_get_param, &p, 0) == 0);
	return p.value;
}

static struct shared_info *
shared_info(void)
{
	return (struct shared_info *)(void *)solo5__xen_HYPERVISOR_SHARED_INFO;
}

static void
notify(void)
{
	struct evtchn_send send = { .port = port };

	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	CHECK(xen_call(__HYPERVISOR_event_channel_op, EVTCHNOP_send, &send,
	    0) == 0);
}

/* Sleeps until an event, and forgets it. */
static void
event_wait(void)
{
	struct shared_info *shared = shared_info();

	__asm__ volatile("sti; hlt; cli" : : : "memory");
	shared->vcpu_info[0].evtchn_upcall_pending = 0;
	__atomic_store_n(&shared->vcpu_info[0].evtchn_pending_sel, 0,
	    __ATOMIC_SEQ_CST);
	__atomic_fetch_and(&shared->evtchn_pending[0], ~(1ul << port),
	    __ATOMIC_SEQ_CST);
}

static void
send(const void *data, size_t size)
{
	uint32_t prod = ring->req_prod;

	for (size_t i = 0; i < size; i++)
		ring->req[RING(prod++)] = ((const char *)data)[i];
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	ring->req_prod = prod;
}

static void
receive(void *data, size_t size)
{
	const solo5_time_t end = solo5_clock_monotonic() + PATIENCE;
	uint32_t cons = ring->rsp_cons;

	while (ring->rsp_prod - cons < size) {
		CHECK(solo5_clock_monotonic() < end);
		event_wait();
	}
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	for (size_t i = 0; i < size; i++)
		((char *)data)[i] = ring->rsp[RING(cons++)];
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	ring->rsp_cons = cons;
}

/* Asks, and waits for the answer; returns whether it is no error. */
static bool
ask(uint32_t type, const char *name, size_t size, char *value, size_t room)
{
	struct xsd_sockmsg head = { type, ++request, 0, (uint32_t)size };

	send(&head, sizeof(head));
	send(name, size);
	notify();
	receive(&head, sizeof(head));
	CHECK(head.req_id == request && head.len < room);
	receive(value, head.len);
	value[head.len] = '\0';
	notify();
	return head.type == type;
}

void
store_init(void)
{
	ring = (volatile struct xenstore_domain_interface *)
	    (xen_param(HVM_PARAM_STORE_PFN) * PAGE_BYTES);
	port = (uint32_t)xen_param(HVM_PARAM_STORE_EVTCHN);
	CHECK(port < 64);
	__atomic_fetch_and(&shared_info()->evtchn_mask[0], ~(1ul << port),
	    __ATOMIC_SEQ_CST);
}

bool
store_read(const char *name, char *value, size_t size)
{
	return ask(XS_READ, name, text_length(name) + 1, value, size);
}

void
store_await(const char *name, char *value, size_t size)
{
	const solo5_time_t end = solo5_clock_monotonic() + PATIENCE;

	while (!store_read(name, value, size)) {
		CHECK(solo5_clock_monotonic() < end);
		solo5_yield(solo5_clock_monotonic() + OFTEN, NULL);
	}
}

void
store_write(const char *name, const char *value)
{
	const size_t length = text_length(name) + 1;
	const size_t size = text_length(value);
	char both[128], answer[32];

	CHECK(length + size <= sizeof(both));
	memcpy(both, name, length);
	memcpy(both + length, value, size);
	CHECK(ask(XS_WRITE, both, length + size, answer, sizeof(answer)));
}
