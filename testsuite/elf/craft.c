/* SPDX-License-Identifier: ISC */
/*
 * craft.c: makes well-formed unikernels.
 */
#include <config.h>

#include "craft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

#define EHDR(field)	CRAFT_EHDR(field), sizeof(((Elf64_Ehdr *)0)->field)

const struct craft_spec CRAFT_BASE = {
	.machine = 62,
	.target = 2,
	.version = 2,
	.align = 0x1000,
	.devices = 3,
};

/* A file as it grows: space for a segment is taken at its end. */
struct maker {
	struct craft *file;
	const struct craft_spec *spec;
	uint32_t phnum;		/* written so far */
};

void
craft_put(uint8_t *to, unsigned int size, uint64_t value)
{
	for (unsigned int i = 0; i < size; i++)
		to[i] = (uint8_t)(value >> (8 * i));
}

void
craft_resize(struct craft *file, size_t size)
{
	uint8_t *data;

	/* One more, as no byte at all would be no memory at all. */
	data = realloc(file->data, size + 1);
	if (data == NULL)
		check_broken("realloc");
	if (size > file->size)
		memset(data + file->size, 0, size - file->size);
	file->data = data;
	file->size = size;
}

void
craft_free(struct craft *file)
{
	free(file->data);
	*file = (struct craft){ 0 };
}

uint8_t
craft_byte(uint32_t phdr, size_t pos)
{
	return (uint8_t)(0x41 + 31 * phdr + 7 * pos + (pos >> 8));
}

static void
put(struct maker *m, size_t at, size_t size, uint64_t value)
{
	craft_put(m->file->data + at, (unsigned int)size, value);
}

static void
phdr(struct maker *m, const Elf64_Phdr *ph)
{
	const size_t at = 64 + m->phnum++ * 56;

	put(m, at, 4, ph->p_type);
	put(m, at + 4, 4, ph->p_flags);
	put(m, at + 8, 8, ph->p_offset);
	put(m, at + 16, 8, ph->p_vaddr);
	put(m, at + 24, 8, ph->p_vaddr);
	put(m, at + 32, 8, ph->p_filesz);
	put(m, at + 40, 8, ph->p_memsz);
	put(m, at + 48, 8, ph->p_align);
}

/* Where the next segment begins; compact files have notes in them, too. */
static size_t
next(const struct maker *m)
{
	const size_t align = m->spec->align < 8 ? 8 : m->spec->align;

	return (m->file->size + align - 1) / align * align;
}

static size_t
segment(struct maker *m, uint32_t which, uint32_t flags, size_t filesz,
    size_t memsz)
{
	const size_t at = next(m);

	if (filesz > 0)
		craft_resize(m->file, at + filesz);
	phdr(m, &(Elf64_Phdr){ .p_type = PT_LOAD, .p_flags = flags,
	    .p_offset = at, .p_vaddr = CRAFT_VADDR(which), .p_filesz = filesz,
	    .p_memsz = memsz, .p_align = m->spec->align });
	for (size_t i = 0; i < filesz; i++)
		m->file->data[at + i] = craft_byte(which, i);
	return at;
}

static void
ehdr(struct maker *m)
{
	static const uint8_t ident[] = { 0x7f, 'E', 'L', 'F', 2, 1, 1 };

	craft_resize(m->file, 64 + m->file->phnum * 56);
	memcpy(m->file->data, ident, sizeof(ident));
	put(m, EHDR(e_type), 2);
	put(m, EHDR(e_machine), m->spec->machine);
	put(m, EHDR(e_version), 1);
	put(m, EHDR(e_entry), CRAFT_ENTRY);
	put(m, EHDR(e_phoff), 64);
	put(m, EHDR(e_flags), m->spec->flags);
	put(m, EHDR(e_ehsize), 64);
	put(m, EHDR(e_phentsize), 56);
	put(m, EHDR(e_phnum), m->file->phnum);
}

static void
text(struct maker *m)
{
	static const char interp[24] = "/nonexistent/solo5/";
	const size_t at = next(m);

	phdr(m, &(Elf64_Phdr){ .p_type = PT_INTERP, .p_flags = PF_R,
	    .p_offset = at, .p_vaddr = CRAFT_VADDR(CRAFT_TEXT),
	    .p_filesz = sizeof(interp), .p_memsz = sizeof(interp),
	    .p_align = 1 });
	(void)segment(m, CRAFT_TEXT, PF_X, CRAFT_TEXT_SIZE, CRAFT_TEXT_SIZE);
	memcpy(m->file->data + at, interp, sizeof(interp));
}

