/* SPDX-License-Identifier: ISC */
/*
 * t-vdso.c: the bindings find functions in this process's vDSO, by either
 * kind of hash table, and nothing where there is nothing.
 */
#include <config.h>

#include <sys/auxv.h>

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The bindings' code, as part of this program. */
#include "../../bindings/common/string.c"
#include "../../bindings/spt/vdso.c"

#define NAME		"__vdso_clock_gettime"
#define RELEASE		"LINUX_2.6"

/* Larger than any vDSO. */
#define COPY_MAX	(64u << 10)

static unsigned int checks;
static unsigned int failures;

static void
check(const char *what, int ok)
{
	checks++;
	if (ok)
		return;
	failures++;
	printf("FAIL: %s\n", what);
}

/* The vDSO's size, as its one loadable segment has it. */
static size_t
vdso_size(uint64_t base)
{
	const Elf64_Ehdr *ehdr = (const void *)(uintptr_t)base;
	const Elf64_Phdr *ph = (const void *)(uintptr_t)(base + ehdr->e_phoff);

	for (unsigned int i = 0; i < ehdr->e_phnum; i++)
		if (ph[i].p_type == PT_LOAD)
			return ph[i].p_memsz;
	return 0;
}

/* The copy's entry in its dynamic section that has this tag, or NULL. */
static Elf64_Dyn *
dynamic(void *copy, int64_t tag)
{
	const Elf64_Ehdr *ehdr = copy;
	const Elf64_Phdr *ph = (const void *)((char *)copy + ehdr->e_phoff);
	Elf64_Dyn *d = NULL;

	for (unsigned int i = 0; i < ehdr->e_phnum; i++)
		if (ph[i].p_type == PT_DYNAMIC)
			d = (void *)((char *)copy + ph[i].p_offset);
	while (d != NULL && d->d_tag != DT_NULL && d->d_tag != tag)
		d++;
	return d == NULL || d->d_tag != tag ? NULL : d;
}

/* Found in the copy, where it is in the original? */
static int
found(void *copy, uintptr_t offset)
{
	return (uintptr_t)vdso_find((uintptr_t)copy, NAME, RELEASE) ==
	    (uintptr_t)copy + offset;
}

static void
check_copy(uint64_t base, uintptr_t offset)
{
	static uint64_t copy[COPY_MAX / sizeof(uint64_t)];
	const int64_t hashes[] = { DT_HASH, DT_GNU_HASH };
	size_t size = vdso_size(base);

	check("size", size > 0 && size <= COPY_MAX);
	memcpy(copy, (const void *)(uintptr_t)base, size);
	check("copy", found(copy, offset));

	/* With each of the tables alone, if it is there, and with neither. */
	for (unsigned int i = 0; i < 2; i++) {
		Elf64_Dyn *this = dynamic(copy, hashes[i]);
		Elf64_Dyn *other = dynamic(copy, hashes[1 - i]);

		if (this == NULL)
			continue;
		printf("there is %s\n", i == 0 ? "DT_HASH" : "DT_GNU_HASH");
		if (other != NULL)
			other->d_tag = DT_DEBUG;
		check("one table", found(copy, offset));
		this->d_tag = DT_DEBUG;
		check("no table", vdso_find((uintptr_t)copy, NAME, RELEASE) ==
		    NULL);
		memcpy(copy, (const void *)(uintptr_t)base, size);
	}

	/* Where versions are not told, any will do. */
	dynamic(copy, DT_VERSYM)->d_tag = DT_DEBUG;
	check("no versions", found(copy, offset));
	check("no versions, other version", vdso_find((uintptr_t)copy, NAME,
	    "OTHER") != NULL);
	memcpy(copy, (const void *)(uintptr_t)base, size);

	((unsigned char *)copy)[1] = 'X';
	check("not ELF", vdso_find((uintptr_t)copy, NAME, RELEASE) == NULL);
}

int
main(void)
{
	uint64_t base = getauxval(AT_SYSINFO_EHDR);
	int (*clock)(clockid_t, struct timespec *);
	struct timespec a, b;
	void *p;

	if (base == 0) {
		printf("SKIP: no vDSO\n");
		return 77;
	}
	p = vdso_find(base, NAME, RELEASE);
	check("found", p != NULL);
	check("absent name", vdso_find(base, "no_such", RELEASE) == NULL);
	check("beginning of a name", vdso_find(base, "__vdso_clock",
	    RELEASE) == NULL);
	check("other version", vdso_find(base, NAME, "LINUX_2.5") == NULL);
	check("no vDSO", vdso_find(0, NAME, RELEASE) == NULL);
	if (p != NULL) {
		*(void **)&clock = p;
		check("it works", clock(CLOCK_MONOTONIC, &a) == 0 &&
		    clock_gettime(CLOCK_MONOTONIC, &b) == 0 &&
		    b.tv_sec - a.tv_sec <= 1 && b.tv_sec >= a.tv_sec);
		check_copy(base, (uintptr_t)p - base);
	}
	if (failures != 0)
		printf("%u of %u checks failed\n", failures, checks);
	else
		printf("%u checks\n", checks);
	return failures != 0;
}
