/* SPDX-License-Identifier: ISC */
/*
 * t-disk.c: files of every kind, where a disk is wanted.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/loop.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "check.h"
#include "child.h"
#include "files.h"
#include "host/disk.h"

#define UNTOUCHED	0x1234567890abcdefull
#define NOBODY		65534

/* Opens and returns the size; descriptor and flags must be right. */
static uint64_t
opened(const char *path)
{
	uint64_t size = UNTOUCHED;
	int fd, flags;

	fd = disk_open(path, &size);
	if (!CHECK_CASE(fd >= 0, "%s: %s", path, strerror(-fd)))
		return UNTOUCHED;
	CHECK_CASE(fcntl(fd, F_GETFD) == FD_CLOEXEC, "%s", path);
	flags = fcntl(fd, F_GETFL);
	CHECK_CASE((flags & O_ACCMODE) == O_RDWR, "%s: %#x", path,
	    (unsigned int)flags);
	CHECK_CASE((flags & (O_APPEND | O_ASYNC | O_PATH)) == 0, "%s: %#x",
	    path, (unsigned int)flags);
	(void)close(fd);
	return size;
}

/* It must fail so, leave no descriptor, and not change size. */
static void
refused(const char *path, int error)
{
	uint64_t size = UNTOUCHED;
	int next, r;

	next = files_next_fd();
	r = disk_open(path, &size);
	CHECK_CASE(r == -error, "%s: %d, expected -%d", path, r, error);
	CHECK_CASE(size == UNTOUCHED, "%s", path);
	CHECK_CASE(files_next_fd() == next, "%s", path);
}

static void
test_regular(void)
{
	static const uint64_t sizes[] = {
		0, 1, 511, 512, 65536, 0xfffffe00, 0x100000000, 0x100000200,
		0x180000000, 1ull << 40
	};
	char name[32];
	size_t i;

	for (i = 0; i < NELEM(sizes); i++) {
		(void)snprintf(name, sizeof(name), "disk%zu", i);
		files_make(name, sizes[i]);
		CHECK_CASE(opened(name) == sizes[i], "%#llx",
		    (unsigned long long)sizes[i]);
	}
	files_make("a name with: = blanks", 512);
	CHECK(opened("a name with: = blanks") == 512);
	if (symlink("disk3", "link") == -1)
		check_broken("symlink");
	CHECK(opened("link") == 512);
}

static void
test_others(void)
{
	char long_name[NAME_MAX + 2];
	int fd;

	refused("", ENOENT);
	refused("absent", ENOENT);
	refused("disk0/x", ENOTDIR);
	memset(long_name, 'x', NAME_MAX + 1);
	long_name[NAME_MAX + 1] = '\0';
	refused(long_name, ENAMETOOLONG);
	if (symlink("loop", "loop") == -1 || symlink("absent", "to") == -1)
		check_broken("symlink");
	refused("loop", ELOOP);
	refused("to", ENOENT);
	if (mkdir("dir", 0700) == -1)
		check_broken("mkdir");
	refused("dir", EISDIR);
	refused("/", EISDIR);
	refused("/dev/null", ENOTBLK);
	refused("/dev/zero", ENOTBLK);
	/* A terminal must not become this process's. */
	fd = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd != -1) {
		refused("/dev/ptmx", ENOTBLK);
		(void)close(fd);
	}
}

/* Nobody is at its other end, so that an open(2) without care hangs. */
static void
run_fifo(void *arg)
{
	uint64_t size;

	(void)arg;
	if (disk_open("fifo", &size) != -ENOTBLK)
		_exit(1);
}

static void
test_fifo(void)
{
	static struct child child;

	if (mkfifo("fifo", 0600) == -1)
		check_broken("mkfifo");
	child_run(&child, run_fifo, NULL);
	CHECK_CASE(child.returned, "status %d, signal %d", child.status,
	    child.signal);
	refused("fifo", ENOTBLK);
}

static void
test_socket(void)
{
	const struct sockaddr_un sun = {
		.sun_family = AF_UNIX, .sun_path = "socket"
	};
	int fd;

	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd == -1 ||
	    bind(fd, (const struct sockaddr *)&sun, sizeof(sun)) == -1)
		check_broken("socket");
	refused("socket", ENXIO);
	(void)close(fd);
}

/* Root may write to anything, so it must become somebody else. */
static void
run_read_only(void *arg)
{
	uint64_t size;

	(void)arg;
	if (getuid() == 0 && (setgid(NOBODY) == -1 || setuid(NOBODY) == -1))
		_exit(CHECK_SKIP);
	if (disk_open("readonly", &size) != -EACCES)
		_exit(1);
}

static void
test_read_only(void)
{
	static struct child child;

	files_make("readonly", 512);
	if (chmod("readonly", 0444) == -1 || chmod(".", 0755) == -1)
		check_broken("chmod");
	child_run(&child, run_read_only, NULL);
	if (child.status == CHECK_SKIP)
		printf("not tested: a file that cannot be written\n");
	else
		CHECK_CASE(child.returned, "status %d", child.status);
}

/* A block device, where one can be made of a file: it frees itself. */
static void
test_block_device(void)
{
	const struct loop_info64 info = { .lo_flags = LO_FLAGS_AUTOCLEAR };
	char name[32];
	int control, disk, loop = -1, n = -1;

	control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);
	disk = open("disk8", O_RDWR | O_CLOEXEC);
	if (control != -1)
		n = ioctl(control, LOOP_CTL_GET_FREE);
	(void)snprintf(name, sizeof(name), "/dev/loop%d", n);
	if (n >= 0)
		loop = open(name, O_RDWR | O_CLOEXEC);
	if (loop == -1 || ioctl(loop, LOOP_SET_FD, disk) == -1 ||
	    ioctl(loop, LOOP_SET_STATUS64, &info) == -1)
		printf("not tested: a block device\n");
	else
		CHECK(opened(name) == 0x180000000);
	(void)close(control);
	(void)close(disk);
	(void)close(loop);
}

int
main(void)
{
	files_begin();
	test_regular();
	test_others();
	test_fifo();
	test_socket();
	test_read_only();
	test_block_device();
	return check_status();
}
