/* SPDX-License-Identifier: ISC */
/*
 * grant.c: pages that domains grant one another, mapped where the bindings
 * have room for that.
 *
 *	own [DOMAIN]	maps a page of ours; DOMAIN is our number, if there is
 *			no xenstore that says it
 *	give		grants a page to the domain that xenstore names, says
 *			which, and waits until that has written to it
 *	take		maps the page that xenstore names
 *
 * What one has to know of the other is in xenstore: data/peer, data/ref.
 */
#include "xenlib.h"

#include <xen/grant_table.h>
#include <xen/memory.h>

#define REF	GNTTAB_NR_RESERVED_ENTRIES	/* the first that is free */
#define FIRST	0x5a
#define SECOND	0xa5

static _Alignas(PAGE_BYTES) grant_entry_v1_t table[PAGE_BYTES /
    sizeof(grant_entry_v1_t)];
static _Alignas(PAGE_BYTES) volatile uint8_t pages[2][PAGE_BYTES];

/* Has Xen put the first page of our table where ours is. */
static void
table_init(void)
{
	struct xen_add_to_physmap map = {
		.domid = DOMID_SELF,
		.space = XENMAPSPACE_grant_table,
		.gpfn = (uintptr_t)table / PAGE_BYTES,
	};

	CHECK(xen_call(__HYPERVISOR_memory_op, XENMEM_add_to_physmap, &map,
	    0) == 0);
}

static void
grant(unsigned int i, domid_t domain)
{
	table[REF + i].domid = domain;
	table[REF + i].frame = (uint32_t)((uintptr_t)pages[i] / PAGE_BYTES);
	__atomic_store_n(&table[REF + i].flags, (uint16_t)GTF_permit_access,
	    __ATOMIC_SEQ_CST);
}

/* Whether somebody has it mapped. */
static bool
in_use(unsigned int i)
{
	return (__atomic_load_n(&table[REF + i].flags, __ATOMIC_SEQ_CST) &
	    (GTF_reading | GTF_writing)) != 0;
}

/* Maps a grant, and returns the mapping's handle, or -1. */
static int64_t
map(uint64_t address, domid_t domain, grant_ref_t ref)
{
	struct gnttab_map_grant_ref map = {
		.host_addr = address,
		.flags = GNTMAP_host_map,
		.ref = ref,
		.dom = domain,
	};

	CHECK(xen_call(__HYPERVISOR_grant_table_op, GNTTABOP_map_grant_ref,
	    &map, 1) == 0);
	if (map.status != GNTST_okay) {
		put("not mapped: ");
		put_dec((uint64_t)-map.status);
		put("\n");
		return -1;
	}
	return map.handle;
}

static void
unmap(uint64_t address, int64_t handle)
{
	struct gnttab_unmap_grant_ref unmap = {
		.host_addr = address,
		.handle = (grant_handle_t)handle,
	};

	CHECK(xen_call(__HYPERVISOR_grant_table_op, GNTTABOP_unmap_grant_ref,
	    &unmap, 1) == 0);
	CHECK(unmap.status == GNTST_okay);
}

static void
fill(volatile uint8_t *at, uint8_t with)
{
	for (unsigned int i = 0; i < PAGE_BYTES; i++)
		at[i] = (uint8_t)(with + i);
}

static bool
filled(const volatile uint8_t *at, uint8_t with)
{
	for (unsigned int i = 0; i < PAGE_BYTES; i++)
		if (at[i] != (uint8_t)(with + i))
			return false;
	return true;
}

/*
 * At either end of the area.  A page of ours is not in two places: it is moved,
 * and where it was is nothing.
 */
static void
own(domid_t self)
{
	uint64_t address;
	size_t size;

	solo5__xen_get_gntmap_area(&address, &size);
	CHECK(address >= 1ull << 32 && size >= 1u << 30);
	CHECK(map(address, self, REF) == -1);
	for (unsigned int i = 0; i < 2; i++, address += size - PAGE_BYTES) {
		volatile uint8_t *there = (volatile uint8_t *)address;
		int64_t handle;

		fill(pages[i], FIRST);
		grant(i, self);
		handle = map(address, self, REF + i);
		CHECK(handle != -1 && in_use(i));
		CHECK(filled(there, FIRST));
		fill(there, SECOND);
		CHECK(filled(there, SECOND));
		unmap(address, handle);
		CHECK(!in_use(i));
	}
}

static uint64_t
store_number(const char *name)
{
	char text[32];

	store_await(name, text, sizeof(text));
	return number(text);
}

/* The other's words may come one by one; its last is the page's. */
static void
give(void)
{
	char ref[] = { '0' + REF, '\0' };

	_Static_assert(REF < 10, "a digit");
	fill(pages[0], FIRST);
	grant(0, (domid_t)store_number("data/peer"));
	store_write("data/ref", ref);
	while (!filled(pages[0], SECOND) || in_use(0))
		solo5_yield(solo5_clock_monotonic() + 10000000, NULL);
}

static void
take(void)
{
	const domid_t peer = (domid_t)store_number("data/peer");
	const grant_ref_t ref = (grant_ref_t)store_number("data/ref");
	volatile uint8_t *there;
	uint64_t address;
	int64_t handle;
	size_t size;

	solo5__xen_get_gntmap_area(&address, &size);
	CHECK(map(address, peer, ref + 1) == -1);
	handle = map(address, peer, ref);
	CHECK(handle != -1);
	there = (volatile uint8_t *)address;
	CHECK(filled(there, FIRST));
	fill(there, SECOND);
	unmap(address, handle);
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	const char *line = info->cmdline;
	char word[8];

	CHECK(next_word(&line, word, sizeof(word)));
	table_init();
	if (*line != '\0') {
		own((domid_t)next_number(&line));
		return success();
	}
	store_init();
	if (text_equal(word, "own"))
		own((domid_t)store_number("domid"));
	else if (text_equal(word, "give"))
		give();
	else
		take();
	return success();
}
