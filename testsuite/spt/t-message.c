/* SPDX-License-Identifier: ISC */
/*
 * t-message.c: messages: each one write, begun by the program's name, ended
 * by a newline, and not too long.
 *
 * Standard error is a socket that keeps writes apart.
 */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"
#include "child.h"
#include "common/message.h"
#include "common/status.h"

/* More than any message has; longer is cut. */
#define MESSAGE_MAX	1024

#define EPERM_TEXT	"Operation not permitted"

static int reader;

static void
stderr_to_socket(void)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == -1 ||
	    dup2(pair[1], STDERR_FILENO) == -1)
		check_broken("socketpair");
	reader = pair[0];
}

/* One write has been made since the last time, and this is what it wrote. */
static void
wrote(const char *want)
{
	char got[8192], more;
	ssize_t n;

	n = recv(reader, got, sizeof(got) - 1, MSG_DONTWAIT);
	if (!CHECK_CASE(n > 0, "%s", want))
		return;
	got[n] = '\0';
	CHECK_CASE(strcmp(got, want) == 0, "got '%s', not '%s'", got, want);
	CHECK_CASE(recv(reader, &more, 1, MSG_DONTWAIT) == -1 &&
	    errno == EAGAIN, "%s", want);
}

static void
test_names(void)
{
	warnx("before it has a name");
	wrote("solo5: before it has a name\n");
	message_init(NULL);
	warnx("none");
	wrote("solo5: none\n");
	message_init("");
	warnx("empty");
	wrote("solo5: empty\n");
	message_init("solo5-hvt.2");
	warnx("no directory");
	wrote("solo5-hvt.2: no directory\n");
	message_init("/usr/local//bin/solo5-spt");
	warnx("directories");
	wrote("solo5-spt: directories\n");
	message_init("./a %s b");
	warnx("an odd name");
	wrote("a %s b: an odd name\n");
	message_init("prog");
}

static void
test_errors(void)
{
	warnx("%s: %d %%", "object", 42);
	wrote("prog: object: 42 %\n");
	errno = ENOENT;
	warnx("errno has no part in it");
	wrote("prog: errno has no part in it\n");
	errno = ENOENT;
	warn("tap%d", 7);
	wrote("prog: tap7: No such file or directory\n");
	errno = EACCES;
	warn("%s", "100%s");
	wrote("prog: 100%s: Permission denied\n");
	/* What the words are made of may change errno; this one does. */
	errno = ENETDOWN;
	warn("%s %ls", "odd", L"words");
	wrote("prog: odd words: Network is down\n");
	warnx("%s", "");
	wrote("prog: \n");
}

/*
 * Of a message of n bytes that is too long or nearly so, the beginning is
 * told, in a line.
 */
static void
wrote_some(const char *word, size_t n)
{
	char got[8192];
	size_t told;
	ssize_t len;

	len = recv(reader, got, sizeof(got), MSG_DONTWAIT);
	if (!CHECK_CASE(len > 6, "%zu", n))
		return;
	CHECK_CASE(len <= MESSAGE_MAX, "%zu: %zd", n, len);
	CHECK_CASE((size_t)len >= (n < MESSAGE_MAX - 8 ? n : MESSAGE_MAX - 8),
	    "%zu: %zd", n, len);
	CHECK_CASE(memcmp(got, "prog: ", 6) == 0, "%zu", n);
	/* Behind all of the word, an error may begin. */
	told = (size_t)len - 7;
	CHECK_CASE(memcmp(got + 6, word, told < n ? told : n) == 0, "%zu", n);
	CHECK_CASE(memchr(got, '\0', (size_t)len) == NULL, "%zu", n);
	CHECK_CASE(memchr(got, '\n', (size_t)len) == got + len - 1, "%zu", n);
	CHECK_CASE(recv(reader, got, 1, MSG_DONTWAIT) == -1, "%zu", n);
}

static void
test_long(void)
{
	static char word[5001], want[sizeof(word) + 100];
	size_t n;

	for (n = 1; n < sizeof(word); n += n < 940 || n > 1040 ? 53 : 1) {
		memset(word, 'm', n);
		word[n] = '\0';
		warnx("%s", word);
		(void)snprintf(want, sizeof(want), "prog: %s\n", word);
		if (strlen(want) < MESSAGE_MAX - 2)
			wrote(want);
		else
			wrote_some(word, n);
		errno = EPERM;
		warn("%s", word);
		(void)snprintf(want, sizeof(want), "prog: %s: %s\n", word,
		    EPERM_TEXT);
		if (strlen(want) < MESSAGE_MAX - 2)
			wrote(want);
		else
			wrote_some(word, n);
	}
}

static void
run_die(void *arg)
{
	message_init("a/b/prog");
	errno = *(const int *)arg;
	die("%s", "object");
}

static void
run_diex(void *arg)
{
	message_init("a/b/prog");
	diex("%s", (const char *)arg);
}

/* Where nobody listens, or it cannot be written, the end is the same. */
static void
run_unheard(void *arg)
{
	(void)arg;
	(void)close(STDERR_FILENO);
	warnx("unheard");
	diex("unheard");
}

static void
test_ends(void)
{
	static struct child child;
	static char words[] = "the end";
	int error = EISDIR;

	child_run(&child, run_die, &error);
	CHECK(child.status == STATUS_FAILURE && child.out_len == 0);
	CHECK(strcmp(child.err, "prog: object: Is a directory\n") == 0);
	child_run(&child, run_diex, words);
	CHECK(child.status == STATUS_FAILURE && child.out_len == 0);
	CHECK(strcmp(child.err, "prog: the end\n") == 0);
	child_run(&child, run_unheard, NULL);
	CHECK(child.status == STATUS_FAILURE && child.out_len == 0);
}

int
main(void)
{
	CHECK(STATUS_FAILURE == 1);
	stderr_to_socket();
	test_names();
	test_errors();
	test_long();
	test_ends();
	return check_status();
}
