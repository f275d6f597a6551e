/* SPDX-License-Identifier: ISC */
/*
 * supervise.h: running a command and saying exactly how it ended.
 */
#ifndef SOLO5_TESTSUITE_SUPERVISE_H
#define SOLO5_TESTSUITE_SUPERVISE_H

/* The most seconds that a command is given. */
#define SUPERVISE_MAX	3600

/*
 * Runs a command with its output in the files out and err and nothing to
 * read, kills whatever it leaves running, and prints exactly how it ended,
 * which a shell cannot, and what it wrote, in characters that survive any
 * console and any line discipline:
 *
 *	=exit N | =signal N | =timeout
 *	=out BYTES
 *	68656c6c6f0a		(the first 64 KiB of standard output)
 *	=err BYTES
 *	...			(and of standard error)
 *	=end
 *
 * What has no "=end" ended otherwise.
 */
void supervise(unsigned long seconds, const char *out, const char *err,
    char **argv);

#endif /* SOLO5_TESTSUITE_SUPERVISE_H */
