/* SPDX-License-Identifier: ISC */
/*
 * subject.c: what the policy and Muen's tools make of a unikernel: memory,
 * page tables, subject information and boot information.
 *
 *	VA
 *	0x1000		boot information, read only
 *	0x200000	the executable, each segment as it says
 *	its end		RAM, up to --mem
 *	a little above	channels and time, with nothing mapped between them
 *	0xe00000000	subject information and time slices, read only
 */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include <solo5/elf_abi.h>

#include "s5muen.h"

#define BOOT_INFO	0x1000u
#define BASE		0x200000u
#define CMDLINE_MAX	(PAGE_SIZE - sizeof(struct boot_info))

/* Page table entries; accessed and dirty from the start. */
#define PTE_TABLE	0x23ull
#define PTE_PAGE	0x61ull
#define PTE_W		0x2ull
#define PTE_NX		(1ull << 63)
#define PTE_ADDRESS	0x000ffffffffff000ull

struct boot_info {
	uint64_t mem_size;
	uint64_t kernel_end;
	uint64_t tsc_freq;
	uint64_t cmdline;
	uint64_t mft;
};

/* Where the next thing in aux goes, and where it appears. */
static uint64_t aux_used, aux_va;

static void *
memory(uint64_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE |
	    MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		die("memory");
	return p;
}

static uint64_t *
table_at(const struct subject *s, uint64_t gpa)
{
	return (uint64_t *)(void *)(s->tables + (gpa - TABLES_GPA));
}

/* Follows an entry to the table below it, which is made if need be. */
static uint64_t *
table_below(struct subject *s, uint64_t *entry)
{
	if (*entry == 0) {
		if (s->tables_used == s->tables_size)
			diex("too many page tables");
		*entry = (TABLES_GPA + s->tables_used) | PTE_TABLE;
		s->tables_used += PAGE_SIZE;
	}
	return table_at(s, *entry & PTE_ADDRESS);
}

static void
map(struct subject *s, uint64_t va, uint64_t gpa, uint64_t size,
    unsigned int prot)
{
	uint64_t *table;
	uint64_t end = va + size;
	int shift;

	for (; va < end; va += PAGE_SIZE, gpa += PAGE_SIZE) {
		table = table_at(s, TABLES_GPA);
		for (shift = 39; shift > 12; shift -= 9)
			table = table_below(s, &table[va >> shift & 511]);
		table[va >> 12 & 511] = gpa | PTE_PAGE |
		    ((prot & S5ELF_W) != 0 ? PTE_W : 0) |
		    ((prot & S5ELF_X) != 0 ? 0 : PTE_NX);
	}
}

/* The end of a segment, as Muen's tools count: whole pages. */
static uint64_t
page_end(uint64_t addr)
{
	return (addr + PAGE_SIZE - 1) & ~(uint64_t)(PAGE_SIZE - 1);
}

static void
map_executable(struct subject *s, const struct s5elf *elf, bool flat)
{
	const struct s5elf_segment *seg = s5elf_segments(elf);
	size_t i;

	for (i = 0; i < s5elf_info(elf)->nsegments; i++)
		map(s, seg[i].vaddr, seg[i].vaddr,
		    page_end(seg[i].vaddr + seg[i].memsz) - seg[i].vaddr,
		    flat ? S5ELF_R | S5ELF_W | S5ELF_X : seg[i].prot);
}

static void
boot_info_write(struct subject *s, const struct options *opt, uint64_t end)
{
	struct boot_info *bi = (struct boot_info *)(void *)(s->ram + BOOT_INFO);
	char *p = (char *)(bi + 1);
	size_t left = CMDLINE_MAX;
	size_t i;
	int n;

	bi->mem_size = s->ram_size;
	bi->kernel_end = end - 1;
	bi->cmdline = BOOT_INFO + sizeof(*bi);
	for (i = 0; opt->argv[i] != NULL; i++) {
		n = snprintf(p, left, "%s%s", i == 0 ? "" : " ", opt->argv[i]);
		if ((size_t)n >= left)
			diex("the command line is too long");
		p += n;
		left -= (size_t)n;
	}
}

/* Adds a resource to the subject information. */
static struct sinfo_resource *
resource(struct subject *s, const char *name, const char *suffix,
    uint32_t kind)
{
	struct sinfo_resource *r = &s->sinfo->resource[s->sinfo->count++];

	r->kind = kind;
	r->name.length = (uint8_t)snprintf(r->name.text, SINFO_NAME_MAX,
	    "%s%s", name, suffix);
	return r;
}

/* Takes memory from aux, and maps it, for a resource. */
static uint8_t *
shared(struct subject *s, const char *name, const char *suffix, uint8_t kind,
    uint64_t size, bool writable)
{
	struct sinfo_memory *m;
	uint8_t *p = s->aux + aux_used;

	if (aux_used + size > s->aux_size)
		diex("too many devices");
	map(s, aux_va, AUX_GPA + aux_used, size,
	    writable ? S5ELF_R | S5ELF_W : S5ELF_R);
	m = &resource(s, name, suffix, SINFO_MEMORY)->u.memory;
	m->kind = kind;
	m->flags = writable ? SINFO_WRITABLE : 0;
	m->pattern[1] = 1;		/* 256: none */
	m->address = aux_va;
	m->size = size;
	aux_used += size;
	aux_va += size + PAGE_SIZE;
	return p;
}

