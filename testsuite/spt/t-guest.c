/* SPDX-License-Identifier: ISC */
/*
 * t-guest.c: what lies below a guest's segments: boot information, manifest
 * and command line, and the page of the launch code.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#include <solo5/mft_abi.h>
#include <solo5/spt_abi.h>

#include "check.h"
#include "child.h"
#include "common/message.h"
#include "common/options.h"
#include "guest.h"
#include "manifest/manifest.h"
#include "maps.h"

#define LOW		0x100000u	/* here segments begin */
#define LONGEST		8191

static const struct spt_boot_info info = {
	.mem_size = 0x1111111111111111,
	.kernel_end = 0x2222222222222222,
	.epollfd = 0x33333333,
	.timerfd = 0x44444444,
	.vdso = 0x5555555555555555,
	.entropy = { 0x6666666666666666, 0x7777777777777777 },
};

static union {
	struct mft mft;
	uint8_t bytes[MFT_MAX_SIZE];
} m;

static struct mapping maps[MAPS_MAX];

static const void *
at(uint64_t addr)
{
	return (const void *)(uintptr_t)addr;
}

/* Below the segments: data that can be read, code, and nothing else. */
static void
check_maps(const struct guest *g)
{
	const size_t n = maps_read(maps);

	CHECK(n > 3);
	CHECK(maps[0].start == g->low_start && maps[0].end == g->launch);
	CHECK_CASE(strcmp(maps[0].prot, "r--p") == 0, "%s", maps[0].prot);
	CHECK(maps[1].start == g->launch && maps[1].end == g->low_end);
	CHECK_CASE(strcmp(maps[1].prot, "r-xp") == 0, "%s", maps[1].prot);
	CHECK(maps[2].start >= LOW);
}

static void
check_layout(const struct guest *g, const char *cmdline)
{
	const struct spt_boot_info *bi = at(SPT_BOOT_INFO_BASE);
	const size_t mft_bytes = mft_size(m.mft.entries);
	struct spt_boot_info want = info;
	const char *p;

	CHECK(g->low_start == SPT_BOOT_INFO_BASE - SPT_BOOT_INFO_BASE %
	    g->page_size);
	CHECK(g->low_end == g->launch + g->page_size && g->low_end <= LOW);
	want.mft = bi->mft;
	want.cmdline = bi->cmdline;
	CHECK(memcmp(bi, &want, sizeof(want)) == 0);
	/* Younger guests look for what they know behind it. */
	CHECK(bi->mft >= SPT_BOOT_INFO_BASE + SPT_BOOT_INFO_ROOM);
	for (p = at(SPT_BOOT_INFO_BASE + sizeof(*bi)); p < (const char *)
	    at(SPT_BOOT_INFO_BASE + SPT_BOOT_INFO_ROOM) && *p == '\0'; p++)
		;
	CHECK(p == at(SPT_BOOT_INFO_BASE + SPT_BOOT_INFO_ROOM));
	CHECK(bi->mft % _Alignof(struct mft_entry) == 0);
	CHECK(memcmp(at(bi->mft), &m, mft_bytes) == 0);
	CHECK(bi->cmdline >= bi->mft + mft_bytes);
	CHECK(bi->cmdline + strlen(cmdline) < g->launch);
	CHECK(strcmp(at(bi->cmdline), cmdline) == 0);
	/* Nothing of the tender behind it. */
	for (p = at(bi->cmdline + strlen(cmdline)); p < (const char *)
	    at(g->low_end) && *p == '\0'; p++)
		;
	CHECK(p == at(g->low_end));
}

struct shape {
	uint32_t entries;
	size_t word;		/* length of the guest's only word */
};

static void
run_shape(void *arg)
{
	const struct shape *shape = arg;
	static char word[LONGEST + 1];
	static struct options opt;
	char *words[] = { word };
	struct guest g = { .page_size = (size_t)getauxval(AT_PAGESZ) };

	message_init("prog");
	memset(word, 'w', shape->word);
	opt.argc = shape->word == 0 ? 0 : 1;
	opt.argv = words;
	opt.cmdline_size = shape->word + 1;
	/* What is there does not matter, only that it arrives. */
	memset(&m, 0x5a, sizeof(m));
	m.mft.entries = shape->entries;
	guest_boot_info(&g, &info, &m.mft, &opt);
	guest_seal(&g);
	check_layout(&g, word);
	check_maps(&g);
	exit(check_status());
}

int
main(void)
{
	static const uint32_t entries[] = { 1, 2, 39, 40, 64 };
	static const size_t words[] = {
		0, 1, 7, 3600, 3700, 3726, 3727, 3728, 3800, 4096, LONGEST
	};
	static struct child child;
	struct shape shape;
	size_t e, w;

	for (e = 0; e < NELEM(entries); e++)
		for (w = 0; w < NELEM(words); w++) {
			shape.entries = entries[e];
			shape.word = words[w];
			child_run(&child, run_shape, &shape);
			if (child.status == CHECK_SKIP ||
			    strstr(child.err, "vm.mmap_min_addr") != NULL)
				check_skip("low memory cannot be mapped");
			CHECK_CASE(child.status == 0, "%u entries, %zu "
			    "bytes: %d\n%s%s", shape.entries, shape.word,
			    child.status, child.out, child.err);
		}
	return check_status();
}
