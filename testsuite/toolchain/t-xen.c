/* SPDX-License-Identifier: ISC */
/*
 * t-xen.c: the xen bindings with a hypervisor that says what it likes: indices
 * of the console's ring, ports of event channels, the memory map, and where its
 * pages are.  What does not end the unikernel writes to nothing but the ring.
 */
#include <config.h>

#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "check.h"

/* The bindings' code, as part of this program. */
#include "../../bindings/xen/console.c"
#include "../../bindings/xen/event.c"
#include "../../bindings/xen/hypercall.c"
#include "../../bindings/xen/platform.c"

#define ROUNDS		20000
#define MEMORY		(64u << 20)	/* the end of what is ours */
#define GUARD		0xa5

static jmp_buf aborted;
static uint32_t state = 1;

static uint32_t
random32(void)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state;
}

/*
 * The hypervisor: entries of its page jump to a function, with their number.
 */
long fake_hypercall(uint64_t nr, uint64_t op, void *arg)
    __attribute__((__used__));

__asm__(".pushsection .text\n"
    ".balign 4096\n"
    ".globl solo5__xen_HYPERCALL_PAGE\n"
    "solo5__xen_HYPERCALL_PAGE:\n"
    ".set number, 0\n"
    ".rept 64\n"
    ".balign 32\n"
    "movl $number, %eax\n"
    "jmp fake_entry\n"
    ".set number, number + 1\n"
    ".endr\n"
    "fake_entry:\n"
    "pushq %rbp\n"
    "movq %rsp, %rbp\n"
    "andq $-16, %rsp\n"
    "movq %rsi, %rdx\n"
    "movq %rdi, %rsi\n"
    "movl %eax, %edi\n"
    "call fake_hypercall\n"
    "leave\n"
    "ret\n"
    ".popsection\n");

static uint64_t page_answer;
static uint32_t port_answer;
static uint32_t entries_answer;
static volatile struct xencons_interface *page;
static unsigned int hostile;

/* What the other side of the ring does while we wait, or have told it. */
static void
meddle(void)
{
	if (hostile == 0)
		return;
	switch (random32() % 4) {
	case 0:
		page->out_cons = random32();
		break;
	case 1:
		page->out_prod = random32();
		break;
	case 2:
		page->out_cons = page->out_prod - random32() % 4096;
		break;
	default:
		page->out_cons = page->out_prod;
		break;
	}
}

static long
fake_memory_map(struct xen_memory_map *map)
{
	struct e820_entry *entry = map->buffer.p;

	for (unsigned int i = 0; i < map->nr_entries; i++) {
		entry[i].start = (uint64_t)random32() << random32() % 40;
		entry[i].size = (uint64_t)random32() << random32() % 40;
		entry[i].type = E820_RAM;
	}
	map->nr_entries = entries_answer;
	return 0;
}

long
fake_hypercall(uint64_t nr, uint64_t op, void *arg)
{
	if (nr == __HYPERVISOR_hvm_op && op == HVMOP_get_param)
		((struct xen_hvm_param *)arg)->value = page_answer;
	else if (nr == __HYPERVISOR_event_channel_op &&
	    op == EVTCHNOP_bind_virq)
		((struct evtchn_bind_virq *)arg)->port = port_answer;
	else if (nr == __HYPERVISOR_memory_op && op == XENMEM_memory_map)
		return fake_memory_map(arg);
	else
		meddle();
	return 0;
}

/*
 * The rest of the bindings.
 */

static solo5_time_t now;
static unsigned int mapped;

const char xen_upcall[1], _stext[1], _end[1];

void
abort_at(const char *file, unsigned int line, const char *why)
{
	(void)file;
	(void)line;
	(void)why;
	longjmp(aborted, 1);
}

/* Seconds pass quickly. */
solo5_time_t
solo5_clock_monotonic(void)
{
	return now += 1000000000u;
}

uintptr_t
memory_end(void)
{
	return MEMORY;
}

void
paging_map_memory(uint64_t start, uint64_t size)
{
	(void)start;
	(void)size;
	mapped++;
}

void
boot_add_ram(struct boot *b, uint64_t base, uint64_t length)
{
	if (b->nram == BOOT_RANGES)
		return;
	b->ram[b->nram].start = base;
	b->ram[b->nram++].end = base + length;
}

#define NOT_CALLED	{ abort(); }

