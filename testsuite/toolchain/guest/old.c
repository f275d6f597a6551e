/* SPDX-License-Identifier: ISC */
/*
 * old.c: uses what differs between tenders, and must see no difference.
 *
 * Exits with the number of the line that found something wrong.
 */
#include <stdint.h>

#include <solo5.h>

#define BLOCKS	5
#define SIZE	((size_t)BLOCKS * 512)

#define CHECK(cond)							\
	do {								\
		if (!(cond))						\
			solo5_exit(__LINE__);				\
	} while (0)

extern const uintptr_t __stack_chk_guard;

static uint8_t buf[SIZE];

static void
check_time(void)
{
	solo5_time_t wall = solo5_clock_wall();
	solo5_time_t start = solo5_clock_monotonic();

	CHECK(wall / 1000000000 > 1600000000 && start != 0);
	solo5_yield(0, NULL);
	solo5_yield(start + 20000000, NULL);
	CHECK(solo5_clock_monotonic() >= start + 20000000);
}

/* Several blocks at once, which reach the host one by one. */
static void
check_block(void)
{
	struct solo5_block_info info;
	solo5_handle_t disk;

	CHECK(solo5_block_acquire("disk", &disk, &info) == SOLO5_R_OK);
	for (size_t i = 0; i < SIZE; i++)
		buf[i] = (uint8_t)(i / 3);
	CHECK(solo5_block_write(disk, 512, buf, SIZE) == SOLO5_R_OK);
	for (size_t i = 0; i < SIZE; i++)
		buf[i] = 0;
	CHECK(solo5_block_read(disk, 512, buf, SIZE) == SOLO5_R_OK);
	for (size_t i = 0; i < SIZE; i++)
		CHECK(buf[i] == (uint8_t)(i / 3));
	CHECK(solo5_block_read(disk, info.capacity, buf, 512) ==
	    SOLO5_R_EINVAL);
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	uintptr_t tp;

	CHECK(info->cmdline[0] == 'o' && info->cmdline[3] == '\0');
	CHECK(__stack_chk_guard != 0 && (__stack_chk_guard & 0xff) == 0);
	check_time();
	check_block();
	CHECK(solo5_tls_init(info->heap_start) == SOLO5_R_OK);
	tp = solo5_tls_tp_offset(info->heap_start);
	CHECK(solo5_set_tls_base(tp) == SOLO5_R_OK);
	for (int i = 0; i < 16; i++)
		solo5_console_write(&"0123456789abcdef"[
		    __stack_chk_guard >> (60 - 4 * i) & 15], 1);
	solo5_console_write("\n", 1);
	return 0;
}
