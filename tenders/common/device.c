/* SPDX-License-Identifier: ISC */
/*
 * device.c: attaching devices.  All that can be said without opening
 * anything is said first.
 */
#include <config.h>

#include "device.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <solo5/mft_abi.h>

#include "host/disk.h"
#include "host/tap.h"
#include "manifest/manifest.h"
#include "message.h"
#include "options.h"

#define SECTOR_DEFAULT	512

/* A name that the manifest does not have with this type is a mistake. */
static void
check_declared(const struct mft *mft, const struct device_option *d)
{
	bool net, block;

	net = mft_find(mft, d->name, MFT_DEV_NET_BASIC) != 0;
	block = mft_find(mft, d->name, MFT_DEV_BLOCK_BASIC) != 0;
	if ((!net && (d->net != NULL || d->has_mac)) ||
	    (!block && (d->block != NULL || d->sector_size != 0)))
		diex("Resource not declared in manifest: '%s'", d->name);
}

/* What the command line says of an entry; NULL if it is not attached. */
static const struct device_option *
find_option(const struct mft_entry *e, const struct options *opt)
{
	const struct device_option *d;
	size_t i;

	for (i = 0; i < opt->ndevices; i++) {
		d = &opt->device[i];
		if (strcmp(d->name, e->name) == 0)
			return (e->type == MFT_DEV_NET_BASIC ? d->net :
			    d->block) == NULL ? NULL : d;
	}
	return NULL;
}

static void
check_attached(const struct mft *mft, const struct options *opt)
{
	bool missing = false;
	uint32_t i;

	for (i = 1; i < mft->entries; i++)
		if (find_option(&mft->e[i], opt) == NULL) {
			warnx("Device '%s' of type %s declared but not "
			    "attached.", mft->e[i].name,
			    mft_type_name(mft->e[i].type));
			missing = true;
		}
	if (missing)
		diex("All declared devices must be attached. "
		    "See --help for syntax.");
}

/* Locally administered, and of one station: IEEE 802, clause 8.2. */
static void
random_mac(uint8_t mac[6])
{
	if (getentropy(mac, 6) == -1)
		die("random Ethernet address");
	mac[0] = (uint8_t)((mac[0] & 0xfc) | 0x02);
}

/*
 * "@FD" is a descriptor that the tender was started with.  Those that it has
 * opened itself are closed on exec, as no inherited one can be.
 */
static int
parse_fd(const char *text)
{
	char *end;
	long fd;
	int flags;

	errno = 0;
	fd = strtol(text, &end, 10);
	if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 ||
	    fd > INT32_MAX)
		return -EBADF;
	flags = fcntl((int)fd, F_GETFD);
	if (flags == -1 || (flags & FD_CLOEXEC) != 0)
		return -EBADF;
	return (int)fd;
}

static int
net_open(const char *where, uint16_t *mtu)
{
	int fd, r;

	if (*where != '@')
		return tap_open(where, mtu);
	fd = parse_fd(where + 1);
	if (fd < 0)
		return fd;
	r = tap_adopt(fd, mtu);
	return r < 0 ? r : fd;
}

/* One that is another device's, attached before. */
static bool
is_taken(const struct mft *mft, int fd)
{
	uint32_t i;

	for (i = 1; i < mft->entries; i++)
		if (mft->e[i].attached && mft->e[i].b.hostfd == fd)
			return true;
	return false;
}

static void
net_attach(const struct mft *mft, struct mft_entry *e,
    const struct device_option *d)
{
	uint16_t mtu;
	int fd;

	fd = net_open(d->net, &mtu);
	if (fd < 0) {
		errno = -fd;
		die("Could not attach interface: %s", d->net);
	}
	if (is_taken(mft, fd))
		diex("Could not attach interface: %s: Another device has it",
		    d->net);
	if (d->has_mac)
		memcpy(e->u.net_basic.mac, d->mac, sizeof(d->mac));
	else
		random_mac(e->u.net_basic.mac);
	e->u.net_basic.mtu = mtu;
	e->b.hostfd = fd;
	e->attached = true;
}

static void
block_attach(struct mft_entry *e, const struct device_option *d)
{
	unsigned int sector;
	uint64_t size;
	int fd;

	sector = d->sector_size != 0 ? d->sector_size : SECTOR_DEFAULT;
	fd = disk_open(d->block, &size);
	if (fd < 0) {
		errno = -fd;
		die("Could not open block device: %s", d->block);
	}
	if (size < sector)
		diex("%s: Backing storage must be at least 1 block (%u bytes) "
		    "in size", e->name, sector);
	if (size % sector != 0)
		diex("%s: Backing storage size must be block aligned "
		    "(%u bytes)", e->name, sector);
	e->u.block_basic.capacity = size;
	e->u.block_basic.block_size = (uint16_t)sector;
	e->b.hostfd = fd;
	e->attached = true;
}

const char *
device_where(const struct mft_entry *e, const struct options *opt)
{
	const struct device_option *d = find_option(e, opt);

	return e->type == MFT_DEV_NET_BASIC ? d->net : d->block;
}

void
devices_attach(struct mft *mft, const struct options *opt)
{
	const struct device_option *d;
	struct mft_entry *e;
	size_t n;
	uint32_t i;

	for (n = 0; n < opt->ndevices; n++)
		check_declared(mft, &opt->device[n]);
	check_attached(mft, opt);
	for (i = 1; i < mft->entries; i++) {
		e = &mft->e[i];
		d = find_option(e, opt);
		if (e->type == MFT_DEV_NET_BASIC)
			net_attach(mft, e, d);
		else
			block_attach(e, d);
	}
}
