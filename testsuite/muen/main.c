/* SPDX-License-Identifier: ISC */
/*
 * main.c: s5muen [OPTION ...] [--] KERNEL [ARG ...]
 *
 *	--mem=MIB		memory ends there; default 32
 *	--net:NAME=@FD		frames of this device come from, and go to, FD
 *	--hostile:NAME=SEED	its channel has a writer that writes anything
 *	--tsc-khz=N		the rate of the cycle counter; default 2400000
 *	--time-after=MS		the time of the world is not known before
 *	--time-never		nor ever
 *	--no-time		nobody knows it
 *	--no-console		no channel to the debug server
 *	--no-exit-event		the policy does not know how to exit
 *	--sinfo=VERSION		of the subject info; 5 is right
 *	--flat			everything may be read, written and executed
 *
 * Prints what the guest prints, and exits with the status that it ends with;
 * with 2 if it halts and there is no event for that, with 1 for everything
 * else.
 */
#include <config.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "s5muen.h"

void
die(const char *what)
{
	err(1, "%s", what);
}

void
diex(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	verrx(1, fmt, ap);
	va_end(ap);
}

static const char *
after(const char *s, const char *prefix)
{
	const size_t len = strlen(prefix);

	return strncmp(s, prefix, len) == 0 ? s + len : NULL;
}

static uint64_t
number(const char *s, uint64_t min, uint64_t max)
{
	unsigned long long n;
	char *end;

	errno = 0;
	n = strtoull(s, &end, 0);
	if (*s == '\0' || *end != '\0' || errno != 0 || n < min || n > max)
		diex("not a number from %llu to %llu: %s",
		    (unsigned long long)min, (unsigned long long)max, s);
	return n;
}

/* NAME=VALUE: splits it, and finds or makes the link of that name. */
static struct link *
link_named(struct options *opt, char *arg, const char **value)
{
	char *sign = strchr(arg, '=');
	size_t i;

	if (sign == NULL)
		diex("no value: %s", arg);
	*sign = '\0';
	*value = sign + 1;
	for (i = 0; i < opt->nlinks; i++)
		if (strcmp(opt->link[i].name, arg) == 0)
			return &opt->link[i];
	if (opt->nlinks == LINKS_MAX)
		diex("too many devices");
	opt->link[opt->nlinks].name = arg;
	opt->link[opt->nlinks].fd = -1;
	return &opt->link[opt->nlinks++];
}

static void
option_net(struct options *opt, char *arg)
{
	const char *value;
	struct link *link = link_named(opt, arg, &value);

	if (value[0] != '@')
		diex("not a descriptor: %s", value);
	link->fd = (int)number(value + 1, 0, INT_MAX);
	if (fcntl(link->fd, F_SETFL, O_NONBLOCK) == -1)
		die(value);
}

static void
option_hostile(struct options *opt, char *arg)
{
	const char *value;

	link_named(opt, arg, &value)->hostile = true;
	opt->seed = number(value, 1, UINT64_MAX);
}

static bool
option_flag(struct options *opt, const char *arg)
{
	const struct {
		const char *name;
		bool *flag;
	} flags[] = {
		{ "--flat", &opt->flat },
		{ "--no-console", &opt->no_console },
		{ "--no-exit-event", &opt->no_exit_event },
		{ "--no-time", &opt->no_time },
	};
	size_t i;

	for (i = 0; i < NELEM(flags); i++)
		if (strcmp(arg, flags[i].name) == 0) {
			*flags[i].flag = true;
			return true;
		}
	return false;
}

static void
option(struct options *opt, char *arg)
{
	const char *value;

	if (option_flag(opt, arg))
		return;
	if ((value = after(arg, "--mem=")) != NULL)
		opt->mem_mib = number(value, 3, 1024);
	else if (after(arg, "--net:") != NULL)
		option_net(opt, arg + strlen("--net:"));
	else if (after(arg, "--hostile:") != NULL)
		option_hostile(opt, arg + strlen("--hostile:"));
	else if ((value = after(arg, "--tsc-khz=")) != NULL)
		opt->tsc_khz = (uint32_t)number(value, 1, UINT32_MAX);
	else if ((value = after(arg, "--time-after=")) != NULL)
		opt->time_after = (unsigned int)number(value, 0, 100000);
	else if (strcmp(arg, "--time-never") == 0)
		opt->time_after = UINT_MAX;
	else if ((value = after(arg, "--sinfo=")) != NULL)
		opt->sinfo_version = (unsigned int)number(value, 0, 255);
	else
		diex("no such option: %s", arg);
}

int
main(int argc, char *argv[])
{
	static struct options opt = {
		.mem_mib = 32,
		.tsc_khz = 2400000,
		.sinfo_version = 5,
	};
	static struct subject subject;
	int i, status;

	(void)signal(SIGPIPE, SIG_IGN);
	for (i = 1; i < argc && argv[i][0] == '-'; i++) {
		if (strcmp(argv[i], "--") == 0) {
			i++;
			break;
		}
		option(&opt, argv[i]);
	}
	if (i == argc)
		diex("no KERNEL");
	opt.kernel = argv[i];
	opt.argv = (const char *const *)&argv[i + 1];

	subject_create(&subject, &opt);
	world_start(&subject, &opt);
	status = machine_run(&subject);
	world_stop();
	return status;
}
