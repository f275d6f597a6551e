/* SPDX-License-Identifier: ISC */
/*
 * t-nomem.c: what the library does when there is no memory to be had.
 *
 * It is linked with --wrap=malloc, so that the library's malloc() is this
 * one.
 */
#include <config.h>

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "craft.h"
#include "solo5-elf.h"

void *__wrap_malloc(size_t size);
void *__real_malloc(size_t size);

static bool none_left;
static unsigned int calls;
static size_t largest;

void *
__wrap_malloc(size_t size)
{
	calls++;
	if (size > largest)
		largest = size;
	if (!none_left)
		return __real_malloc(size);
	errno = ENOMEM;
	return NULL;
}

int
main(void)
{
	struct craft file;
	struct s5elf *img = NULL;
	int fd;

	craft_make(&file, &CRAFT_BASE);
	fd = craft_fd(&file);

	none_left = true;
	calls = 0;
	errno = 0;
	CHECK_REASON(s5elf_fdopen(&img, fd), S5ELF_SYSTEM, "no memory");
	CHECK(errno == ENOMEM);
	CHECK(img == NULL);
	CHECK(calls == 1);

	/* One block, whose size is not for the file to choose. */
	none_left = false;
	calls = 0;
	CHECK_REASON(s5elf_fdopen(&img, fd), S5ELF_OK, "memory");
	CHECK(calls == 1);
	CHECK(largest < 32768);
	s5elf_close(img);

	(void)close(fd);
	craft_free(&file);
	return check_status();
}
