/* SPDX-License-Identifier: ISC */
/*
 * devices.c: which device is which.  The n-th network device of the manifest
 * is the n-th that is found, on PCI by slots, then elsewhere by addresses;
 * and so are block devices.
 */
#include "virtio.h"

#include <solo5/mft_abi.h>

#include "device.h"
#include "manifest.h"
#include "timer.h"
#include "vdev.h"

/*
 * As the generated file has it, whose section the linker makes writable.  The
 * manifest is behind it.
 */
extern struct mft1_nhdr __solo5_mft1_note[];

static struct vdevs all;

/*
 * Where a device cannot interrupt us, frames wait this long while we sleep
 * for something else.
 */
#define WITHOUT_INTERRUPT	1000000u

static bool deaf;

/* An entry of this word's list: SIZE@BASE:IRQ[:ID]. */
#define WORD	"virtio_mmio.device="

/* A number as C has it; of those above 32 bits, some other such. */
static const char *
take_number(const char *s, uint64_t *value)
{
	unsigned int base = 10, digit;

	if (s[0] == '0' && (s[1] == 'x' || s[1] == 'X')) {
		base = 16;
		s += 2;
	}
	for (*value = 0;; s++) {
		if (*s >= '0' && *s <= '9')
			digit = (unsigned int)(*s - '0');
		else if (base == 16 && (*s | 32) >= 'a' && (*s | 32) <= 'f')
			digit = (unsigned int)((*s | 32) - 'a') + 10;
		else
			return s;
		if (*value <= UINT32_MAX)
			*value = *value * base + digit;
	}
}

/* What is behind a word that names a device, or NULL. */
static const char *
take_word(const char *s, struct acpi_device *dev)
{
	uint64_t size, base, irq;

	s = string_skip(s, WORD);
	if (s == NULL)
		return NULL;
	s = take_number(s, &size);
	/* Linux takes sizes with a letter. */
	if (*s == 'K' || *s == 'k' || *s == 'M')
		s++;
	if (*s++ != '@')
		return NULL;
	s = take_number(s, &base);
	if (*s++ != ':')
		return NULL;
	s = take_number(s, &irq);
	while (*s != ' ' && *s != '\0')
		s++;
	if (base > UINT32_MAX || irq > UINT32_MAX)
		return NULL;
	dev->base = (uint32_t)base;
	dev->irq = (uint32_t)irq;
	return s;
}

/*
 * Takes the words out of the command line.  They come with one blank, which
 * may be before or behind them, as hypervisors put them at either end.
 */
static void
take_words(char *cmdline, struct acpi_devices *list)
{
	struct acpi_device dev;
	const char *s = cmdline, *behind;
	char *to = cmdline;

	while (*s != '\0') {
		behind = take_word(s, &dev);
		if (behind == NULL) {
			while (*s != ' ' && *s != '\0')
				*to++ = *s++;
			if (*s == ' ')
				*to++ = *s++;
			continue;
		}
		if (list->count < ACPI_DEVICES)
			list->device[list->count++] = dev;
		s = *behind == ' ' ? behind + 1 : behind;
		if (*s == '\0' && to > cmdline)
			to--;
	}
	*to = '\0';
}

/* By ascending addresses. */
static void
mmio_search(const struct acpi_devices *list)
{
	uint64_t next = 0;

	for (;;) {
		const struct acpi_device *least = NULL;

		for (unsigned int i = 0; i < list->count; i++)
			if (list->device[i].base >= next &&
			    (least == NULL ||
			    list->device[i].base < least->base))
				least = &list->device[i];
		if (least == NULL)
			return;
		mmio_add(&all, least->base, least->irq);
		next = (uint64_t)least->base + 1;
	}
}

static struct vdev *
find(uint16_t id, unsigned int *from)
{
	for (; *from < all.count; ++*from)
		if (all.dev[*from].id == id)
			return &all.dev[(*from)++];
	return NULL;
}

struct mft *
devices_manifest(void)
{
	return (struct mft *)symbol_value((char *)(__solo5_mft1_note + 1));
}

static void
attach(struct mft *mft)
{
	unsigned int nets = 0, blocks = 0;
	bool missing = false, net;
	struct vdev *dev;

	for (uint32_t i = 1; i < mft->entries; i++) {
		net = mft->e[i].type == MFT_DEV_NET_BASIC;
		dev = net ? find(VIRTIO_ID_NET, &nets) :
		    find(VIRTIO_ID_BLK, &blocks);
		if (dev == NULL) {
			missing = true;
			log_print(LOG_ERROR, "Solo5: Device '%s' of type %s "
			    "not attached.\n", mft->e[i].name,
			    net ? "NET_BASIC" : "BLOCK_BASIC");
			continue;
		}
		if (net)
			net_attach(i, dev);
		else
			blk_attach(i, dev);
		mft->e[i].attached = true;
		if (!pic_enable(dev->irq))
			deaf = true;
	}
	if (missing)
		ABORT("not all devices of the manifest are attached");
}

bool
devices_attach(char *cmdline, const struct acpi_devices *acpi)
{
	struct acpi_devices words = { .count = 0 };

	devices.mft = devices_manifest();
	pci_search(&all);
	take_words(cmdline, &words);
	mmio_search(&words);
	mmio_search(acpi);
	/* That something is missing is said, whatever the log's level. */
	log_hold();
	attach(devices_manifest());
	return words.count != 0;
}

void
devices_alarm(solo5_time_t timeout)
{
	if (deaf && timeout > WITHOUT_INTERRUPT)
		timeout = WITHOUT_INTERRUPT;
	timer_start(timeout);
}

void
devices_sleep(void)
{
	uint32_t lines = pic_sleep();

	for (unsigned int i = 0; i < all.count; i++)
		if (all.dev[i].irq < PIC_LINES && all.dev[i].begun &&
		    (lines >> all.dev[i].irq & 1) != 0)
			all.dev[i].transport->interrupt_seen(&all.dev[i]);
	pic_seen(lines);
}
