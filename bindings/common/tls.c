/* SPDX-License-Identifier: ISC */
/*
 * tls.c: thread-local storage.
 *
 * A thread's block holds its copy of the TLS image and the words that the
 * CPU's ABI puts beside it, in the order that cpu.h knows, at the first
 * suitably aligned place in the memory that the caller gave.
 *
 * Linker scripts of other releases have no symbol for the image's alignment.
 * But the linker places the image by it, so no alignment that the start does
 * not have can be the image's, and nor is one that the length does not have
 * likely.  To take all that they have is too much at times, and then costs
 * less than the image's length.
 */
#include "solo5_bindings.h"

#include "cpu.h"

struct image {
	const void *data;	/* .tdata */
	size_t data_size;
	size_t size;		/* .tdata and .tbss */
	size_t align;
};

/* Of our own linker script. */
extern const char _ltalign[] __attribute__((__weak__));

static size_t
align_guess(size_t image_size)
{
	uintptr_t bits = symbol_value(_stdata) | image_size;
	size_t align = image_size == 0 ? 1 : bits & (0 - bits);

	return align < CPU_TLS_GUESS_MAX ? align : CPU_TLS_GUESS_MAX;
}

static struct image
image_find(void)
{
	struct image image;

	image.data = (const void *)symbol_value(_stdata);
	image.data_size = symbol_value(_ltdata);
	image.size = image.data_size + symbol_value(_ltbss);
	image.align = symbol_value(_ltalign);
	if (image.align == 0)
		image.align = align_guess(image.size);
	if (image.align < sizeof(uintptr_t))
		image.align = sizeof(uintptr_t);
	return image;
}

size_t
solo5_tls_size(void)
{
	const struct image image = image_find();

	return cpu_tls_room(image.align) + image.size + image.align - 1;
}

uintptr_t
solo5_tls_tp_offset(uintptr_t tls)
{
	const struct image image = image_find();

	return cpu_tls_tp(round_up(tls, image.align), image.size, image.align);
}

solo5_result_t
solo5_tls_init(uintptr_t tls)
{
	const struct image image = image_find();
	uintptr_t block = round_up(tls, image.align);
	char *copy = (char *)cpu_tls_image(block, image.align);

	memcpy(copy, image.data, image.data_size);
	memset(copy + image.data_size, 0, image.size - image.data_size);
	cpu_tls_setup(cpu_tls_tp(block, image.size, image.align));
	return SOLO5_R_OK;
}

solo5_result_t
solo5_set_tls_base(uintptr_t base)
{
	return platform_set_tls_base(base) ? SOLO5_R_OK : SOLO5_R_EINVAL;
}
