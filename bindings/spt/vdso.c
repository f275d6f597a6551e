/* SPDX-License-Identifier: ISC */
/*
 * vdso.c: finds functions that the kernel has put into the process.
 *
 * The vDSO is an ELF shared object, loaded and not relocated: addresses in
 * it are relative to where it was linked.  It comes from the kernel and is
 * trusted; what it may lack is not taken for granted.
 */
#include "spt.h"

#define PT_LOAD		1
#define PT_DYNAMIC	2

#define DT_NULL		0
#define DT_HASH		4
#define DT_STRTAB	5
#define DT_SYMTAB	6
#define DT_GNU_HASH	0x6ffffef5
#define DT_VERSYM	0x6ffffff0
#define DT_VERDEF	0x6ffffffc

#define STT_FUNC	2
#define VERSYM_HIDDEN	0x8000u
#define VER_FLG_BASE	0x1

struct elf_header {
	unsigned char ident[16];
	uint16_t type;
	uint16_t machine;
	uint32_t version;
	uint64_t entry;
	uint64_t phoff;
	uint64_t shoff;
	uint32_t flags;
	uint16_t ehsize;
	uint16_t phentsize;
	uint16_t phnum;
	uint16_t shentsize;
	uint16_t shnum;
	uint16_t shstrndx;
};

struct elf_segment {
	uint32_t type;
	uint32_t flags;
	uint64_t offset;
	uint64_t vaddr;
	uint64_t paddr;
	uint64_t filesz;
	uint64_t memsz;
	uint64_t align;
};

struct elf_dynamic {
	int64_t tag;
	uint64_t value;
};

struct elf_symbol {
	uint32_t name;
	uint8_t info;
	uint8_t other;
	uint16_t section;
	uint64_t value;
	uint64_t size;
};

/* A version that is defined, and its name. */
struct elf_verdef {
	uint16_t version;
	uint16_t flags;
	uint16_t index;
	uint16_t count;
	uint32_t hash;
	uint32_t aux;		/* bytes to its struct elf_verdaux */
	uint32_t next;		/* bytes to the next, or 0 */
};

struct elf_verdaux {
	uint32_t name;
	uint32_t next;
};

/* The head of a GNU hash table; see gnu_count(). */
struct elf_gnu_hash {
	uint32_t buckets;
	uint32_t first;		/* symbol that is in the table */
	uint32_t bloom_words;
	uint32_t bloom_shift;
};

struct vdso {
	uintptr_t bias;		/* from its addresses to ours */
	const struct elf_dynamic *dynamic;
	const struct elf_symbol *symbols;
	const char *strings;
	const uint16_t *versym;		/* or NULL */
	const struct elf_verdef *verdef; /* or NULL */
	const uint32_t *hash;		/* one of the two */
	const struct elf_gnu_hash *gnu_hash;
};

static bool
equal(const char *a, const char *b)
{
	const char *rest = string_skip(a, b);

	return rest != NULL && *rest == '\0';
}

static bool
find_segments(struct vdso *v, uintptr_t base)
{
	const struct elf_header *header = (const void *)base;
	const struct elf_segment *seg = (const void *)(base + header->phoff);
	bool loaded = false;

	if (memcmp(header->ident, "\177ELF\2\1", 6) != 0 ||
	    header->phentsize != sizeof(*seg))
		return false;
	for (unsigned int i = 0; i < header->phnum; i++, seg++) {
		if (seg->type == PT_LOAD && !loaded) {
			v->bias = base + seg->offset - seg->vaddr;
			loaded = true;
		} else if (seg->type == PT_DYNAMIC) {
			v->dynamic = (const void *)(base + seg->offset);
		}
	}
	return loaded && v->dynamic != NULL;
}

static bool
find_tables(struct vdso *v)
{
	const struct elf_dynamic *d;

	for (d = v->dynamic; d->tag != DT_NULL; d++) {
		const void *table = (const void *)(v->bias + d->value);

		switch (d->tag) {
		case DT_HASH:
			v->hash = table;
			break;
		case DT_GNU_HASH:
			v->gnu_hash = table;
			break;
		case DT_STRTAB:
			v->strings = table;
			break;
		case DT_SYMTAB:
			v->symbols = table;
			break;
		case DT_VERDEF:
			v->verdef = table;
			break;
		case DT_VERSYM:
			v->versym = table;
			break;
		}
	}
	return v->strings != NULL && v->symbols != NULL &&
	    (v->hash != NULL || v->gnu_hash != NULL);
}

/*
 * How many symbols a GNU hash table knows of.  It does not say; but symbols
 * are in the order of their buckets, and the last of each bucket is marked.
 * Behind the head are a filter of 64-bit words, for each bucket its first
 * symbol or 0, and for each symbol from head.first on its hash, whose lowest
 * bit is the mark.
 */
static uint32_t
gnu_count(const struct elf_gnu_hash *head)
{
	const uint64_t *bloom = (const uint64_t *)(head + 1);
	const uint32_t *bucket = (const uint32_t *)(bloom + head->bloom_words);
	const uint32_t *hash = bucket + head->buckets;
	uint32_t last = 0;

	for (uint32_t i = 0; i < head->buckets; i++)
		if (bucket[i] > last)
			last = bucket[i];
	if (last < head->first)
		return 0;
	while ((hash[last - head->first] & 1) == 0)
		last++;
	return last + 1;
}

/* Where versions are not told, any will do. */
static bool
version_matches(const struct vdso *v, uint32_t symbol, const char *version)
{
	const struct elf_verdef *def = v->verdef;
	const struct elf_verdaux *aux;
	unsigned int index;

	if (def == NULL || v->versym == NULL)
		return true;
	index = v->versym[symbol] & ~VERSYM_HIDDEN;
	while (def->index != index || (def->flags & VER_FLG_BASE) != 0) {
		if (def->next == 0)
			return false;
		def = (const void *)((const char *)def + def->next);
	}
	aux = (const void *)((const char *)def + def->aux);
	return equal(v->strings + aux->name, version);
}

void *
vdso_find(uint64_t base, const char *name, const char *version)
{
	struct vdso v = { 0 };
	uint32_t count;

	if (base == 0 || !find_segments(&v, base) || !find_tables(&v))
		return NULL;
	count = v.hash != NULL ? v.hash[1] : gnu_count(v.gnu_hash);
	for (uint32_t i = 1; i < count; i++) {
		const struct elf_symbol *s = &v.symbols[i];

		if (s->section != 0 && (s->info & 0xf) == STT_FUNC &&
		    equal(v.strings + s->name, name) &&
		    version_matches(&v, i, version))
			return (void *)(v.bias + s->value);
	}
	return NULL;
}
