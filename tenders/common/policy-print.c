/* SPDX-License-Identifier: ISC */
/*
 * policy-print.c: prints the policy, for the documents and the tests that
 * must agree with it.  Not installed.
 *
 *	policy-print --expect	name, number, condition; tabs between
 *	policy-print --mdoc	the list in the tender's manual page
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "policy.h"

static void
print_expect(const struct policy_rule *rule)
{
	printf("%s\t%d\t%s\n", rule->name, rule->nr, rule->condition);
}

static void
print_mdoc(const struct policy_rule *rule)
{
	printf(".It Xr %s 2\n.No to %s", rule->name, rule->reason);
	if (*rule->condition != '\0')
		printf(":\n%s", rule->condition);
	printf(".\n");
}

int
main(int argc, char **argv)
{
	void (*print)(const struct policy_rule *) = NULL;
	size_t i;

	if (argc == 2 && strcmp(argv[1], "--expect") == 0)
		print = print_expect;
	if (argc == 2 && strcmp(argv[1], "--mdoc") == 0)
		print = print_mdoc;
	if (print == NULL) {
		fprintf(stderr, "usage: policy-print --expect | --mdoc\n");
		return 2;
	}
	for (i = 0; i < policy_table_size; i++)
		print(&policy_table[i]);
	return fflush(stdout) == EOF ? 1 : 0;
}
