/* SPDX-License-Identifier: ISC */
/*
 * tls.c: thread-local objects of any size and alignment, in two blocks.
 *
 *	TDATA	bytes that are initialised
 *	TBSS	bytes that are zero
 *	ALIGN	alignment of both
 *
 * Exits with the number of the line that found something wrong.  Whatever
 * uses thread-local objects is a function of its own that is not inlined,
 * since compilers take it that the thread does not change inside one.
 */
#include <stdint.h>

#include <solo5.h>

#define NOINLINE	__attribute__((__noinline__))
#define BLOCK_MAX	65536
#define FILL		0xa5

#define CHECK(cond)							\
	do {								\
		if (!(cond))						\
			solo5_exit(__LINE__);				\
	} while (0)

#if TDATA > 0
static __thread volatile unsigned char data[TDATA]
    __attribute__((__aligned__(ALIGN))) = { [0 ... TDATA - 1] = 0x5a };
#endif
#if TBSS > 0
static __thread volatile unsigned char bss[TBSS]
    __attribute__((__aligned__(ALIGN)));
#endif

/*
 * Checks that all bytes are old, and makes them new.  The compiler is not to
 * remember that p is aligned.
 */
static NOINLINE void
replace(volatile unsigned char *p, size_t size, unsigned char old,
    unsigned char new)
{
	__asm__ volatile("" : "+r"(p));
	CHECK(((uintptr_t)p & (ALIGN - 1)) == 0);
	for (size_t i = 0; i < size; i++) {
		CHECK(p[i] == old);
		p[i] = new;
	}
}

static NOINLINE void
replace_all(unsigned char old_data, unsigned char old_bss, unsigned char new)
{
	(void)old_data;
	(void)old_bss;
	(void)new;
#if TDATA > 0
	replace(data, TDATA, old_data, new);
#endif
#if TBSS > 0
	replace(bss, TBSS, old_bss, new);
#endif
}

/* Makes a block at p and sees that nothing around it is written. */
static uintptr_t
make(volatile unsigned char *p)
{
	size_t size = solo5_tls_size();

	CHECK(size <= BLOCK_MAX / 2);
	for (size_t i = 0; i < BLOCK_MAX; i++)
		p[i] = FILL;
	p += 64;
	CHECK(solo5_tls_init((uintptr_t)p) == SOLO5_R_OK);
	for (size_t i = 1; i <= 64; i++)
		CHECK(*(p - i) == FILL);
	for (size_t i = size; i < BLOCK_MAX - 64; i++)
		CHECK(p[i] == FILL);
	return solo5_tls_tp_offset((uintptr_t)p);
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	unsigned char *heap = (unsigned char *)info->heap_start;

	/* At every distance from a multiple of 16, and at some of a page. */
	for (size_t skew = 0; skew < 4096; skew += skew < 16 ? 1 : 509) {
		uintptr_t one = make(heap + skew);
		uintptr_t two = make(heap + BLOCK_MAX + skew * 7 % 4096);

		CHECK(solo5_set_tls_base(one) == SOLO5_R_OK);
		replace_all(0x5a, 0, 1);
		CHECK(solo5_set_tls_base(two) == SOLO5_R_OK);
		replace_all(0x5a, 0, 2);
		CHECK(solo5_set_tls_base(one) == SOLO5_R_OK);
		replace_all(1, 1, 3);
		CHECK(solo5_set_tls_base(two) == SOLO5_R_OK);
		replace_all(2, 2, 4);
	}
	solo5_console_write("ok\n", 3);
	return 0;
}
