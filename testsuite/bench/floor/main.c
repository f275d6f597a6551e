/* SPDX-License-Identifier: ISC */
/*
 * main.c: the plain process that runs one operation: floor DEVICE WORDS,
 * where DEVICE is the path of a file or the name of a tap interface, and
 * WORDS is what a unikernel's command line would be.
 */
#include <config.h>

#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "floor.h"
#include "ops.h"

static const char *device;

int
floor_disk(void)
{
	return open(device, O_RDWR | O_CLOEXEC);
}

int
floor_net(void)
{
	struct ifreq ifr = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int fd;

	fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return -1;
	(void)snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", device);
	if (ioctl(fd, TUNSETIFF, &ifr) == -1) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

int
main(int argc, char *argv[])
{
	if (argc != 3)
		return 1;
	device = argv[1];
	return ops_run(argv[2]);
}