/* Writes the beginning of a note. */
static void
note(struct maker *m, size_t at, const char *name, size_t descsz,
    uint32_t type)
{
	put(m, at, 4, strlen(name) + 1);
	put(m, at + 4, 4, descsz);
	put(m, at + 8, 4, type);
	memset(m->file->data + at + 12, 0, 8);
	memcpy(m->file->data + at + 12, name, strlen(name));
}

static void
manifest(struct maker *m, size_t at)
{
	const uint32_t entries = m->spec->devices + 1;
	const size_t size = 8 + entries * 104u;
	char name[16];
	size_t entry;

	note(m, at, "Solo5", 4 + size, 0x3154464d);
	memset(m->file->data + at + 20, 0, 4 + size);
	put(m, at + 24, 4, 1);
	put(m, at + 28, 4, entries);
	put(m, at + 32 + 68, 4, 0x40000000);
	for (uint32_t i = 1; i < entries; i++) {
		entry = at + 32 + i * 104u;
		(void)snprintf(name, sizeof(name), "dev%u", i - 1);
		memcpy(m->file->data + entry, name, strlen(name));
		put(m, entry + 68, 4, i % 2 == 1 ? 2 : 1);
	}
}

/* Notes fill the segment of constants from its start; returns that. */
static size_t
rodata(struct maker *m)
{
	const size_t size = 64 + 32 + (m->spec->devices + 1) * 104u + 5;
	const size_t at = segment(m, CRAFT_RODATA, PF_R, size, size);

	note(m, at, "OpenBSD", 4, 1);
	put(m, at + 20, 4, 0);
	note(m, at + 24, "Solo5", 16, 0x31494241);
	put(m, at + 44, 4, m->spec->target);
	put(m, at + 48, 4, m->spec->version);
	put(m, at + 52, 8, 0);
	put(m, at + 60, 4, 0);
	manifest(m, at + 64);
	return at;
}

static void
note_phdr(struct maker *m, size_t at, size_t skip, size_t size,
    uint32_t align)
{
	phdr(m, &(Elf64_Phdr){ .p_type = PT_NOTE, .p_flags = PF_R,
	    .p_offset = at + skip,
	    .p_vaddr = CRAFT_VADDR(CRAFT_RODATA) + skip, .p_filesz = size,
	    .p_memsz = size, .p_align = align });
}

static void
notes(struct maker *m, size_t at)
{
	note_phdr(m, at, 0, 24, 4);
	note_phdr(m, at, 24, 36, 4);
	note_phdr(m, at, 64, 32 + (m->spec->devices + 1) * 104u, 8);
}

static void
thread_local(struct maker *m)
{
	const size_t at = segment(m, CRAFT_TDATA, PF_R, CRAFT_TDATA_SIZE,
	    CRAFT_TDATA_SIZE);

	(void)segment(m, CRAFT_BSS, PF_R | PF_W, 0, CRAFT_BSS_SIZE);
	phdr(m, &(Elf64_Phdr){ .p_type = PT_TLS, .p_flags = PF_R,
	    .p_offset = at, .p_vaddr = CRAFT_VADDR(CRAFT_TDATA),
	    .p_filesz = CRAFT_TDATA_SIZE, .p_memsz = CRAFT_TLS_SIZE,
	    .p_align = 16 });
}

void
craft_make(struct craft *file, const struct craft_spec *spec)
{
	struct maker m = { .file = file, .spec = spec };
	const bool old = spec->version == 1;
	size_t ro;

	*file = (struct craft){ .phnum = old ? CRAFT1_PHNUM : CRAFT_PHNUM };
	ehdr(&m);
	text(&m);
	ro = rodata(&m);
	(void)segment(&m, CRAFT_DATA, PF_R | PF_W, CRAFT_DATA_SIZE,
	    old ? CRAFT_DATA_SIZE + CRAFT_BSS_SIZE : CRAFT_DATA_SIZE);
	if (!old)
		thread_local(&m);
	notes(&m, ro);
}

int
craft_fd(const struct craft *file)
{
	char name[] = "craft.XXXXXX";
	int fd;

	fd = mkstemp(name);
	if (fd == -1 || unlink(name) == -1 ||
	    write(fd, file->data, file->size) != (ssize_t)file->size)
		check_broken("temporary file");
	return fd;
}
