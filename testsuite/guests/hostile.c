/* SPDX-License-Identifier: ISC */
/*
 * hostile.c: a guest that does what only a guest alone on a CPU can: the
 * command line says what.  It prints what it has got away with.
 */
#include "guestlib.h"

struct attempt {
	const char *name;
	void (*run)(void);
};

#include "hostile.h"

static void
write_byte(uintptr_t addr)
{
	volatile uint8_t *p = (volatile uint8_t *)addr;

	*p = RETURN_INSN;
	put(*p == RETURN_INSN ? "written\n" : "not written\n");
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	static uint8_t data;
	static const uint8_t constant = 1;
	const struct {
		const char *name;
		uintptr_t addr;
	} places[] = {
		{ "data", (uintptr_t)&data },
		{ "rodata", (uintptr_t)&constant },
		{ "tables", GIVEN_TABLES },
		{ "text", (uintptr_t)solo5_app_main },
	};
	const char *what = info->cmdline;
	size_t i;

	put("alive\n");
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (text_equal(what, places[i].name)) {
			own_tables();
			write_byte(places[i].addr);
		}
	for (i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++)
		if (text_equal(what, attempts[i].name))
			attempts[i].run();
	return SOLO5_EXIT_SUCCESS;
}
