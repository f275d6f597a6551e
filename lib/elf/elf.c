/* SPDX-License-Identifier: ISC */
/*
 * elf.c: opens an image, and checks its ELF header and program headers.
 *
 * Headers are read once; what was checked is what is used.  Values from the
 * file are added only where the sum was shown to fit, or compared by
 * subtraction.
 */
#include <config.h>

#include "image.h"

#include <errno.h>
#include <string.h>

#include "storage.h"

/* Headers and manifests are copied from the file as they are. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
    "unikernels are little-endian, and so must be the host");
_Static_assert(S5ELF_MFT_SIZE == MFT_MAX_SIZE, "S5ELF_MFT_SIZE");
_Static_assert(IMAGE_PHDRS_MAX * sizeof(Elf64_Phdr) <= IMAGE_WINDOW_SIZE,
    "program headers must fit into the window");

bool
image_has(const struct s5elf *img, uint64_t offset, uint64_t len)
{
	return offset <= img->src.size && len <= img->src.size - offset;
}

int
image_read(const struct s5elf *img, void *buf, size_t len, uint64_t offset)
{
	uint8_t *p = buf;
	ssize_t n;

	while (len > 0) {
		n = img->src.read(&img->src, p, len, offset);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return S5ELF_SYSTEM;
		if (n == 0)
			return S5ELF_SHRUNK;
		p += n;
		len -= (size_t)n;
		offset += (uint64_t)n;
	}
	return S5ELF_OK;
}

int
image_window(struct s5elf *img, uint64_t offset, size_t len, size_t ahead,
    const uint8_t **p)
{
	int r;

	if (offset < img->window_offset ||
	    offset - img->window_offset > img->window_len ||
	    len > img->window_len - (offset - img->window_offset)) {
		if (ahead > img->src.size - offset)
			ahead = (size_t)(img->src.size - offset);
		img->window_len = 0;
		r = image_read(img, img->window, ahead, offset);
		if (r != S5ELF_OK)
			return r;
		img->window_offset = offset;
		img->window_len = ahead;
	}
	*p = img->window + (offset - img->window_offset);
	return S5ELF_OK;
}

static int
check_ident(const uint8_t *id)
{
	if (id[EI_CLASS] != ELFCLASS64)
		return S5ELF_CLASS;
	if (id[EI_DATA] != ELFDATA2LSB)
		return S5ELF_DATA;
	if (id[EI_VERSION] != EV_CURRENT)
		return S5ELF_VERSION;
	return S5ELF_OK;
}

static int
read_ehdr(struct s5elf *img, Elf64_Ehdr *eh)
{
	const uint8_t *p;
	int r;

	if (img->src.size < SELFMAG)
		return S5ELF_NOT_ELF;
	r = image_window(img, 0, SELFMAG, IMAGE_HEAD_SIZE, &p);
	if (r != S5ELF_OK)
		return r;
	if (memcmp(p, ELFMAG, SELFMAG) != 0)
		return S5ELF_NOT_ELF;
	if (img->src.size < sizeof(*eh))
		return S5ELF_EHDR_CUT;
	r = check_ident(p);
	if (r != S5ELF_OK)
		return r;
	memcpy(eh, p, sizeof(*eh));
	if (eh->e_version != EV_CURRENT)
		return S5ELF_VERSION;
	return S5ELF_OK;
}

/* Where the program headers are; *ph holds until the next window. */
static int
find_phdrs(struct s5elf *img, const Elf64_Ehdr *eh, const uint8_t **ph)
{
	size_t len = eh->e_phnum * sizeof(Elf64_Phdr);

	if (eh->e_phnum == 0)
		return S5ELF_PHDRS_NONE;
	if (eh->e_phentsize != sizeof(Elf64_Phdr))
		return S5ELF_PHENTSIZE;
	if (eh->e_phnum > IMAGE_PHDRS_MAX)
		return S5ELF_PHDRS_MANY;
	if (!image_has(img, eh->e_phoff, len))
		return S5ELF_PHDRS_OUTSIDE;
	return image_window(img, eh->e_phoff, len, len, ph);
}

