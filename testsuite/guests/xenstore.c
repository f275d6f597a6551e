/* SPDX-License-Identifier: ISC */
/*
 * xenstore.c: uses Xen as mirage-xen does, by the symbols that the bindings
 * have for that: asks xenstore what this domain is called, and waits for the
 * answer with an event handler of its own.
 */
#define __XEN_INTERFACE_VERSION__	0x00040d00

#include "guestlib.h"

#include <xen/xen.h>

#include <xen/event_channel.h>
#include <xen/hvm/hvm_op.h>
#include <xen/hvm/params.h>
#include <xen/io/xs_wire.h>

#define PATIENCE	20000000000ull	/* nanoseconds */
#define RING(i)		((i) % XENSTORE_RING_SIZE)

extern uint8_t solo5__xen_HYPERCALL_PAGE[];
extern uint8_t solo5__xen_HYPERVISOR_SHARED_INFO[];
int solo5__xen_evtchn_vector_handler(void *arg);
void solo5__xen_get_gntmap_area(uint64_t *address, size_t *size);

static volatile unsigned int upcalls;

int
solo5__xen_evtchn_vector_handler(void *arg)
{
	(void)arg;
	upcalls++;
	return 1;
}

/* The call must not write to what is below the stack. */
static long
hypercall(unsigned int nr, uint64_t op, void *arg)
{
	long r = (long)(uintptr_t)&solo5__xen_HYPERCALL_PAGE[nr * 32];

	__asm__ volatile("subq $128, %%rsp; call *%%rax; addq $128, %%rsp"
	    : "+a"(r), "+D"(op), "+S"(arg)
	    : : "rdx", "rcx", "r8", "r9", "r10", "r11", "memory", "cc");
	return r;
}

static uint64_t
param(uint32_t index)
{
	struct xen_hvm_param p = { .domid = DOMID_SELF, .index = index };

	CHECK(hypercall(__HYPERVISOR_hvm_op, HVMOP_get_param, &p) == 0);
	return p.value;
}

static void
ask(volatile struct xenstore_domain_interface *ring, uint32_t port)
{
	static const struct {
		struct xsd_sockmsg head;
		char path[5];
	} ask = { { XS_READ, 7, 0, 5 }, "name" };
	struct evtchn_send send = { .port = port };
	uint32_t prod = ring->req_prod;

	for (size_t i = 0; i < sizeof(ask.head) + sizeof(ask.path); i++)
		ring->req[RING(prod++)] = ((const char *)&ask)[i];
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	ring->req_prod = prod;
	CHECK(hypercall(__HYPERVISOR_event_channel_op, EVTCHNOP_send,
	    &send) == 0);
}

/* Sleeps until an event, and forgets it. */
static void
event_wait(uint32_t port)
{
	struct shared_info *shared =
	    (struct shared_info *)(void *)solo5__xen_HYPERVISOR_SHARED_INFO;

	__asm__ volatile("sti; hlt; cli" : : : "memory");
	shared->vcpu_info[0].evtchn_upcall_pending = 0;
	__atomic_store_n(&shared->vcpu_info[0].evtchn_pending_sel, 0,
	    __ATOMIC_SEQ_CST);
	__atomic_fetch_and(&shared->evtchn_pending[0], ~(1ul << port),
	    __ATOMIC_SEQ_CST);
}

static void
answer(volatile struct xenstore_domain_interface *ring)
{
	struct xsd_sockmsg head;
	uint32_t cons = ring->rsp_cons;
	char name[64];

	for (size_t i = 0; i < sizeof(head); i++)
		((char *)&head)[i] = ring->rsp[RING(cons++)];
	CHECK(head.type == XS_READ && head.req_id == 7);
	CHECK(head.len < sizeof(name));
	for (size_t i = 0; i < head.len; i++)
		name[i] = ring->rsp[RING(cons++)];
	name[head.len] = '\0';
	put("name ");
	put(name);
	put("\n");
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	struct shared_info *shared =
	    (struct shared_info *)(void *)solo5__xen_HYPERVISOR_SHARED_INFO;
	const solo5_time_t end = solo5_clock_monotonic() + PATIENCE;
	volatile struct xenstore_domain_interface *ring;
	uint64_t address;
	uint32_t port;
	size_t size;

	(void)info;
	solo5__xen_get_gntmap_area(&address, &size);
	CHECK(address == 1ull << 32 && size == 1u << 30);
	ring = (volatile struct xenstore_domain_interface *)
	    (param(HVM_PARAM_STORE_PFN) << 12);
	port = (uint32_t)param(HVM_PARAM_STORE_EVTCHN);
	CHECK(port < 64);
	__atomic_fetch_and(&shared->evtchn_mask[0], ~(1ul << port),
	    __ATOMIC_SEQ_CST);
	ask(ring, port);
	while (ring->rsp_prod - ring->rsp_cons < sizeof(struct xsd_sockmsg)) {
		CHECK(solo5_clock_monotonic() < end);
		event_wait(port);
	}
	answer(ring);
	CHECK(upcalls > 0);
	return success();
}
