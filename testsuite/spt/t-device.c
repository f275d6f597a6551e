/* SPDX-License-Identifier: ISC */
/*
 * t-device.c: attaching what a command line names to what a manifest declares.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <solo5/mft_abi.h>

#include "check.h"
#include "child.h"
#include "common/device.h"
#include "common/message.h"
#include "common/options.h"
#include "files.h"
#include "manifest/manifest.h"

#define ALL "All declared devices must be attached. See --help for syntax."

static struct options opt;
static struct child child;

/* What the child attached; shared. */
static union manifest {
	struct mft mft;
	uint8_t bytes[MFT_MAX_SIZE];
} *m;

/* A manifest with devices "n0", "n1", ... and "b0", "b1", ... */
static void
begin(unsigned int nets, unsigned int blocks)
{
	struct mft *mft = &m->mft;
	struct mft_entry *e;
	unsigned int i;

	memset(m, 0, sizeof(*m));
	memset(&opt, 0, sizeof(opt));
	mft->version = MFT_VERSION;
	mft->entries = 1 + nets + blocks;
	mft->e[0].type = MFT_RESERVED_FIRST;
	for (i = 0; i < nets + blocks; i++) {
		e = &mft->e[i + 1];
		e->type = i < nets ? MFT_DEV_NET_BASIC : MFT_DEV_BLOCK_BASIC;
		(void)snprintf(e->name, sizeof(e->name), "%c%u",
		    i < nets ? 'n' : 'b', i < nets ? i : i - nets);
	}
	if (mft_check(mft, mft_size(mft->entries)) != MFT_OK)
		check_broken("manifest");
}

static struct device_option *
named(const char *name)
{
	struct device_option *d;
	size_t i;

	for (i = 0; i < opt.ndevices; i++)
		if (strcmp(opt.device[i].name, name) == 0)
			return &opt.device[i];
	d = &opt.device[opt.ndevices++];
	(void)snprintf(d->name, sizeof(d->name), "%s", name);
	return d;
}

static void
run(void *arg)
{
	(void)arg;
	message_init("solo5-x");
	devices_attach(&m->mft, &opt);
}

static bool
attached(void)
{
	uint32_t i;

	child_run(&child, run, NULL);
	if (!CHECK_CASE(child.returned && child.err_len == 0, "%s", child.err))
		return false;
	for (i = 1; i < m->mft.entries; i++)
		CHECK_CASE(m->mft.e[i].attached, "%s", m->mft.e[i].name);
	return true;
}

static void
refused(const char *text)
{
	child_run(&child, run, NULL);
	child_failed(&child, "solo5-x", text);
}

static int
count_lines(const char *text)
{
	int n = 0;

	for (; *text != '\0'; text++)
		if (*text == '\n')
			n++;
	return n;
}

/* Nothing is opened if something is not declared. */
static void
test_declared(void)
{
	begin(0, 0);
	named("x")->net = "tapnone";
	refused("Resource not declared in manifest: 'x'");
	begin(0, 0);
	named("x")->block = "/nope";
	refused("Resource not declared in manifest: 'x'");
	begin(0, 0);
	named("x")->has_mac = true;
	refused("Resource not declared in manifest: 'x'");
	begin(0, 0);
	named("x")->sector_size = 512;
	refused("Resource not declared in manifest: 'x'");
	/* Of another type it is another. */
	begin(1, 1);
	named("n0")->block = "/nope";
	named("b0")->block = "disk";
	refused("Resource not declared in manifest: 'n0'");
	begin(1, 1);
	named("n0")->net = "tapnone";
	named("n0")->sector_size = 512;
	named("b0")->block = "disk";
	refused("Resource not declared in manifest: 'n0'");
	begin(1, 1);
	named("n0")->net = "tapnone";
	named("b0")->block = "disk";
	named("b0")->has_mac = true;
	refused("Resource not declared in manifest: 'b0'");
	begin(1, 0);
	named("n0")->net = "tapnone";
	named("n")->net = "tapnone";
	refused("Resource not declared in manifest: 'n'");
	/* Entry 0 has no name, and so nobody's. */
	begin(0, 0);
	named("")->net = "tapnone";
	refused("Resource not declared in manifest: ''");
}

