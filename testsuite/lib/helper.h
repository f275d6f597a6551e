/* SPDX-License-Identifier: ISC */
/*
 * helper.h: what the programs that help the tests share.
 *
 * They end with HELPER_FAILED if they themselves fail, so that a test does
 * not take that for the result of what it tests.
 */
#ifndef SOLO5_TESTSUITE_HELPER_H
#define SOLO5_TESTSUITE_HELPER_H

#include <sys/types.h>

#define HELPER_FAILED	99

/* Say what failed; die() also says why. */
_Noreturn void die(const char *what);
_Noreturn void diex(const char *what);

/* A number from the command line, from 0 to max. */
unsigned long number(const char *word, unsigned long max);

/* Ends this process in the way in which a child of it ended. */
_Noreturn void end_like(int status);

/* Runs a command in a child; returns its id. */
pid_t start(char **argv);

/* Waits for it; returns how it ended, as waitpid() does. */
int wait_for(pid_t pid);

#endif /* SOLO5_TESTSUITE_HELPER_H */
