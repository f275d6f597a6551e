/* SPDX-License-Identifier: ISC */
/*
 * note.c: the manifest that the executable carries, where no tender has read
 * it.
 */
#include "device.h"

#include "manifest.h"
#include "solo5_bindings.h"

/* What solo5-elftool generates; the manifest itself follows. */
extern const struct mft1_nhdr __solo5_mft1_note;

struct mft *
manifest_own(void)
{
	/* The original is in memory that may be read only. */
	static union {
		struct mft mft;
		uint8_t bytes[MFT_MAX_SIZE];
	} copy;
	const struct mft1_nhdr *note = (const struct mft1_nhdr *)
	    symbol_value((const char *)&__solo5_mft1_note);
	const struct mft *mft = (const struct mft *)(note + 1);
	size_t size = note->descsz - MFT1_NOTE_PAD;

	if (note->type != MFT1_NOTE_TYPE || note->descsz < MFT1_NOTE_PAD ||
	    mft_check(mft, size) != MFT_OK)
		ABORT("the manifest in the executable is damaged");
	memcpy(copy.bytes, mft, size);
	return &copy.mft;
}