static void
sinfo_write(struct subject *s, struct options *opt)
{
	struct sinfo *sinfo = s->sinfo;
	size_t i;

	sinfo->magic = (SINFO_MAGIC & 0x00ffffffffffffffull) |
	    (uint64_t)opt->sinfo_version << 56;
	sinfo->tsc_khz = opt->tsc_khz;
	sinfo->name.length = (uint8_t)snprintf(sinfo->name.text,
	    SINFO_NAME_MAX, "unikernel");

	/* Names that nearly are those that are looked for come first. */
	(void)resource(s, "debuglo", "", SINFO_MEMORY);
	(void)resource(s, "debuglog", "", 3);
	(void)resource(s, "solo5_exit", "", SINFO_MEMORY);
	(void)resource(s, "solo5_exit_", "", SINFO_EVENT);
	if (!opt->no_console)
		s->console = shared(s, "debuglog", "", SINFO_CHANNEL,
		    CHANNEL_SIZE, true);
	if (!opt->no_time)
		s->time = (volatile struct sinfo_time *)(void *)shared(s,
		    "time_info", "", 0, PAGE_SIZE, false);
	for (i = 0; i < opt->nlinks; i++) {
		opt->link[i].in = shared(s, opt->link[i].name, "|in",
		    SINFO_CHANNEL, CHANNEL_SIZE, false);
		opt->link[i].out = shared(s, opt->link[i].name, "|out",
		    SINFO_CHANNEL, CHANNEL_SIZE, true);
	}
	if (!opt->no_exit_event)
		resource(s, "solo5_exit", "", SINFO_EVENT)->u.event =
		    EXIT_EVENT;
}

static struct s5elf *
executable_open(const char *path)
{
	static union {
		struct mft mft;
		uint8_t bytes[S5ELF_MFT_SIZE];
	} mft;
	struct solo5_abi abi;
	struct s5elf *elf;
	int r;

	r = s5elf_open(&elf, path);
	if (r == S5ELF_OK)
		r = s5elf_abi(elf, &abi);
	if (r == S5ELF_OK)
		r = s5elf_manifest(elf, &mft.mft, sizeof(mft));
	if (r != S5ELF_OK)
		diex("%s: %s", path, r == S5ELF_SYSTEM ? strerror(errno) :
		    s5elf_strerror(r));
	if (abi.target != SOLO5_ABI_MUEN || abi.version != 4)
		diex("%s: not for Muen as it is", path);
	if (s5elf_info(elf)->start != BASE)
		diex("%s: does not begin at 2 MiB", path);
	return elf;
}

/*
 * No processor here executes VMCALL as Muen's would see it: where KVM knows
 * the instruction it answers itself, and there is a KVM that never answers.
 * An OUT of the same length takes its place.  There must be one.
 */
static void
patch_vmcall(struct subject *s, const struct s5elf *elf)
{
	const uint8_t vmcall[3] = { 0x0f, 0x01, 0xc1 };
	const uint8_t out[3] = { 0xe6, EXIT_PORT, 0x90 };
	const struct s5elf_segment *seg = s5elf_segments(elf);
	uint8_t *p = s->ram + seg->vaddr, *end = p + seg->filesz;
	unsigned int n = 0;

	for (; p + sizeof(vmcall) <= end; p++)
		if (memcmp(p, vmcall, sizeof(vmcall)) == 0) {
			(void)memcpy(p, out, sizeof(out));
			n++;
		}
	if (n != 1)
		diex("%u instructions look like VMCALL", n);
}

static void
executable_load(struct subject *s, const struct options *opt,
    struct s5elf *elf)
{
	int r;

	r = s5elf_fits(elf, s->ram_size, PAGE_SIZE);
	if (r == S5ELF_OK)
		r = s5elf_load(elf, s->ram, 0, (size_t)s->ram_size);
	if (r != S5ELF_OK)
		diex("%s: %s", opt->kernel, s5elf_strerror(r));
	s->entry = s5elf_info(elf)->entry;
	patch_vmcall(s, elf);
}

void
subject_create(struct subject *s, struct options *opt)
{
	struct s5elf *elf = executable_open(opt->kernel);
	const uint64_t end = page_end(s5elf_info(elf)->end);

	s->ram_size = opt->mem_mib * MIB;
	s->aux_size = 16 * PAGE_SIZE + (1 + 2 * LINKS_MAX) * CHANNEL_SIZE;
	s->tables_size = 8 * MIB;
	s->ram = memory(s->ram_size);
	s->aux = memory(s->aux_size);
	s->tables = memory(s->tables_size);
	s->tables_used = PAGE_SIZE;

	executable_load(s, opt, elf);
	map_executable(s, elf, opt->flat);
	map(s, end, end, s->ram_size - end,
	    S5ELF_R | S5ELF_W | (opt->flat ? S5ELF_X : 0));
	s->sp = s->ram_size - 8;
	boot_info_write(s, opt, end);
	map(s, BOOT_INFO, BOOT_INFO, PAGE_SIZE, S5ELF_R);
	if (opt->flat)
		map(s, 0, 0, BOOT_INFO, S5ELF_R | S5ELF_W | S5ELF_X);

	s->sinfo = (struct sinfo *)(void *)s->aux;
	s->sched = (volatile struct sinfo_sched *)(void *)(s->aux +
	    (SINFO_SCHED_ADDRESS - SINFO_ADDRESS));
	aux_used = SINFO_SCHED_ADDRESS - SINFO_ADDRESS + PAGE_SIZE;
	map(s, SINFO_ADDRESS, AUX_GPA, aux_used, S5ELF_R);
	aux_va = s->ram_size + MIB;
	sinfo_write(s, opt);
	s5elf_close(elf);
}
