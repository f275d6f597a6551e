/* SPDX-License-Identifier: ISC */
/*
 * debug-none.c: solo5-hvt, which cannot debug.
 */
#include <config.h>

#include "debug.h"

const struct debug debug = {
	.program = "solo5-hvt",
};
