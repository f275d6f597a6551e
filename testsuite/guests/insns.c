/* SPDX-License-Identifier: ISC */
/*
 * insns.c: executes an instruction of each extension that the CPU says it has,
 * and names it.
 */
#include "guestlib.h"

#include "insns.h"

int
solo5_app_main(const struct solo5_start_info *info)
{
	const struct insn *insn;

	(void)info;
	for (size_t i = 0; i < sizeof(insns) / sizeof(insns[0]); i++) {
		insn = &insns[i];
		if (!cpu_has(insn))
			continue;
		put(insn->name);
		put("\n");
		CHECK(insn->run() == insn->result);
	}
	return success();
}
