/* SPDX-License-Identifier: ISC */
/*
 * event.c: event channels, of which one is the timer's.
 *
 * An event sets its channel's bit, and if that is not masked, the bit of its
 * word, and if that was clear, interrupts.  Interrupts are on only while we
 * sleep.
 */
#include "domain.h"

#include <xen/event_channel.h>
#include <xen/hvm/hvm_op.h>
#include <xen/hvm/params.h>
#include <xen/vcpu.h>

#include "cpu.h"

/* The CPU's interrupt controller. */
#define MSR_APIC	0x1bu
#define MSR_APIC_ENABLE	(1u << 11)
#define APIC_ADDRESS	0xfee00000u
#define APIC_SPURIOUS	0xf0
#define APIC_SOFTWARE	0x100u	/* it is on */

#define WORD_BITS	(8 * sizeof(xen_ulong_t))
#define WORDS		(sizeof(((struct shared_info *)0)->evtchn_mask) / \
    sizeof(xen_ulong_t))

static evtchn_port_t timer;

/* For the application's handler, if it has one. */
static _Alignas(16) char stack[16384];

static void
apic_init(void)
{
	volatile void *apic = paging_map_device(APIC_ADDRESS, MEMORY_PAGE);
	volatile uint32_t *spurious =
	    (volatile uint32_t *)((uintptr_t)apic + APIC_SPURIOUS);
	const uint64_t base = cpu_msr(MSR_APIC) | MSR_APIC_ENABLE;

	__asm__ volatile("wrmsr"
	    : : "c"(MSR_APIC), "a"((uint32_t)base), "d"(base >> 32));
	*spurious = APIC_SOFTWARE | XEN_UPCALL_VECTOR;
}

/* Interrupts of the hypervisor's come by a vector of our choice. */
static void
upcall_init(void)
{
	struct xen_hvm_evtchn_upcall_vector upcall = {
		.vcpu = 0,
		.vector = XEN_UPCALL_VECTOR,
	};
	struct xen_hvm_param param = {
		.domid = DOMID_SELF,
		.index = HVM_PARAM_CALLBACK_IRQ,
		.value = 1,
	};

	cpu_interrupt_set(XEN_UPCALL_VECTOR, xen_upcall,
	    stack + sizeof(stack));
	if (hypercall_on(__HYPERVISOR_hvm_op, HVMOP_set_evtchn_upcall_vector,
	    &upcall) != 0 ||
	    hypercall_on(__HYPERVISOR_hvm_op, HVMOP_set_param, &param) != 0)
		ABORT("the hypervisor does not interrupt by a vector");
}

static void
channel_unmask(evtchn_port_t channel)
{
	struct evtchn_unmask unmask = { .port = channel };

	(void)hypercall_on(__HYPERVISOR_event_channel_op, EVTCHNOP_unmask,
	    &unmask);
}

static void
timer_init(void)
{
	struct evtchn_bind_virq bind = { .virq = VIRQ_TIMER };

	if (hypercall_on(__HYPERVISOR_event_channel_op, EVTCHNOP_bind_virq,
	    &bind) != 0)
		ABORT("the hypervisor gives no timer");
	if (bind.port >= WORDS * WORD_BITS)
		ABORT("the hypervisor's timer has an impossible port");
	timer = bind.port;
	channel_unmask(timer);
}

void
event_init(void)
{
	volatile struct shared_info *shared = xen_shared();

	for (size_t i = 0; i < WORDS; i++)
		shared->evtchn_mask[i] = ~(xen_ulong_t)0;
	apic_init();
	upcall_init();
	timer_init();
}

/* Channels of a word that the application has unmasked and that wait for it. */
static xen_ulong_t
others_of(size_t word)
{
	const volatile struct shared_info *shared = xen_shared();
	xen_ulong_t wait = shared->evtchn_pending[word] &
	    ~shared->evtchn_mask[word];

	if (word == timer / WORD_BITS)
		wait &= ~((xen_ulong_t)1 << timer % WORD_BITS);
	return wait;
}

static bool
others_wait(void)
{
	for (size_t i = 0; i < WORDS; i++)
		if (others_of(i) != 0)
			return true;
	return false;
}

/*
 * Xen tells of an event once, and interrupts once, and we have taken both.  It
 * does so again for a channel that is unmasked while its event waits: whatever
 * the application looks at or waits for first, it is as if we had not slept.
 */
static void
others_report(void)
{
	struct shared_info *shared = xen_shared();

	for (size_t i = 0; i < WORDS; i++) {
		const xen_ulong_t wait = others_of(i);
		unsigned int n;

		if (wait == 0)
			continue;
		n = (unsigned int)__builtin_ctzl(wait);
		__atomic_fetch_or(&shared->evtchn_mask[i], (xen_ulong_t)1 << n,
		    __ATOMIC_SEQ_CST);
		channel_unmask((evtchn_port_t)(i * WORD_BITS + n));
	}
}

/*
 * Forgets that the timer's time has come, so that it can come again; and what
 * Xen has told, which others_report() has it tell again.
 */
static void
timer_forget(void)
{
	struct shared_info *shared = xen_shared();
	const xen_ulong_t bit = (xen_ulong_t)1 << timer % WORD_BITS;

	__atomic_store_n(&xen_vcpu()->evtchn_upcall_pending, 0,
	    __ATOMIC_SEQ_CST);
	__atomic_store_n(&xen_vcpu()->evtchn_pending_sel, 0,
	    __ATOMIC_SEQ_CST);
	__atomic_fetch_and(&shared->evtchn_pending[timer / WORD_BITS], ~bit,
	    __ATOMIC_SEQ_CST);
}

/*
 * Interrupts are off when something is looked at, and HLT comes before what
 * STI lets in; so that nothing comes between.
 */
bool
event_sleep(solo5_time_t deadline)
{
	bool others;

	__asm__ volatile("cli" : : : "memory");
	timer_forget();
	others = others_wait();
	if (!others && hypercall(__HYPERVISOR_set_timer_op, deadline, 0,
	    0) == 0) {
		__asm__ volatile("sti; hlt; cli" : : : "memory");
		timer_forget();
		others = others_wait();
	}
	if (others)
		others_report();
	return others;
}

/* What came is looked at when the sleep is over. */
__attribute__((__weak__)) int
solo5__xen_evtchn_vector_handler(void *arg)
{
	(void)arg;
	return 1;
}
