/* SPDX-License-Identifier: ISC */
/*
 * empty.c: what every process costs.
 */
int
main(void)
{
	return 0;
}
