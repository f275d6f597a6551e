/* SPDX-License-Identifier: ISC */
/*
 * notes.c: finds the ABI note and the manifest note.
 *
 * A segment of notes may hold several, whoever's they are.  All are gone
 * through, since there must be no second one of ours.
 */
#include <config.h>

#include "image.h"

#include <string.h>

/*
 * What a note begins with; its name follows, padded to 4, then its content.
 * Not every system's <elf.h> has it, and under one name.
 */
struct note_header {
	uint32_t namesz;
	uint32_t descsz;
	uint32_t type;
};

#define NOTE_HEADER	sizeof(struct note_header)

struct note {
	uint32_t type;
	const uint8_t *name;
	size_t namesz;
	const uint8_t *desc;
	size_t descsz;
};

static uint64_t
round_up(uint64_t n, uint64_t to)
{
	return (n + to - 1) / to * to;
}

/*
 * Reads the note at the start of len bytes, and stores how many of them it
 * takes.  Nothing overflows: len is at most IMAGE_WINDOW_SIZE, and sizes in
 * the file are of 32 bits.
 */
static int
parse_note(const uint8_t *p, size_t len, struct note *note, size_t *taken)
{
	struct note_header nh;
	uint64_t name;

	if (len < NOTE_HEADER)
		return S5ELF_NOTE_CUT;
	memcpy(&nh, p, NOTE_HEADER);
	name = round_up(nh.namesz, 4);
	if (name > len - NOTE_HEADER)
		return S5ELF_NOTE_NAME;
	if (nh.descsz > len - NOTE_HEADER - name)
		return S5ELF_NOTE_DESC;
	note->type = nh.type;
	note->name = p + NOTE_HEADER;
	note->namesz = nh.namesz;
	note->desc = note->name + name;
	note->descsz = nh.descsz;
	*taken = (size_t)(note->desc + note->descsz - p);
	return S5ELF_OK;
}

static bool
note_is(const struct note *note, uint32_t type, const char *name)
{
	return note->type == type && note->namesz == strlen(name) + 1 &&
	    memcmp(note->name, name, note->namesz) == 0;
}

static int
take_abi(struct s5elf *img, const struct note *note)
{
	struct solo5_abi abi;

	if (img->abi_reason != S5ELF_NO_ABI)
		return S5ELF_ABI_TWICE;
	if (note->descsz != sizeof(abi))
		return S5ELF_ABI_SIZE;
	memcpy(&abi, note->desc, sizeof(abi));
	if (abi.reserved[0] != 0 || abi.reserved[1] != 0)
		return S5ELF_ABI_RESERVED;
	img->abi = abi;
	return S5ELF_OK;
}

static int
take_manifest(struct s5elf *img, const struct note *note)
{
	static const uint8_t pad[MFT1_NOTE_PAD];

	if (img->mft_reason != S5ELF_NO_MANIFEST)
		return S5ELF_MANIFEST_TWICE;
	if (note->descsz < sizeof(pad) + mft_size(0) ||
	    note->descsz > sizeof(pad) + MFT_MAX_SIZE)
		return S5ELF_MANIFEST_NOTE_SIZE;
	if (memcmp(note->desc, pad, sizeof(pad)) != 0)
		return S5ELF_MANIFEST_PAD;
	img->mft_size = note->descsz - sizeof(pad);
	memcpy(img->u.raw, note->desc + sizeof(pad), img->mft_size);
	return S5ELF_OK;
}

static void
take_note(struct s5elf *img, const struct note *note)
{
	if (note_is(note, ABI1_NOTE_TYPE, ABI1_NOTE_NAME))
		img->abi_reason = take_abi(img, note);
	else if (note_is(note, MFT1_NOTE_TYPE, MFT1_NOTE_NAME))
		img->mft_reason = take_manifest(img, note);
}

static bool
all_zero(const uint8_t *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] != 0)
			return false;
	return true;
}

/*
 * How much to read for this segment: also those behind it, as notes most
 * often lie side by side, but no more.
 */
static size_t
size_ahead(const struct s5elf *img, const struct image_notes *seg)
{
	const struct image_notes *other;
	uint64_t end, ahead = seg->size;

	for (other = img->notes; other < img->notes + img->nnotes; other++) {
		if (other->offset < seg->offset ||
		    other->size > IMAGE_WINDOW_SIZE)
			continue;
		end = other->offset - seg->offset;
		if (end > IMAGE_WINDOW_SIZE - other->size)
			continue;
		end += other->size;
		if (end > ahead)
			ahead = end;
	}
	return (size_t)ahead;
}

