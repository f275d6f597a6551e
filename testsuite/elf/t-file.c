/* SPDX-License-Identifier: ISC */
/*
 * t-file.c: files that are no unikernels, or no files, and what becomes of
 * descriptors.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "check.h"
#include "compiler.h"
#include "craft.h"
#include "solo5-elf.h"

#define UNTOUCHED	((struct s5elf *)untouched)

static char untouched[1];
static char dir[] = "t-file.XXXXXX";

/* The descriptor that the next open(2) gets, which tells leaks. */
static int
lowest_fd(void)
{
	int fd;

	fd = open("/dev/null", O_RDONLY);
	if (fd == -1 || close(fd) == -1)
		check_broken("/dev/null");
	return fd;
}

/* Expects a reason, and an errno if that is not 0. */
static void
refused(const char *path, int want, int want_errno)
{
	struct s5elf *img = UNTOUCHED;
	int fd = lowest_fd();

	errno = 0;
	CHECK_REASON(s5elf_open(&img, path), want, path);
	CHECK(want_errno == 0 || errno == want_errno);
	CHECK(img == UNTOUCHED);
	CHECK(lowest_fd() == fd);
}

static void
write_file(const char *path, const void *data, size_t size)
{
	FILE *f;

	f = fopen(path, "w");
	if (f == NULL || fwrite(data, 1, size, f) != size || fclose(f) != 0)
		check_broken(path);
}

static void
check_others(void)
{
	static const char script[] = "#!/bin/sh\nexit 0\n";
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd;

	refused("absent", S5ELF_SYSTEM, ENOENT);
	refused("", S5ELF_SYSTEM, ENOENT);
	refused(".", S5ELF_NOT_FILE, 0);
	refused("/dev/null", S5ELF_NOT_FILE, 0);
	refused("/dev/zero", S5ELF_NOT_FILE, 0);

	if (mkfifo("fifo", 0600) == -1)
		check_broken("mkfifo");
	refused("fifo", S5ELF_NOT_FILE, 0);

	strcpy(sun.sun_path, "socket");
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (fd == -1 || bind(fd, (struct sockaddr *)&sun, sizeof(sun)) == -1)
		check_broken("socket");
	refused("socket", S5ELF_SYSTEM, 0);
	(void)close(fd);

	write_file("empty", "", 0);
	refused("empty", S5ELF_NOT_ELF, 0);
	write_file("script", script, sizeof(script) - 1);
	refused("script", S5ELF_NOT_ELF, 0);
	if (symlink("loop", "loop") == -1)
		check_broken("symlink");
	refused("loop", S5ELF_SYSTEM, ELOOP);
	if (geteuid() != 0) {
		write_file("secret", script, sizeof(script) - 1);
		(void)chmod("secret", 0);
		refused("secret", S5ELF_SYSTEM, EACCES);
	}
}

/* This program: an ELF executable that is somebody else's. */
static void
check_program(const char *self)
{
	refused(self, S5ELF_NO_ABI, 0);
}

static void
check_open(const struct craft *file)
{
	struct s5elf *img;
	int fd = lowest_fd();

	write_file("good", file->data, file->size);
	if (!CHECK_REASON(s5elf_open(&img, "good"), S5ELF_OK, "good"))
		return;
	CHECK((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
	CHECK((fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDONLY);
	errno = ERANGE;
	s5elf_close(img);
	CHECK(errno == ERANGE);
	CHECK(lowest_fd() == fd);
	errno = ERANGE;
	s5elf_close(NULL);
	CHECK(errno == ERANGE);
}

static void
check_fdopen(const struct craft *file)
{
	static uint8_t mem[0x100000];
	struct s5elf *img = UNTOUCHED;
	int fd = craft_fd(file);

	CHECK(lseek(fd, 7, SEEK_SET) == 7);
	if (CHECK_REASON(s5elf_fdopen(&img, fd), S5ELF_OK, "fd")) {
		CHECK_REASON(s5elf_load(img, mem, 0x100000, sizeof(mem)),
		    S5ELF_OK, "fd");
		s5elf_close(img);
	}
	CHECK(lseek(fd, 0, SEEK_CUR) == 7);
	CHECK(fcntl(fd, F_GETFD) != -1);
	(void)close(fd);

	img = UNTOUCHED;
	errno = 0;
	CHECK_REASON(s5elf_fdopen(&img, fd), S5ELF_SYSTEM, "closed");
	CHECK(errno == EBADF);
	errno = 0;
	CHECK_REASON(s5elf_fdopen(&img, -1), S5ELF_SYSTEM, "-1");
	CHECK(errno == EBADF);

	fd = open("good", O_WRONLY);
	errno = 0;
	CHECK_REASON(s5elf_fdopen(&img, fd), S5ELF_SYSTEM, "write-only");
	CHECK(errno == EBADF);
	CHECK(fcntl(fd, F_GETFD) != -1);
	CHECK(img == UNTOUCHED);
	(void)close(fd);
}

/* Offsets have 64 bits: data 5 GiB behind the headers. */
static void
check_large(const struct craft *file)
{
	const off_t far = (off_t)5 << 30;
	static uint8_t mem[0x100000];
	uint8_t field[8];
	struct s5elf *img;
	int fd;

	fd = open("large", O_RDWR | O_CREAT | O_EXCL, 0600);
	craft_put(field, 8, (uint64_t)far);
	if (fd == -1 ||
	    pwrite(fd, file->data, file->size, 0) != (ssize_t)file->size ||
	    pwrite(fd, "far away", 8, far) != 8 ||
	    ftruncate(fd, far + CRAFT_DATA_SIZE) == -1 ||
	    pwrite(fd, field, 8, CRAFT_PHDR(CRAFT_DATA, p_offset)) != 8) {
		printf("no large file: %s\n", strerror(errno));
		return;
	}
	if (CHECK_REASON(s5elf_fdopen(&img, fd), S5ELF_OK, "large")) {
		CHECK_REASON(s5elf_load(img, mem, 0x100000, sizeof(mem)),
		    S5ELF_OK, "large");
		CHECK(memcmp(mem + (CRAFT_VADDR(CRAFT_DATA) - 0x100000),
		    "far away", 9) == 0);
		s5elf_close(img);
	}
	(void)close(fd);
}

static void
clean_up(void)
{
	static const char *const files[] = {
		"empty", "fifo", "good", "large", "loop", "script", "secret",
		"socket",
	};

	for (size_t i = 0; i < NELEM(files); i++)
		(void)unlink(files[i]);
	if (chdir("..") == 0)
		(void)rmdir(dir);
}

int
main(int argc, char *argv[])
{
	struct craft file;

	/* A FIFO that nobody writes to must not stop us. */
	(void)alarm(60);
	if (CHECK(argc > 0))
		check_program(argv[0]);
	if (mkdtemp(dir) == NULL || chdir(dir) == -1)
		check_broken("temporary directory");
	craft_make(&file, &CRAFT_BASE);
	check_others();
	check_open(&file);
	check_fdopen(&file);
	check_large(&file);
	craft_free(&file);
	clean_up();
	return check_status();
}
