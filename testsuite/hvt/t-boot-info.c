/* SPDX-License-Identifier: ISC */
/*
 * t-boot-info.c: what a guest is given to begin with: boot information, room
 * for more of it, manifest and command line.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include <solo5/elf_abi.h>
#include <solo5/hvt_abi.h>
#include <solo5/mft_abi.h>

#include "check.h"
#include "common/options.h"
#include "hvt/boot_info.h"
#include "hvt/vm.h"
#include "manifest/manifest.h"

static union {
	struct mft mft;
	uint8_t bytes[MFT_MAX_SIZE];
} m;

static bool
is_zero(const uint8_t *p, size_t n)
{
	while (n > 0 && *p == 0)
		p++, n--;
	return n == 0;
}

/* The same but for what is the tender's own. */
static void
check_manifest(const struct mft *told)
{
	struct mft_entry e;
	uint32_t i;

	CHECK(told->version == m.mft.version);
	CHECK(told->entries == m.mft.entries);
	for (i = 0; i < m.mft.entries; i++) {
		e = m.mft.e[i];
		memset(&e.b, 0, sizeof(e.b));
		CHECK_CASE(memcmp(&e, &told->e[i], sizeof(e)) == 0, "%u", i);
	}
}

static void
check_low(const struct vm *vm, const char *cmdline, uint64_t end)
{
	const uint8_t *low = vm->mem;
	struct hvt_boot_info info;

	memcpy(&info, low + HVT_BOOT_INFO_BASE, sizeof(info));
	CHECK(info.mem_size == vm->mem_size);
	CHECK(info.kernel_end == vm->kernel_end);
	CHECK(info.cpu_cycle_freq == 7);
	CHECK((info.host_features == HVT_FEATURE_RING_IO) ==
	    (vm->ring != NULL));
	CHECK(info.guest_features == 0);
	CHECK(info.net_ring == (vm->ring != NULL ? vm->mem_size : 0));
	CHECK(info.entropy[0] != 0);
	CHECK(is_zero(low, HVT_BOOT_INFO_BASE));
	/* Younger guests look for what they know behind it. */
	CHECK(info.mft >= HVT_BOOT_INFO_BASE + HVT_BOOT_INFO_ROOM);
	CHECK(is_zero(low + HVT_BOOT_INFO_BASE + sizeof(info),
	    info.mft - HVT_BOOT_INFO_BASE - sizeof(info)));
	/* The page to which the guest may write has nothing else. */
	CHECK(vm->ring == NULL || info.mft % VM_PAGE_SIZE == 0);
	CHECK(info.mft % _Alignof(struct mft_entry) == 0);
	check_manifest((const struct mft *)(low + info.mft));
	CHECK(info.cmdline >= info.mft + mft_size(m.mft.entries));
	CHECK(strcmp((const char *)low + info.cmdline, cmdline) == 0);
	CHECK(info.cmdline + strlen(cmdline) < end && end < SOLO5_ELF_BASE);
	CHECK(end % VM_PAGE_SIZE == 0);
	CHECK(is_zero(low + info.cmdline + strlen(cmdline),
	    SOLO5_ELF_BASE - info.cmdline - strlen(cmdline)));
}

static void
check_shape(uint32_t entries, size_t length, struct ring *ring)
{
	static char word[CMDLINE_SIZE];
	static struct options opt;
	char *words[] = { word };
	struct vm vm = {
		.mem = calloc(1, SOLO5_ELF_BASE), .mem_size = VM_LARGE_PAGE,
		.kernel_end = 0x123000, .mft = &m.mft, .ring = ring,
	};
	uint64_t end;

	if (vm.mem == NULL)
		check_broken("calloc");
	memset(word, 'w', length);
	word[length] = '\0';
	opt.argc = length == 0 ? 0 : 1;
	opt.argv = words;
	opt.cmdline_size = length + 1;
	/* What is there does not matter, only that it arrives. */
	memset(&m, 0x5a, sizeof(m));
	m.mft.entries = entries;
	end = boot_info_write(&vm, &opt, 7);
	check_low(&vm, word, end);
	free(vm.mem);
}

int
main(void)
{
	static const uint32_t entries[] = { 1, 2, 40, 64 };
	static const size_t lengths[] = { 0, 1, 3726, 3727, 3728, 8191 };
	size_t e, w;

	for (e = 0; e < NELEM(entries); e++)
		for (w = 0; w < NELEM(lengths); w++) {
			check_shape(entries[e], lengths[w], NULL);
			/* Only whether there is one matters. */
			check_shape(entries[e], lengths[w],
			    (struct ring *)&m);
		}
	return check_status();
}
