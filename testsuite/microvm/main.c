/* SPDX-License-Identifier: ISC */
/*
 * main.c: s5microvm [OPTION ...] [--] KERNEL [ARG ...]
 *
 *	--mem=MIB		default 64
 *	--net:NAME=@FD		a network device, whose frames FD has
 *	--block:NAME=FILE	a disk
 *	--wrong:NAME=WHAT	what is wrong with it: see hostile.c
 *	--calm:NAME=N		not before the N-th request
 *	--random:NAME=SEED	for what is random
 *	--no-clock		no clock of KVM's
 *	--no-timer		no interval timer
 *	--acpi=WHICH		ACPI's tables, "good" ones or others: see acpi.c
 *	--pci=WHAT		a device on PCI that is wrong: see pci.c
 *	--start:FIELD=N		a field of the start information
 *	--range=TYPE:BASE:LENGTH	one more entry of the memory map
 *
 * Devices are in the order of the options, which should be the manifest's.
 * Exits with the unikernel's status; with 1 if it does not say one, and 99 if
 * this KVM cannot go on.  A machine that runs for minutes is ended by SIGALRM.
 */
#include <config.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "s5microvm.h"

#define SECTOR	512
#define SECONDS	300

void
die(const char *what)
{
	err(99, "%s", what);
}

void
diex(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	verrx(99, fmt, ap);
	va_end(ap);
}

static uint64_t
number(const char *s, uint64_t min, uint64_t max)
{
	unsigned long long n;
	char *end;

	errno = 0;
	n = strtoull(s, &end, 0);
	if (*s == '\0' || *end != '\0' || errno != 0 || n < min || n > max)
		diex("not a number that may be there: %s", s);
	return n;
}

static struct device *
device_named(struct options *opt, const char *name)
{
	size_t i;

	for (i = 0; i < opt->ndevices; i++)
		if (strcmp(opt->device[i].name, name) == 0)
			return &opt->device[i];
	if (opt->ndevices == DEVICES_MAX)
		diex("too many devices");
	opt->device[opt->ndevices].name = name;
	return &opt->device[opt->ndevices++];
}

static void
device_net(struct device *dev, const char *value)
{
	if (value[0] != '@')
		diex("not a descriptor: %s", value);
	dev->is_net = true;
	dev->fd = (int)number(value + 1, 0, 1000000);
	if (fcntl(dev->fd, F_SETFL, O_NONBLOCK) == -1)
		die(value);
}

static void
device_block(struct device *dev, const char *value)
{
	struct stat sb;

	dev->fd = open(value, O_RDWR | O_CLOEXEC);
	if (dev->fd == -1 || fstat(dev->fd, &sb) == -1)
		die(value);
	dev->sectors = (uint64_t)sb.st_size / SECTOR;
}

static void
start_option(struct options *opt, char *field)
{
	char *value = strchr(field, '=');

	if (value == NULL || opt->nstart == EXTRA_MAX)
		diex("no such field: %s", field);
	*value++ = '\0';
	opt->start[opt->nstart].name = field;
	opt->start[opt->nstart++].value = number(value, 0, UINT64_MAX);
}

static void
range_option(struct options *opt, char *spec)
{
	struct range *r = &opt->range[opt->nranges];
	char *base = strchr(spec, ':');
	char *length = base == NULL ? NULL : strchr(base + 1, ':');

	if (length == NULL || opt->nranges == EXTRA_MAX)
		diex("no such range: %s", spec);
	*base++ = '\0';
	*length++ = '\0';
	r->type = (uint32_t)number(spec, 0, UINT32_MAX);
	r->base = number(base, 0, UINT64_MAX);
	r->length = number(length, 0, UINT64_MAX);
	opt->nranges++;
}

/* --WHAT:NAME=VALUE */
static void
device_option(struct options *opt, char *arg)
{
	char *name = strchr(arg, ':'), *value = strchr(arg, '=');
	struct device *dev;

	if (name == NULL || value == NULL || value < name)
		diex("no such option: %s", arg);
	*name++ = '\0';
	*value++ = '\0';
	dev = device_named(opt, name);
	if (strcmp(arg, "--net") == 0) {
		device_net(dev, value);
	} else if (strcmp(arg, "--block") == 0) {
		device_block(dev, value);
	} else if (strcmp(arg, "--calm") == 0) {
		dev->calm = (unsigned int)number(value, 0, 1000000);
	} else if (strcmp(arg, "--random") == 0) {
		dev->wrong = WRONG_RANDOM;
		dev->random = number(value, 1, UINT64_MAX);
	} else if (strcmp(arg, "--wrong") == 0) {
		dev->wrong = wrong_find(value);
		if (dev->wrong == WRONG_COUNT)
			diex("nothing can be wrong like this: %s", value);
	} else {
		diex("no such option: %s", arg);
	}
}

static void
option(struct options *opt, char *arg)
{
	if (strncmp(arg, "--mem=", 6) == 0)
		opt->mem_mib = number(arg + 6, 2, 3072);
	else if (strcmp(arg, "--no-clock") == 0)
		opt->no_clock = true;
	else if (strcmp(arg, "--no-timer") == 0)
		opt->no_timer = true;
	else if (strncmp(arg, "--acpi=", 7) == 0)
		opt->acpi = arg + 7;
	else if (strncmp(arg, "--pci=", 6) == 0)
		pci_create(arg + 6);
	else if (strncmp(arg, "--start:", 8) == 0)
		start_option(opt, arg + 8);
	else if (strncmp(arg, "--range=", 8) == 0)
		range_option(opt, arg + 8);
	else
		device_option(opt, arg);
}

int
main(int argc, char *argv[])
{
	static struct options opt = { .mem_mib = 64 };
	static struct memory memory;
	int i;

	(void)signal(SIGPIPE, SIG_IGN);
	(void)alarm(SECONDS);
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
	memory_create(&memory, &opt);
	return machine_run(&memory, &opt);
}
