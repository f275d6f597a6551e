/* SPDX-License-Identifier: ISC */
/*
 * oracle-none.c: there is no libseccomp here.
 */
#include <config.h>

#include "oracle.h"

#include "check.h"

void
oracle_require(void)
{
	check_skip("built without libseccomp");
}

struct sock_filter *
oracle_filter(const struct policy_params *params, size_t *len)
{
	(void)params;
	*len = 0;
	return NULL;
}

int
oracle_number(const char *name)
{
	(void)name;
	return -1;
}

bool
oracle_exists(const char *name, const char *cpu)
{
	(void)name;
	(void)cpu;
	return false;
}
