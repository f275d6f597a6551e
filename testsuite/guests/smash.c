/* SPDX-License-Identifier: ISC */
/*
 * smash.c: writes over the end of an array on the stack, which the stack
 * protector notices when the function returns.  With "guard" it prints the
 * guard's value instead, so that a test can see it change.
 */
#include "guestlib.h"

extern uintptr_t __stack_chk_guard;

static __attribute__((__noinline__)) void
overflow(size_t n)
{
	volatile char array[16];

	for (size_t i = 0; i < n; i++)
		array[i] = 'x';
	__asm__ volatile("" : : "r"(array) : "memory");
	put("overflow done\n");
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	volatile char room[4096];	/* above is the end of memory */

	if (text_equal(info->cmdline, "guard")) {
		put("guard ");
		put_hex(__stack_chk_guard);
		put("\n");
		return success();
	}
	__asm__ volatile("" : : "r"(room) : "memory");
	overflow(sizeof("0123456789abcde") + (size_t)number(info->cmdline));
	return success();
}
