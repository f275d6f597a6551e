/* SPDX-License-Identifier: ISC */
/*
 * agent.c: s5agent, the first process of a board's machine.
 *
 * Standard input and output are a console of the machine, behind which is
 * serial-vm.exp.  It sends requests, each of which has a TAG of its own:
 *
 *	run TAG COMMAND		COMMAND, for sh; answers "<TAG", what it
 *				wrote, and ">TAG STATUS" on a line of its own
 *	script TAG SECONDS FILE	the script FILE.cmd, for sh, as s5wait runs it,
 *				with its output in FILE.out and FILE.err;
 *				answers as run does, with what s5wait prints
 *	put TAG SIZE PATH	SIZE bytes follow, which become the file PATH,
 *	add TAG SIZE PATH	or its continuation; answers ">TAG 0", or a
 *				status that is not 0
 *	off TAG			switch the machine off
 *
 * One request is answered before the next is sent, and SIZE is at most
 * PUT_MAX: a console has no flow control, and its driver a small buffer.
 */
#include <config.h>

#include "helper.h"
#include "supervise.h"

#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define LINE_SIZE	16384
#define PUT_MAX		16384

static char line[LINE_SIZE];
static char data[PUT_MAX];

/* No echo, no translation, no signals from characters, eight bits. */
static void
make_raw(void)
{
	struct termios tio;

	if (tcgetattr(STDIN_FILENO, &tio) == -1)
		return;
	cfmakeraw(&tio);
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &tio);
}

/* Reads a line into line, without its end; what is too long is lost. */
static void
read_line(void)
{
	size_t n = 0;
	int c;

	while ((c = getchar()) != '\n') {
		if (c == EOF)
			diex("the console is closed");
		if (n < sizeof(line) - 1)
			line[n++] = (char)c;
	}
	line[n] = '\0';
}

static void
answer(const char *tag, int status)
{
	(void)printf("\n>%s %d\n", tag, status);
	(void)fflush(stdout);
}

/* The command's side of "run". */
static _Noreturn void
execute(char *command)
{
	(void)execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	die("/bin/sh");
}

/* The side of "script" that waits: s5wait, without a program to start. */
static _Noreturn void
execute_script(char *words)
{
	char cmd[PATH_MAX], out[PATH_MAX], err[PATH_MAX];
	char sh[] = "sh";
	char *argv[] = { sh, cmd, NULL };
	char *file;

	file = strchr(words, ' ');
	if (file == NULL || strlen(file + 1) > PATH_MAX - sizeof(".cmd"))
		diex("no script");
	*file++ = '\0';
	(void)snprintf(cmd, sizeof(cmd), "%s.cmd", file);
	(void)snprintf(out, sizeof(out), "%s.out", file);
	(void)snprintf(err, sizeof(err), "%s.err", file);
	supervise(number(words, SUPERVISE_MAX), out, err, argv);
	exit(fflush(stdout) == 0 ? 0 : HELPER_FAILED);
}

/* A session of its own, with nothing to read. */
static void
detach(void)
{
	int fd;

	(void)setsid();
	fd = open("/dev/null", O_RDONLY);
	if (fd == -1 || dup2(fd, STDIN_FILENO) == -1)
		die("/dev/null");
	(void)close(fd);
}

static void
do_run(const char *tag, char *words, void (*function)(char *))
{
	int status = 0;
	pid_t pid, r;

	(void)printf("<%s\n", tag);
	(void)fflush(stdout);
	pid = fork();
	if (pid == 0) {
		detach();
		function(words);
	}
	/* Everybody's orphans are the first process's children. */
	while (pid != -1 && (r = wait(&status)) != pid)
		if (r == -1 && errno != EINTR)
			break;
	if (pid == -1)
		status = HELPER_FAILED << 8;
	answer(tag, WIFEXITED(status) ? WEXITSTATUS(status) :
	    128 + WTERMSIG(status));
}

/* Makes the folders that are on the way to a file. */
static void
make_folders(char *path)
{
	for (char *p = path + 1; (p = strchr(p, '/')) != NULL; p++) {
		*p = '\0';
		(void)mkdir(path, 0755);
		*p = '/';
	}
}

static int
store(char *path, int flags, size_t size)
{
	ssize_t n;
	int fd;

	make_folders(path);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0644);
	if (fd == -1)
		return 1;
	n = write(fd, data, size);
	return close(fd) == 0 && n == (ssize_t)size ? 0 : 1;
}

static void
do_put(const char *tag, char *words, int flags)
{
	unsigned long size;
	char *path;

	size = strtoul(words, &path, 10);
	if (size > PUT_MAX || *path != ' ') {
		answer(tag, HELPER_FAILED);
		return;
	}
	if (fread(data, 1, size, stdin) != size)
		diex("the console is closed");
	answer(tag, store(path + 1, flags, size));
}

/* There are tests of the tests in which this is a process like any other. */
static _Noreturn void
switch_off(void)
{
	if (getpid() == 1)
		(void)reboot(RB_POWER_OFF);
	exit(0);
}

static void
request(void)
{
	char *tag, *rest;

	tag = strchr(line, ' ');
	if (tag == NULL)
		return;
	*tag++ = '\0';
	rest = strchr(tag, ' ');
	if (rest != NULL)
		*rest++ = '\0';
	if (strcmp(line, "off") == 0)
		switch_off();
	else if (rest == NULL)
		answer(tag, HELPER_FAILED);
	else if (strcmp(line, "run") == 0)
		do_run(tag, rest, execute);
	else if (strcmp(line, "script") == 0)
		do_run(tag, rest, execute_script);
	else if (strcmp(line, "put") == 0)
		do_put(tag, rest, O_TRUNC);
	else if (strcmp(line, "add") == 0)
		do_put(tag, rest, O_APPEND);
	else
		answer(tag, HELPER_FAILED);
}

int
main(void)
{
	make_raw();
	(void)printf("\n>ready 0\n");
	(void)fflush(stdout);
	for (;;) {
		read_line();
		request();
	}
}