/* All that are missing are told at once. */
static void
test_attached(void)
{
	begin(2, 2);
	named("n1")->net = "tapnone";
	named("b0")->sector_size = 512;
	named("b1")->block = "/nope";
	refused("Device 'n0' of type NET_BASIC declared but not attached.");
	refused("Device 'b0' of type BLOCK_BASIC declared but not attached.");
	refused(ALL);
	CHECK(count_lines(child.err) == 3);
	begin(1, 0);
	named("n0")->has_mac = true;
	refused("Device 'n0' of type NET_BASIC declared but not attached.");
	CHECK(count_lines(child.err) == 2);
	begin(63, 0);
	refused("Device 'n62' of type NET_BASIC declared but not attached.");
	CHECK(count_lines(child.err) == 64);
	begin(0, 0);
	attached();
}

struct disk {
	uint64_t size;
	uint32_t sector;	/* 0: not given */
	const char *refusal;	/* behind the device's name, or NULL */
};

static const struct disk disks[] = {
	{ 512, 0, NULL },
	{ 1024, 0, NULL },
	{ 0x180000000, 0, NULL },
	{ 32768, 32768, NULL },
	{ 4096, 4096, NULL },
	{ 0, 0, "Backing storage must be at least 1 block (512 bytes) in "
	    "size" },
	{ 511, 0, "Backing storage must be at least 1 block (512 bytes) in "
	    "size" },
	{ 512, 4096, "Backing storage must be at least 1 block (4096 bytes) "
	    "in size" },
	{ 513, 0, "Backing storage size must be block aligned (512 bytes)" },
	{ 1023, 512, "Backing storage size must be block aligned "
	    "(512 bytes)" },
	{ 33280, 32768, "Backing storage size must be block aligned "
	    "(32768 bytes)" },
	{ 0x100000200, 1024, "Backing storage size must be block aligned "
	    "(1024 bytes)" },
};

static void
test_disks(void)
{
	char name[32], text[128];
	const struct mft_entry *e = &m->mft.e[1];
	uint32_t sector;
	size_t i;

	for (i = 0; i < NELEM(disks); i++) {
		(void)snprintf(name, sizeof(name), "disk%zu", i);
		files_make(name, disks[i].size);
		begin(0, 1);
		named("b0")->block = name;
		named("b0")->sector_size = disks[i].sector;
		if (disks[i].refusal != NULL) {
			(void)snprintf(text, sizeof(text), "b0: %s",
			    disks[i].refusal);
			refused(text);
			continue;
		}
		sector = disks[i].sector != 0 ? disks[i].sector : 512;
		if (attached()) {
			CHECK(e->u.block_basic.capacity == disks[i].size);
			CHECK(e->u.block_basic.block_size == sector);
			CHECK(e->b.hostfd > STDERR_FILENO);
		}
	}
	begin(0, 1);
	named("b0")->block = "/nope";
	refused("Could not open block device: /nope: "
	    "No such file or directory");
	begin(0, 1);
	named("b0")->block = ".";
	refused("Could not open block device: .: Is a directory");
	begin(0, 1);
	named("b0")->block = "/dev/null";
	refused("Could not open block device: /dev/null: "
	    "Block device required");
}

static void
test_mac(int fd)
{
	static const uint8_t given[] = { 0xff, 1, 2, 3, 4, 0xfe };
	const uint8_t *mac = m->mft.e[1].u.net_basic.mac;
	uint8_t seen[64][6], ored[6] = { 0 }, anded[6];
	char at[16];
	size_t i, j;

	(void)snprintf(at, sizeof(at), "@%d", fd);
	begin(1, 0);
	named("n0")->net = at;
	named("n0")->has_mac = true;
	memcpy(named("n0")->mac, given, sizeof(given));
	/* Whatever it is: it was wanted. */
	if (attached())
		CHECK(memcmp(mac, given, 6) == 0);
	memset(anded, 0xff, sizeof(anded));
	for (i = 0; i < NELEM(seen); i++) {
		begin(1, 0);
		named("n0")->net = at;
		if (!attached())
			return;
		CHECK((mac[0] & 3) == 2);
		memcpy(seen[i], mac, 6);
		for (j = 0; j < i; j++)
			CHECK(memcmp(seen[j], mac, 6) != 0);
		for (j = 0; j < 6; j++) {
			ored[j] |= mac[j];
			anded[j] &= mac[j];
		}
	}
	/* Each other bit was once 0 and once 1, but for a chance of 2^-57. */
	for (j = 0; j < 6; j++) {
		CHECK_CASE(ored[j] == (j == 0 ? 0xfe : 0xff), "%zu", j);
		CHECK_CASE(anded[j] == (j == 0 ? 2 : 0), "%zu", j);
	}
}

