/* SPDX-License-Identifier: ISC */
/*
 * reasons.c: a text for every reason.
 *
 * Callers print the name of the file before it.  Some of these sentences are
 * part of the tenders' interface, in solo5-spt(1) and solo5-hvt(1).
 */
#include <config.h>

#include "solo5-elf.h"

#include "compiler.h"

#define NOTE_SIZE	"note does not fall within valid size"
#define MANIFEST	"Solo5 manifest is invalid"

static const char *const texts[] = {
	[S5ELF_OK] = "no error",

	[S5ELF_SYSTEM] = "system call failed",
	[S5ELF_ARGUMENT] = "invalid argument",
	[S5ELF_NOT_FILE] = "not a regular file",
	[S5ELF_SHRUNK] = "file became shorter while it was read",

	[S5ELF_NOT_ELF] = "not an ELF file",
	[S5ELF_EHDR_CUT] = "file ends within the ELF header",
	[S5ELF_CLASS] = "not a 64-bit ELF file",
	[S5ELF_DATA] = "not a little-endian ELF file",
	[S5ELF_VERSION] = "unknown version of ELF",
	[S5ELF_TYPE] = "not an executable of fixed addresses (ET_EXEC)",
	[S5ELF_MACHINE] = "executable is for a CPU that is not supported",
	[S5ELF_FLAGS] =
	    "executable is for an ABI of its CPU that is not supported",

	[S5ELF_PHENTSIZE] = "size of a program header is not 56 bytes",
	[S5ELF_PHDRS_NONE] = "there are no program headers",
	[S5ELF_PHDRS_MANY] = "more than 64 program headers",
	[S5ELF_PHDRS_OUTSIDE] = "program headers are not within the file",

	[S5ELF_SEGMENTS_NONE] = "there is no loadable segment",
	[S5ELF_SEGMENTS_MANY] = "more than 16 loadable segments",
	[S5ELF_SEGMENT_FILESZ] =
	    "loadable segment is larger in the file than in memory",
	[S5ELF_SEGMENT_WX] =
	    "loadable segment is both writable and executable",
	[S5ELF_SEGMENT_LOW] = "loadable segment is below address 0x100000",
	[S5ELF_SEGMENT_WRAP] =
	    "loadable segment goes beyond the end of the address space",
	[S5ELF_SEGMENT_ALIGN] =
	    "alignment of a loadable segment is not a power of two",
	[S5ELF_SEGMENT_MISALIGNED] =
	    "address of a loadable segment is misaligned",
	[S5ELF_SEGMENT_OFFSET] =
	    "offset of a loadable segment in the file is misaligned",
	[S5ELF_SEGMENT_OUTSIDE] = "loadable segment is not within the file",
	[S5ELF_SEGMENT_ORDER] = "loadable segments are out of order",
	[S5ELF_SEGMENT_OVERLAP] = "loadable segments overlap",
	[S5ELF_ENTRY] = "entry point is not in an executable segment",
	[S5ELF_ENTRY_MISALIGNED] = "entry point is misaligned",

	[S5ELF_TLS_MANY] = "more than one TLS segment",
	[S5ELF_TLS_FILESZ] = "TLS segment is larger in the file than in memory",
	[S5ELF_TLS_WRAP] =
	    "TLS segment goes beyond the end of the address space",
	[S5ELF_TLS_ALIGN] =
	    "alignment of the TLS segment is not a power of two",
	[S5ELF_TLS_ALIGN_LARGE] = "alignment of the TLS segment is above 1 MiB",
	[S5ELF_TLS_OUTSIDE] = "TLS image is not within a loadable segment",

	[S5ELF_NOTE_SEGMENT_LARGE] =
	    NOTE_SIZE ": more than 8192 bytes of notes",
	[S5ELF_NOTE_SEGMENT_OUTSIDE] = NOTE_SIZE ": not within the file",
	[S5ELF_NOTE_CUT] = NOTE_SIZE ": header is cut off",
	[S5ELF_NOTE_NAME] = NOTE_SIZE ": name is cut off",
	[S5ELF_NOTE_DESC] = NOTE_SIZE ": content is cut off",

	[S5ELF_NO_ABI] = "No Solo5 ABI information found in executable",
	[S5ELF_ABI_TWICE] = "more than one Solo5 ABI note",
	[S5ELF_ABI_SIZE] = NOTE_SIZE ": Solo5 ABI note is not of 16 bytes",
	[S5ELF_ABI_RESERVED] =
	    "reserved fields of the Solo5 ABI note are not zero",

	[S5ELF_NO_MANIFEST] = "No Solo5 manifest found in executable",
	[S5ELF_MANIFEST_TWICE] =
	    MANIFEST ": more than one manifest note",
	[S5ELF_MANIFEST_NOTE_SIZE] = MANIFEST ": " NOTE_SIZE,
	[S5ELF_MANIFEST_PAD] = MANIFEST ": padding of the note is not zero",
	[S5ELF_MANIFEST_SIZE] =
	    MANIFEST ": its size is not that of its number of entries",
	[S5ELF_MANIFEST_VERSION] = MANIFEST ": unknown version",
	[S5ELF_MANIFEST_COUNT] = MANIFEST ": not 1 to 64 entries",
	[S5ELF_MANIFEST_FIRST] =
	    MANIFEST ": first entry is not the reserved one",
	[S5ELF_MANIFEST_TYPE] = MANIFEST ": device of an unknown type",
	[S5ELF_MANIFEST_NAME_ENDLESS] = MANIFEST ": device name does not end",
	[S5ELF_MANIFEST_NAME_EMPTY] = MANIFEST ": device without a name",
	[S5ELF_MANIFEST_NAME_CHARS] =
	    MANIFEST ": device name is not of letters and digits",
	[S5ELF_MANIFEST_NAME_TAIL] =
	    MANIFEST ": device name is followed by other bytes",
	[S5ELF_MANIFEST_NAME_TWICE] = MANIFEST ": two devices of one name",
	[S5ELF_MANIFEST_NOT_BLANK] =
	    MANIFEST ": private fields or padding are not zero",

	[S5ELF_NO_ROOM] = "executable does not fit into guest memory",
	[S5ELF_PAGE_SHARED] =
	    "segments of different protection are in one page of the host",
};

const char *
s5elf_strerror(int reason)
{
	if (reason < 0 || (size_t)reason >= NELEM(texts) ||
	    texts[reason] == NULL)
		return "unknown reason";
	return texts[reason];
}
