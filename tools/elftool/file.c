/* SPDX-License-Identifier: ISC */
/*
 * file.c: reading a whole file, and writing a whole file or nothing.
 *
 * What becomes a regular file is written under another name in its directory,
 * which then gets the file's name.  Signals wait in between, so that none of
 * them can leave the other name behind.
 */
#include <config.h>

#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names that are tried before there is thought to be none left. */
#define TEMP_TRIES	100

/* The permissions of a new file, from which the umask takes some away. */
#define NEW_MODE	0666

/* A file to be replaced. */
struct target {
	int dir;		/* its directory */
	const char *name;	/* its name in there */
	bool exists;
	mode_t mode;		/* its permissions, if it exists */
};

/* Reads until the end of the file or until size bytes are there. */
static int
read_all(int fd, char *text, size_t size, size_t *len)
{
	ssize_t n;

	*len = 0;
	while (*len < size) {
		n = read(fd, text + *len, size - *len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -errno;
		if (n == 0)
			break;
		*len += (size_t)n;
	}
	return 0;
}

static int
read_descriptor(int fd, size_t max, char **text, size_t *len)
{
	char *buf;
	int r;

	/* One byte more shows that the file has more. */
	buf = malloc(max + 1);
	if (buf == NULL)
		return -ENOMEM;
	r = read_all(fd, buf, max + 1, len);
	if (r == 0 && *len > max)
		r = -EFBIG;
	if (r != 0)
		free(buf);
	else
		*text = buf;
	return r;
}

int
file_read(const char *path, size_t max, char **text, size_t *len)
{
	int fd, r;

	if (strcmp(path, "-") == 0)
		return read_descriptor(STDIN_FILENO, max, text, len);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd == -1)
		return -errno;
	r = read_descriptor(fd, max, text, len);
	(void)close(fd);
	return r;
}

/* Writes all that there is, or returns -errno. */
static int
write_all(int fd, const char *text, size_t len)
{
	ssize_t n;

	while (len != 0) {
		n = write(fd, text, len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -errno;
		text += n;
		len -= (size_t)n;
	}
	return 0;
}

/*
 * Writes to fd and closes it.  close() can be where a file system says that
 * it is full.
 */
static int
write_and_close(int fd, const char *text, size_t len)
{
	int r;

	r = write_all(fd, text, len);
	if (close(fd) == -1 && r == 0)
		r = -errno;
	return r;
}

/* Writes to what is not a regular file. */
static int
write_special(const char *path, const char *text, size_t len)
{
	int fd;

	fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	if (fd == -1)
		return -errno;
	return write_and_close(fd, text, len);
}

/* Creates a file of a name that was free, and stores the name. */
static int
temp_create(int dir, char *name, size_t size)
{
	int fd, i;

	for (i = 0; i < TEMP_TRIES; i++) {
		(void)snprintf(name, size, ".solo5-elftool-%ld-%d",
		    (long)getpid(), i);
		fd = openat(dir, name,
		    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, NEW_MODE);
		if (fd != -1 || errno != EEXIST)
			break;
	}
	return fd == -1 ? -errno : fd;
}

/* Writes the temporary file and gives it the target's name. */
static int
replace(const struct target *t, const char *text, size_t len)
{
	char temp[64];
	int fd, r;

	fd = temp_create(t->dir, temp, sizeof(temp));
	if (fd < 0)
		return fd;
	/* A file system without permissions is no reason to fail. */
	if (t->exists)
		(void)fchmod(fd, t->mode);
	r = write_and_close(fd, text, len);
	if (r == 0 && renameat(t->dir, temp, t->dir, t->name) == -1)
		r = -errno;
	if (r != 0)
		(void)unlinkat(t->dir, temp, 0);
	return r;
}

/* replace(), with every signal that can be held back held back. */
static int
replace_undisturbed(const struct target *t, const char *text, size_t len)
{
	sigset_t all, old;
	int r;

	(void)sigfillset(&all);
	(void)sigprocmask(SIG_BLOCK, &all, &old);
	r = replace(t, text, len);
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	return r;
}

/* Opens the directory of path, which is changed, and finds the name in it. */
static int
target_open(struct target *t, char *path)
{
	char *slash;
	const char *dir;

	slash = strrchr(path, '/');
	t->name = slash == NULL ? path : slash + 1;
	if (slash == NULL)
		dir = ".";
	else if (slash == path)
		dir = "/";
	else
		dir = path;
	if (slash != NULL)
		*slash = '\0';
	t->dir = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return t->dir == -1 ? -errno : 0;
}

/*
 * The path with symbolic links followed, so that the file that they lead to is
 * replaced and not the link.  A link that leads nowhere is replaced itself.
 * The caller frees it; NULL is a failure, errno says why.
 */
static char *
path_resolve(const char *path)
{
	char *real;

	real = realpath(path, NULL);
	if (real == NULL && errno == ENOENT)
		real = strdup(path);
	return real;
}

static int
write_regular(const char *path, struct target *t, const char *text,
    size_t len)
{
	char *real;
	int r;

	real = path_resolve(path);
	if (real == NULL)
		return -errno;
	r = target_open(t, real);
	if (r == 0) {
		r = replace_undisturbed(t, text, len);
		(void)close(t->dir);
	}
	free(real);
	return r;
}

int
file_write(const char *path, const char *text, size_t len)
{
	struct target t = { .dir = -1 };
	struct stat sb;

	if (strcmp(path, "-") == 0)
		return write_all(STDOUT_FILENO, text, len);
	if (stat(path, &sb) == 0) {
		if (!S_ISREG(sb.st_mode))
			return write_special(path, text, len);
		/* A file that could not be written is not replaced either. */
		if (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == -1)
			return -errno;
		t.exists = true;
		t.mode = sb.st_mode & 0777;
	} else if (errno != ENOENT) {
		return -errno;
	}
	return write_regular(path, &t, text, len);
}

bool
file_same(const char *a, const char *b)
{
	struct stat sa, sb;

	if (strcmp(a, "-") == 0 || strcmp(b, "-") == 0)
		return false;
	if (stat(a, &sa) == -1 || stat(b, &sb) == -1)
		return false;
	return S_ISREG(sa.st_mode) && sa.st_dev == sb.st_dev &&
	    sa.st_ino == sb.st_ino;
}
