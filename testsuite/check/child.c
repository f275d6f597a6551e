/* SPDX-License-Identifier: ISC */
/*
 * child.c: running code in children.
 */
#include <config.h>

#include "child.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "common/status.h"

/* No tender exits so. */
#define STATUS_RETURNED	42

static int
open_capture(const char *name)
{
	int fd;

	fd = memfd_create(name, MFD_CLOEXEC);
	if (fd == -1)
		check_broken("memfd_create");
	return fd;
}

static size_t
read_capture(int fd, char *text)
{
	ssize_t n;

	n = pread(fd, text, CHILD_TEXT - 1, 0);
	if (n == -1 || close(fd) == -1)
		check_broken("what a child printed");
	text[n] = '\0';
	return (size_t)n;
}

static void
run_here(void (*run)(void *), void *arg, int out, int err)
{
	const struct rlimit none = { 0, 0 };

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)alarm(CHILD_SECONDS);
	if (dup2(out, STDOUT_FILENO) == -1 || dup2(err, STDERR_FILENO) == -1 ||
	    close(out) == -1 || close(err) == -1)
		_exit(CHECK_HARD);
	run(arg);
	/*
	 * Under the filter of a guest there is this call and no other, and a
	 * sanitizer makes some of its own before _exit(2).
	 */
	(void)syscall(SYS_exit_group, STATUS_RETURNED);
	abort();
}

void
child_run(struct child *child, void (*run)(void *), void *arg)
{
	int err, out, status;
	pid_t pid;

	out = open_capture("stdout");
	err = open_capture("stderr");
	/* What is buffered would be printed twice. */
	(void)fflush(stdout);
	pid = fork();
	if (pid == -1)
		check_broken("fork");
	if (pid == 0)
		run_here(run, arg, out, err);
	if (waitpid(pid, &status, 0) != pid)
		check_broken("waitpid");
	child->out_len = read_capture(out, child->out);
	child->err_len = read_capture(err, child->err);
	child->returned = WIFEXITED(status) &&
	    WEXITSTATUS(status) == STATUS_RETURNED;
	child->status = WIFEXITED(status) && !child->returned ?
	    WEXITSTATUS(status) : -1;
	child->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

void *
child_share(size_t size)
{
	void *p;

	p = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		check_broken("mmap");
	return p;
}

/* Whether a line of len bytes is text, or begins with it up to a "*". */
static bool
is_line(const char *line, size_t len, const char *text)
{
	const size_t n = strlen(text);

	if (n > 0 && text[n - 1] == '*')
		return len >= n - 1 && memcmp(line, text, n - 1) == 0;
	return len == n && memcmp(line, text, n) == 0;
}

/* Whether all lines are messages, and one of them is text. */
static bool
has_message(const char *err, const char *program, const char *text)
{
	const size_t n = strlen(program);
	bool found = false;
	const char *end;

	for (; *err != '\0'; err = end + 1) {
		end = strchr(err, '\n');
		if (end == NULL || strncmp(err, program, n) != 0 ||
		    strncmp(err + n, ": ", 2) != 0)
			return false;
		err += n + 2;
		if (is_line(err, (size_t)(end - err), text))
			found = true;
	}
	return found;
}

bool
child_failed(const struct child *child, const char *program, const char *text)
{
	const bool ended = CHECK_CASE(child->status == STATUS_FAILURE,
	    "%d, signal %d", child->status, child->signal);
	const bool silent = CHECK_CASE(child->out_len == 0, "%s", child->out);
	const bool told = CHECK_CASE(has_message(child->err, program, text),
	    "expected \"%s\", got \"%s\"", text, child->err);

	return ended && silent && told;
}
