/* SPDX-License-Identifier: ISC */
/*
 * file.c: unikernels in files.
 *
 * The file is never mapped: whoever can write to it could change what has
 * been checked, or make an access end in SIGBUS.
 */
#include <config.h>

#include "image.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage.h"

static ssize_t
file_read(const struct s5elf_source *src, void *buf, size_t len,
    uint64_t offset)
{
	/* fstat(2) gave the size, so that every offset below it is an off_t. */
	return pread(src->fd, buf, len, (off_t)offset);
}

/*
 * Non-blocking, so that a FIFO or a device that is mistaken for a unikernel
 * does not hang us before its type is known.
 */
static int
file_open(const char *path)
{
	int fd;

	do
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	while (fd == -1 && errno == EINTR);
	return fd;
}

static int
fdopen_image(struct s5elf **img, int fd, bool owns_fd)
{
	struct s5elf_source src = { .read = file_read, .fd = fd };
	struct stat sb;
	int r;

	if (fstat(fd, &sb) == -1)
		return S5ELF_SYSTEM;
	if (!S_ISREG(sb.st_mode))
		return S5ELF_NOT_FILE;
	src.size = (uint64_t)sb.st_size;
	r = image_open(img, &src);
	if (r == S5ELF_OK)
		(*img)->owns_fd = owns_fd;
	return r;
}

static void
close_quietly(int fd)
{
	int saved_errno = errno;

	(void)close(fd);
	errno = saved_errno;
}

int
s5elf_open(struct s5elf **img, const char *path)
{
	int fd, r;

	fd = file_open(path);
	if (fd == -1)
		return S5ELF_SYSTEM;
	r = fdopen_image(img, fd, true);
	if (r != S5ELF_OK)
		close_quietly(fd);
	return r;
}

int
s5elf_fdopen(struct s5elf **img, int fd)
{
	return fdopen_image(img, fd, false);
}

void
s5elf_close(struct s5elf *img)
{
	int saved_errno = errno;

	if (img == NULL)
		return;
	if (img->owns_fd)
		close_quietly(img->src.fd);
	storage_put(img);
	errno = saved_errno;
}
