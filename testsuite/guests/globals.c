/* SPDX-License-Identifier: ISC */
/*
 * globals.c: objects of static storage have their initial values, pointers
 * among them are right, and zero-initialised ones are zero to the last byte.
 */
#include "guestlib.h"

#define BIG	(16 * 1024 + 123)

static const char text[] = "read-only text";
static const char *const pointer_ro = text + 5;
static const char *pointer_rw = text;
static unsigned char zero[BIG];
static unsigned char set[BIG] = { [0] = 1, [BIG / 2] = 2, [BIG - 1] = 3 };
static volatile int one_word = 0x12345678;
static volatile int no_word;
static int (*function)(void) = success;
int global_common;
int global_set = -7;

static unsigned long
sum(const unsigned char *p, size_t n)
{
	unsigned long s = 0;

	while (n-- > 0)
		s += p[n];
	return s;
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	(void)info;
	__asm__ volatile("" : "+m"(pointer_rw), "+m"(function));
	CHECK(sum(zero, sizeof(zero)) == 0);
	CHECK(sum(set, sizeof(set)) == 6);
	CHECK(set[0] == 1 && set[BIG / 2] == 2 && set[BIG - 1] == 3);
	CHECK(one_word == 0x12345678 && no_word == 0);
	CHECK(global_common == 0 && global_set == -7);
	CHECK(text_equal(pointer_ro, "only text"));
	CHECK(text_equal(pointer_rw, "read-only text"));
	memset(zero, 0x55, sizeof(zero));
	CHECK(sum(zero, sizeof(zero)) == 0x55ul * sizeof(zero));
	CHECK(sum(set, sizeof(set)) == 6);
	one_word++;
	CHECK(one_word == 0x12345679);
	return function();
}
