/* SPDX-License-Identifier: ISC */
/*
 * t-abi.c: the notes that the ABI headers declare are, byte for byte, those
 * that the tests of the library craft.
 */
#include <config.h>

#include <stdint.h>
#include <string.h>

#include "check.h"
#include "craft.h"
#include "solo5/elf_abi.h"

#define MFT_ENTRIES	4
#include "solo5/mft_abi.h"

SOLO5_OPENBSD_NOTE;
SOLO5_ABI1_NOTE(2, 2);

MFT1_NOTE_DECLARE_BEGIN
{
	.version = MFT_VERSION,
	.entries = MFT_ENTRIES,
	.e = {
		{ .name = "", .type = MFT_RESERVED_FIRST },
		{ .name = "dev0", .type = MFT_DEV_NET_BASIC },
		{ .name = "dev1", .type = MFT_DEV_BLOCK_BASIC },
		{ .name = "dev2", .type = MFT_DEV_NET_BASIC },
	}
}
MFT1_NOTE_DECLARE_END

int
main(void)
{
	struct craft file;

	craft_make(&file, &CRAFT_BASE);
	CHECK(memcmp(&solo5_openbsd_note, file.data + CRAFT_OPENBSD,
	    sizeof(solo5_openbsd_note)) == 0);
	CHECK(memcmp(&solo5_abi1_note, file.data + CRAFT_ABI,
	    sizeof(solo5_abi1_note)) == 0);
	CHECK(memcmp(&__solo5_mft1_note, file.data + CRAFT_MANIFEST,
	    sizeof(__solo5_mft1_note)) == 0);
	CHECK(sizeof(__solo5_mft1_note) == 32 + 4 * 104);
	CHECK((const uint8_t *)&__solo5_mft1_note.m -
	    (const uint8_t *)&__solo5_mft1_note == CRAFT_MFT - CRAFT_MANIFEST);
	craft_free(&file);
	return check_status();
}
