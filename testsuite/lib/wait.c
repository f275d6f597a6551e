/* SPDX-License-Identifier: ISC */
/*
 * wait.c: s5wait SECONDS OUT ERR COMMAND [ARG ...]
 *
 * Runs a command with its output in the files OUT and ERR, and prints how it
 * ended and what it wrote: see supervise.h.
 */
#include <config.h>

#include "helper.h"
#include "supervise.h"

#include <stdio.h>

int
main(int argc, char **argv)
{
	if (argc < 5)
		diex("usage: s5wait SECONDS OUT ERR COMMAND [ARG ...]");
	supervise(number(argv[1], SUPERVISE_MAX), argv[2], argv[3], argv + 4);
	return fflush(stdout) == 0 ? 0 : HELPER_FAILED;
}
