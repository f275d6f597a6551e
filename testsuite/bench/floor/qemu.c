/* SPDX-License-Identifier: ISC */
/*
 * qemu.c: what every machine of QEMU's costs, with the accelerator that is
 * named: one is started with a firmware of nothing but its first instruction,
 * which asks for a reset, and that ends QEMU.
 *
 * QEMU gets it as a descriptor, so that no file is left.
 */
#include <config.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FIRMWARE_SIZE	65536
#define RESET_VECTOR	(FIRMWARE_SIZE - 16)

/* The keyboard's controller is what a PC is reset by. */
static const uint8_t code[] = {
	0xb0, 0xfe,	/* mov $0xfe, %al */
	0xe6, 0x64,	/* out %al, $0x64 */
	0xf4		/* hlt */
};

static int
firmware_make(void)
{
	static uint8_t firmware[FIRMWARE_SIZE];
	const int fd = memfd_create("firmware", 0);

	memcpy(firmware + RESET_VECTOR, code, sizeof(code));
	return write(fd, firmware, sizeof(firmware)) ==
	    (ssize_t)sizeof(firmware) ? fd : -1;
}

int
main(int argc, char *argv[])
{
	const char *qemu = getenv("QEMU");
	const bool kvm = argc > 1 && strcmp(argv[1], "kvm") == 0;
	const int fd = firmware_make();
	char path[32];

	if (fd == -1)
		return 1;
	(void)snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	if (qemu == NULL)
		qemu = "qemu-system-x86_64";
	(void)execlp(qemu, qemu, "-accel", kvm ? "kvm" : "tcg",
	    "-M", "pc", "-m", "128", "-nodefaults", "-no-user-config",
	    "-display", "none", "-no-reboot", "-bios", path, (char *)NULL);
	return 1;
}