/*
 * A note begins at a multiple of 4, in a segment that is aligned to 8 at a
 * multiple of 8; that is counted from the start of the file, because the
 * segment itself may begin between two of them.
 */
static int
scan_segment(struct s5elf *img, const struct image_notes *seg)
{
	const uint64_t align = seg->align == 8 ? 8 : 4;
	const uint64_t skew = seg->offset % align;
	const size_t size = (size_t)seg->size;
	struct note note;
	const uint8_t *p;
	size_t pos, taken;
	int r;

	r = image_window(img, seg->offset, size, size_ahead(img, seg), &p);
	if (r != S5ELF_OK)
		return r;
	for (pos = 0; pos < size;
	    pos = (size_t)(round_up(pos + taken + skew, align) - skew)) {
		/* What a linker leaves behind the last note is zero. */
		if (all_zero(p + pos, size - pos))
			break;
		r = parse_note(p + pos, size - pos, &note, &taken);
		if (r != S5ELF_OK)
			return r;
		take_note(img, &note);
	}
	return S5ELF_OK;
}

static int
check_segment(const struct s5elf *img, const struct image_notes *seg)
{
	if (seg->size > IMAGE_WINDOW_SIZE)
		return S5ELF_NOTE_SEGMENT_LARGE;
	if (seg->size > 0 && !image_has(img, seg->offset, seg->size))
		return S5ELF_NOTE_SEGMENT_OUTSIDE;
	return S5ELF_OK;
}

static int
scan(struct s5elf *img)
{
	int r;

	img->abi_reason = S5ELF_NO_ABI;
	img->mft_reason = S5ELF_NO_MANIFEST;
	for (size_t i = 0; i < img->nnotes; i++) {
		r = check_segment(img, &img->notes[i]);
		if (r != S5ELF_OK)
			return r;
		if (img->notes[i].size == 0)
			continue;
		r = scan_segment(img, &img->notes[i]);
		if (r != S5ELF_OK)
			return r;
	}
	return S5ELF_OK;
}

int
image_scan_notes(struct s5elf *img)
{
	int r;

	if (img->scanned)
		return S5ELF_OK;
	r = scan(img);
	img->scanned = r == S5ELF_OK;
	return r;
}

int
s5elf_abi(struct s5elf *img, struct solo5_abi *abi)
{
	int r;

	r = image_scan_notes(img);
	if (r != S5ELF_OK)
		return r;
	if (img->abi_reason != S5ELF_OK)
		return img->abi_reason;
	*abi = img->abi;
	return S5ELF_OK;
}

static int
check_manifest(const struct mft *mft, size_t size)
{
	static const int reasons[] = {
		[MFT_OK] = S5ELF_OK,
		[MFT_BAD_SIZE] = S5ELF_MANIFEST_SIZE,
		[MFT_BAD_VERSION] = S5ELF_MANIFEST_VERSION,
		[MFT_BAD_COUNT] = S5ELF_MANIFEST_COUNT,
		[MFT_BAD_FIRST] = S5ELF_MANIFEST_FIRST,
		[MFT_BAD_TYPE] = S5ELF_MANIFEST_TYPE,
		[MFT_NAME_ENDLESS] = S5ELF_MANIFEST_NAME_ENDLESS,
		[MFT_NAME_EMPTY] = S5ELF_MANIFEST_NAME_EMPTY,
		[MFT_NAME_CHARS] = S5ELF_MANIFEST_NAME_CHARS,
		[MFT_NAME_TAIL] = S5ELF_MANIFEST_NAME_TAIL,
		[MFT_NAME_TWICE] = S5ELF_MANIFEST_NAME_TWICE,
		[MFT_NOT_BLANK] = S5ELF_MANIFEST_NOT_BLANK,
	};

	return reasons[mft_check(mft, size)];
}

int
s5elf_manifest(struct s5elf *img, struct mft *mft, size_t size)
{
	int r;

	r = image_scan_notes(img);
	if (r != S5ELF_OK)
		return r;
	if (img->mft_reason != S5ELF_OK)
		return img->mft_reason;
	r = check_manifest(&img->u.mft, img->mft_size);
	if (r != S5ELF_OK)
		return r;
	if (size < img->mft_size)
		return S5ELF_ARGUMENT;
	memcpy(mft, img->u.raw, img->mft_size);
	return S5ELF_OK;
}
