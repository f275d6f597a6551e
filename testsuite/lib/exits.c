/* SPDX-License-Identifier: ISC */
/*
 * exits.c: s5exits COMMAND [ARG ...]
 *
 * Runs a tender, whose output is thrown away, and prints how often its guest
 * has stopped for it to do something: "exits N".  Ends as the tender does, as
 * far as success or failure.
 */
#include <config.h>

#include "helper.h"

#include <inttypes.h>
#include <stdio.h>

#include "bench/child.h"
#include "bench/count.h"

int
main(int argc, char **argv)
{
	struct command command = { { NULL } };
	struct counts counts;
	int i;

	if (argc < 2 || argc > COMMAND_WORDS)
		diex("usage: s5exits COMMAND [ARG ...]");
	for (i = 1; i < argc; i++)
		command.word[i - 1] = argv[i];
	if (count_run(&command, &counts) == -1)
		diex("the command has failed, or cannot be traced");
	printf("exits %" PRIu64 "\n", counts.exits);
	return fflush(stdout) == EOF;
}
