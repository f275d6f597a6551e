/* SPDX-License-Identifier: ISC */
/*
 * main.c: the unikernel that runs one operation, given on its command line.
 */
#include <solo5.h>

#include "ops.h"

int
solo5_app_main(const struct solo5_start_info *info)
{
	return ops_run(info->cmdline);
}