void boot_read(struct boot *b, enum boot_loader l, uintptr_t i)
    { (void)b; (void)l; (void)i; abort(); }
void boot_switch(uintptr_t t, uintptr_t s, void (*r)(void))
    { (void)t; (void)s; (void)r; abort(); }
void cpu_init(void) NOT_CALLED
void cpu_interrupt_set(unsigned int v, const char *e, char *s)
    { (void)v; (void)e; (void)s; abort(); }
void crt_run(const char *c, const struct memory *m)
    { (void)c; (void)m; abort(); }
void log_write(enum log_level l, const char *t, size_t n)
    { (void)l; (void)t; (void)n; abort(); }
void memory_init(const struct boot *b) { (void)b; abort(); }
uintptr_t paging_make(uintptr_t *e) { (void)e; abort(); }
volatile void *paging_map_device(uint64_t s, uint64_t n)
    { (void)s; (void)n; abort(); }

/*
 * The tests.
 */

/* A page below 4 GiB with nothing on either side. */
static void
make_page(void)
{
	uint8_t *p = mmap((void *)(uintptr_t)0x70000000, 3 * 4096, PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	if (p == MAP_FAILED ||
	    mprotect(p + 4096, 4096, PROT_READ | PROT_WRITE) == -1)
		exit(99);
	page = (volatile struct xencons_interface *)(void *)(p + 4096);
}

static void
test_ring(void)
{
	static const char text[3000] = { 'x', '\n', 'y' };
	volatile uint8_t *bytes = (volatile uint8_t *)page;

	page_answer = (uintptr_t)page / MEMORY_PAGE;
	console_init();
	CHECK(ring == page && mapped == 1);
	for (unsigned int i = 0; i < 4096; i++)
		if (i < offsetof(struct xencons_interface, out) ||
		    i >= sizeof(*page))
			bytes[i] = GUARD;
	page->in_cons = page->in_prod = 0x12345678;
	hostile = 1;
	for (unsigned int i = 0; i < ROUNDS; i++) {
		meddle();
		platform_console_write(text, random32() % sizeof(text));
		if (i % 16 == 0)
			console_drain();
	}
	hostile = 0;
	CHECK(page->in_cons == 0x12345678 && page->in_prod == 0x12345678);
	for (unsigned int i = 0; i < 4096; i++)
		if (i < offsetof(struct xencons_interface, out) ||
		    i >= sizeof(*page))
			CHECK(bytes[i] == GUARD);
}

/* Whether a page at such a number ends the unikernel. */
static bool
page_aborts(uint64_t pfn)
{
	page_answer = pfn;
	if (setjmp(aborted) != 0)
		return true;
	(void)xen_param_page(HVM_PARAM_STORE_PFN);
	return false;
}

static void
test_pages(void)
{
	CHECK(!page_aborts(0));
	CHECK(!page_aborts(0xfeffc));
	CHECK(!page_aborts(0xfffff));
	CHECK(page_aborts(1));
	CHECK(page_aborts(MEMORY / MEMORY_PAGE - 1));
	CHECK(!page_aborts(MEMORY / MEMORY_PAGE));
	CHECK(page_aborts(0x100000));
	CHECK(page_aborts((uint64_t)1 << 35));
	CHECK(page_aborts((uint64_t)1 << 52));
	CHECK(page_aborts(((uint64_t)1 << 52) + 0xfeffc));
	CHECK(page_aborts(UINT64_MAX));
}

static bool
port_aborts(uint32_t answer)
{
	port_answer = answer;
	if (setjmp(aborted) != 0)
		return true;
	timer_init();
	return false;
}

static void
test_ports(void)
{
	CHECK(!port_aborts(0));
	CHECK(!port_aborts(4095));
	CHECK(port_aborts(4096));
	CHECK(port_aborts(UINT32_MAX));
	CHECK(!port_aborts(4095));
	timer_forget();
	CHECK(others_wait() == 0);
}

static void
test_map(void)
{
	static const uint32_t answers[] = { 0, 1, 64, 65, 100000, UINT32_MAX };

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		entries_answer = answers[i];
		map_read();
		CHECK(boot.nram == (answers[i] < BOOT_RANGES ? answers[i] :
		    BOOT_RANGES));
	}
}

int
main(void)
{
	make_page();
	test_ring();
	test_pages();
	test_ports();
	test_map();
	return check_status();
}