/* "@FD": digits, for a descriptor that is open and was inherited. */
static void
test_descriptors(int fd)
{
	static const char *const bad[] = {
		"@", "@x", "@-1", "@+1", "@ 1", "@1 ", "@1x", "@0x1", "@1.0",
		"@99999", "@2147483647", "@2147483648", "@4294967296",
		"@4294967297", "@18446744073709551616", "@@1", "@\xd9\xa1",
	};
	char at[32], text[96];
	size_t i;
	int closed;

	(void)snprintf(at, sizeof(at), "@000%d", fd);
	begin(1, 0);
	named("n0")->net = at;
	if (attached()) {
		CHECK(m->mft.e[1].b.hostfd == fd);
		CHECK(m->mft.e[1].u.net_basic.mtu == 1500);
	}
	for (i = 0; i < NELEM(bad); i++) {
		begin(1, 0);
		named("n0")->net = bad[i];
		(void)snprintf(text, sizeof(text), "Could not attach "
		    "interface: %s: Bad file descriptor", bad[i]);
		refused(text);
	}
	/* One that a program which was started cannot have. */
	closed = open("/dev/null", O_RDWR | O_CLOEXEC);
	(void)snprintf(at, sizeof(at), "@%d", closed);
	begin(1, 0);
	named("n0")->net = at;
	refused("Could not attach interface: @*");
	CHECK(strstr(child.err, "Bad file descriptor") != NULL);
	(void)close(closed);
	begin(1, 0);
	named("n0")->net = "tapnone";
	refused("Could not attach interface: tapnone: "
	    "No such file or directory");
}

/* As many as there can be; handles and descriptors are not mixed up. */
static void
test_many(int fd)
{
	char at[16], device[32], disk[32];
	struct stat sb[2];
	unsigned int i;

	(void)snprintf(at, sizeof(at), "@%d", fd);
	begin(1, 62);
	/* In another order than the manifest's. */
	for (i = 62; i-- > 0;) {
		(void)snprintf(device, sizeof(device), "b%u", i);
		(void)snprintf(disk, sizeof(disk), "many%u", i);
		files_make(disk, 512 * (i + 1));
		named(device)->block = strdup(disk);
	}
	named("n0")->net = at;
	/* Here, and not in a child, to look at the descriptors. */
	devices_attach(&m->mft, &opt);
	CHECK(m->mft.e[1].b.hostfd == fd && m->mft.e[1].attached);
	for (i = 0; i < 62; i++) {
		(void)snprintf(disk, sizeof(disk), "many%u", i);
		CHECK(m->mft.e[i + 2].u.block_basic.capacity ==
		    512 * (i + 1));
		if (stat(disk, &sb[0]) == -1 ||
		    fstat(m->mft.e[i + 2].b.hostfd, &sb[1]) == -1)
			check_broken(disk);
		CHECK_CASE(sb[0].st_ino == sb[1].st_ino, "%u", i);
		(void)close(m->mft.e[i + 2].b.hostfd);
	}
}

int
main(void)
{
	int pair[2];

	m = child_share(sizeof(*m));
	/* Without O_CLOEXEC, as if inherited. */
	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) == -1)
		check_broken("socketpair");
	files_begin();
	files_make("disk", 512);
	test_declared();
	test_attached();
	test_disks();
	test_descriptors(pair[0]);
	test_mac(pair[0]);
	test_many(pair[0]);
	return check_status();
}
