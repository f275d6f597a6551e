/* SPDX-License-Identifier: ISC */
/*
 * t-vdso.c: where the tender finds the vDSO and its data, against where the
 * kernel says that they are.
 *
 * What lies beside them differs from one process to the next, so the program
 * runs itself many times, also without random addresses.
 */
#include <config.h>

#include <elf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "maps.h"
#include "vdso.h"

#define RUNS	40

static struct mapping maps[MAPS_MAX];

/* Where the tender is told that the vDSO is; 0 for the truth. */
static unsigned long pretended;

/* The linker calls these so, see --wrap in ld(1). */
unsigned long __real_getauxval(unsigned long type);
unsigned long __wrap_getauxval(unsigned long type);

unsigned long
__wrap_getauxval(unsigned long type)
{
	return type == AT_SYSINFO_EHDR && pretended != 0 ? pretended :
	    __real_getauxval(type);
}

/* The data are "[vvar]", and in newer kernels "[vvar_...]" too. */
static void
find_by_name(struct vdso *v, size_t n)
{
	uint64_t start = 0;
	size_t i;

	*v = (struct vdso){ 0 };
	for (i = 0; i < n; i++) {
		if (strncmp(maps[i].name, "[vvar", 5) == 0 && start == 0)
			start = maps[i].start;
		if (strcmp(maps[i].name, "[vdso]") == 0) {
			v->start = start != 0 ? start : maps[i].start;
			v->ehdr = maps[i].start;
			v->end = maps[i].end;
		}
	}
}

/* Nothing else may lie between: it would be left to the guest. */
static void
check_nothing_else(const struct vdso *v, size_t n)
{
	uint64_t end = v->start;
	size_t i;

	for (i = 0; i < n; i++) {
		if (maps[i].end <= v->start || maps[i].start >= v->end)
			continue;
		CHECK_CASE(strncmp(maps[i].name, "[v", 2) == 0, "%s",
		    maps[i].name);
		CHECK_CASE(maps[i].prot[1] == '-', "%s: %s", maps[i].name,
		    maps[i].prot);
		CHECK_CASE(maps[i].start == end, "%s", maps[i].name);
		end = maps[i].end;
	}
	CHECK(end == v->end);
}

/* What is before a copy of the image. */
enum before { MEMORY, NOTHING, DROPPABLE };

/* Since Linux 6.11, and the same on every CPU. */
#ifndef MAP_DROPPABLE
#define MAP_DROPPABLE	0x08
#endif

/* Older kernels refuse the type of mapping; then it is nothing. */
static bool
put_before(char *p, size_t size, enum before before)
{
	if (before == MEMORY)
		return true;
	if (munmap(p, size) == -1)
		return false;
	return before == NOTHING || mmap(p, size, PROT_READ | PROT_WRITE,
	    MAP_DROPPABLE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == p ||
	    errno == EINVAL;
}

/* A copy of the image, with pages before it that are not the kernel's data. */
static void
check_copy(const struct vdso *told, enum before before)
{
	const size_t page = (size_t)getauxval(AT_PAGESZ);
	const size_t size = (size_t)(told->end - told->ehdr);
	struct vdso found;
	char *p;

	p = mmap(NULL, 2 * page + size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED || !put_before(p, 2 * page, before))
		check_broken("mmap");
	p += 2 * page;
	memcpy(p, (const void *)(uintptr_t)told->ehdr, size);
	pretended = (unsigned long)(uintptr_t)p;
	vdso_find(&found, page);
	pretended = 0;
	CHECK_CASE(found.start == (uint64_t)(uintptr_t)p, "%d", (int)before);
	CHECK(found.ehdr == (uint64_t)(uintptr_t)p);
	CHECK(found.end == (uint64_t)(uintptr_t)p + size);
}

static int
run_once(void)
{
	struct vdso found, told;
	size_t n;

	vdso_find(&found, (size_t)getauxval(AT_PAGESZ));
	n = maps_read(maps);
	find_by_name(&told, n);
	if (told.ehdr == 0) {
		CHECK(found.start == 0 && found.ehdr == 0 && found.end == 0);
		check_skip("no vDSO");
	}
	CHECK_CASE(found.start == told.start, "%#llx, told %#llx",
	    (unsigned long long)found.start, (unsigned long long)told.start);
	CHECK_CASE(found.ehdr == told.ehdr, "%#llx, told %#llx",
	    (unsigned long long)found.ehdr, (unsigned long long)told.ehdr);
	CHECK_CASE(found.end == told.end, "%#llx, told %#llx",
	    (unsigned long long)found.end, (unsigned long long)told.end);
	CHECK(memcmp((const void *)(uintptr_t)found.ehdr, ELFMAG, SELFMAG) ==
	    0);
	check_nothing_else(&found, n);
	check_copy(&told, MEMORY);
	check_copy(&told, NOTHING);
	check_copy(&told, DROPPABLE);
	return check_status();
}

/* Another process, with other addresses. */
static int
run_again(char *program, int number)
{
	char arg[] = "once";
	char *const argv[] = { program, arg, NULL };
	int status;
	pid_t pid;

	(void)fflush(stdout);
	pid = fork();
	if (pid == -1)
		check_broken("fork");
	if (pid == 0) {
		if (number % 4 == 0)
			(void)personality(ADDR_NO_RANDOMIZE);
		/* Different pages, too, before what comes first. */
		(void)setenv("PADDING", program, number % 3);
		(void)execv("/proc/self/exe", argv);
		_exit(CHECK_SKIP);
	}
	if (waitpid(pid, &status, 0) != pid)
		check_broken("waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int
main(int argc, char **argv)
{
	int i, status;

	if (argc > 1)
		return run_once();
	for (i = 0; i < RUNS; i++) {
		status = run_again(argv[0], i);
		if (status == CHECK_SKIP)
			check_skip("nothing to compare with");
		CHECK_CASE(status == 0, "run %d: %d", i, status);
	}
	return check_status();
}