static void
collect_notes(struct s5elf *img, const Elf64_Phdr *ph, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (ph[i].p_type != PT_NOTE)
			continue;
		img->notes[img->nnotes++] = (struct image_notes){
			.offset = ph[i].p_offset,
			.size = ph[i].p_filesz,
			.align = ph[i].p_align,
		};
	}
}

static int
check_ehdr(struct s5elf *img, const Elf64_Ehdr *eh)
{
	const struct image_arch *arch;
	uint32_t flags;

	if (eh->e_type != ET_EXEC)
		return S5ELF_TYPE;
	arch = image_arch(eh->e_machine);
	if (arch == NULL)
		return S5ELF_MACHINE;
	flags = eh->e_flags & arch->flags_mask;
	if (flags != 0 && flags != arch->flags)
		return S5ELF_FLAGS;
	if (eh->e_entry % arch->entry_align != 0)
		return S5ELF_ENTRY_MISALIGNED;
	img->info.machine = eh->e_machine;
	img->info.entry = eh->e_entry;
	return S5ELF_OK;
}

static int
check_segments(struct s5elf *img, const Elf64_Phdr *ph, size_t n)
{
	int r;

	for (size_t i = 0; i < n; i++) {
		if (ph[i].p_type != PT_LOAD)
			continue;
		r = image_add_segment(img, &ph[i]);
		if (r != S5ELF_OK)
			return r;
	}
	if (img->info.nsegments == 0)
		return S5ELF_SEGMENTS_NONE;
	return image_check_entry(img);
}

static int
check_tls(const struct s5elf *img, const Elf64_Phdr *ph, size_t n)
{
	size_t found = 0;
	int r;

	for (size_t i = 0; i < n; i++) {
		if (ph[i].p_type != PT_TLS)
			continue;
		if (found++ > 0)
			return S5ELF_TLS_MANY;
		r = image_check_tls(img, &ph[i]);
		if (r != S5ELF_OK)
			return r;
	}
	return S5ELF_OK;
}

static int
check_program(struct s5elf *img, const Elf64_Ehdr *eh, const Elf64_Phdr *ph)
{
	int r;

	r = check_ehdr(img, eh);
	if (r != S5ELF_OK)
		return r;
	r = check_segments(img, ph, eh->e_phnum);
	if (r != S5ELF_OK)
		return r;
	return check_tls(img, ph, eh->e_phnum);
}

static int
read_image(struct s5elf *img)
{
	Elf64_Phdr ph[IMAGE_PHDRS_MAX];
	const uint8_t *p;
	Elf64_Ehdr eh;
	int r;

	r = read_ehdr(img, &eh);
	if (r != S5ELF_OK)
		return r;
	r = find_phdrs(img, &eh, &p);
	if (r != S5ELF_OK)
		return r;
	memcpy(ph, p, eh.e_phnum * sizeof(*ph));
	collect_notes(img, ph, eh.e_phnum);
	r = check_program(img, &eh, ph);
	if (r == S5ELF_OK)
		return S5ELF_OK;
	/*
	 * Of somebody else's program it is no use to say that its segments
	 * are not to our liking.
	 */
	if (image_scan_notes(img) == S5ELF_OK &&
	    img->abi_reason == S5ELF_NO_ABI)
		return S5ELF_NO_ABI;
	return r;
}

int
image_open(struct s5elf **img, const struct s5elf_source *src)
{
	struct s5elf *new;
	int r;

	/* Not zeroed: most of it is buffers, and never touched. */
	new = storage_get();
	if (new == NULL)
		return S5ELF_SYSTEM;
	new->src = *src;
	new->owns_fd = false;
	new->info = (struct s5elf_info){ 0 };
	new->nnotes = 0;
	new->scanned = false;
	new->window_offset = 0;
	new->window_len = 0;
	r = read_image(new);
	if (r != S5ELF_OK) {
		s5elf_close(new);
		return r;
	}
	*img = new;
	return S5ELF_OK;
}

const struct s5elf_info *
s5elf_info(const struct s5elf *img)
{
	return &img->info;
}

const struct s5elf_segment *
s5elf_segments(const struct s5elf *img)
{
	return img->seg;
}
