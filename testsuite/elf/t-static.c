/* SPDX-License-Identifier: ISC */
/*
 * t-static.c: the storage that tenders have: one unikernel at a time, and no
 * heap.
 */
#include <config.h>

#include <errno.h>
#include <unistd.h>

#include "check.h"
#include "craft.h"
#include "solo5-elf.h"

int
main(void)
{
	struct craft file, bad;
	struct s5elf *img, *second = NULL;
	int bad_fd, fd;

	craft_make(&file, &CRAFT_BASE);
	fd = craft_fd(&file);
	craft_make(&bad, &CRAFT_BASE);
	bad.data[0] = 0;
	bad_fd = craft_fd(&bad);

	for (int i = 0; i < 3; i++) {
		/* One that is refused does not keep the place. */
		CHECK_REASON(s5elf_fdopen(&second, bad_fd), S5ELF_NOT_ELF,
		    "refused");
		if (!CHECK_REASON(s5elf_fdopen(&img, fd), S5ELF_OK, "first"))
			break;
		errno = 0;
		CHECK_REASON(s5elf_fdopen(&second, fd), S5ELF_SYSTEM,
		    "second");
		CHECK(errno == ENOMEM);
		CHECK(second == NULL);
		CHECK(s5elf_info(img)->entry == CRAFT_ENTRY);
		s5elf_close(img);
	}

	(void)close(bad_fd);
	(void)close(fd);
	craft_free(&bad);
	craft_free(&file);
	return check_status();
}
