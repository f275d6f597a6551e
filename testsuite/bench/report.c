/* SPDX-License-Identifier: ISC */
/*
 * report.c: medians, spread and ratios, as a table and as JSON.
 *
 * A ratio is the median of the rounds' ratios, not the ratio of the medians:
 * what slows the machine down for a while is then in both of its sides.
 */
#include <config.h>

#include "bench.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Part p of the way through sorted values. */
static double
quantile(const double *value, size_t n, double p)
{
	return value[(size_t)(p * (double)(n - 1) + 0.5)];
}

static int
double_compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Statistics of those values that are numbers. */
static struct stats
stats_of(const double *value, size_t n)
{
	double sorted[ROUNDS_MAX];
	struct stats s = { 0, NAN, NAN, NAN };
	size_t i;

	for (i = 0; i < n; i++)
		if (!isnan(value[i]))
			sorted[s.n++] = value[i];
	if (s.n == 0)
		return s;
	qsort(sorted, s.n, sizeof(sorted[0]), double_compare);
	s.median = quantile(sorted, s.n, 0.5);
	s.p10 = quantile(sorted, s.n, 0.1);
	s.p90 = quantile(sorted, s.n, 0.9);
	return s;
}

static struct stats
stats_who(const struct bench *bench, const struct results *r, enum who who)
{
	return stats_of(r->value[who], bench->rounds);
}

/* How one does against another, round by round. */
static struct stats
stats_ratio(const struct bench *bench, const struct results *r, enum who who,
    enum who against)
{
	double ratio[ROUNDS_MAX];
	size_t i;

	for (i = 0; i < bench->rounds; i++)
		ratio[i] = r->value[who][i] / r->value[against][i];
	return stats_of(ratio, bench->rounds);
}

/* What is compared with the target. */
static double
achieved(const struct bench *bench, const struct row *row,
    const struct results *r)
{
	if (row->absolute)
		return stats_who(bench, r, WHO_OURS).median * row->scale;
	return stats_ratio(bench, r, WHO_OURS, WHO_FLOOR).median;
}

static const char *
verdict(const struct bench *bench, const struct row *row,
    const struct results *r)
{
	double value;

	if (row->at_most == 0)
		return "";
	value = achieved(bench, row, r);
	if (isnan(value))
		return "none";
	return value <= row->at_most ? "ok" : "MISS";
}

/* The spread of a peer is in the JSON only, lest lines get too long. */
static bool
has_spread(enum who who)
{
	return who == WHO_FLOOR || who == WHO_OURS;
}

/* What is counted is not many. */
static int
digits(const struct row *row)
{
	return row->unit[0] == '\0' ? 2 : 1;
}

static void
print_stats(FILE *out, const struct row *row, enum who who,
    const struct stats *s)
{
	if (s->n == 0)
		fprintf(out, " %8s", "-");
	else
		fprintf(out, " %8.*f", digits(row), s->median * row->scale);
	if (!has_spread(who))
		return;
	if (s->n == 0)
		fprintf(out, " %15s", "");
	else
		fprintf(out, " %7.*f %7.*f", digits(row),
		    s->p10 * row->scale, digits(row), s->p90 * row->scale);
}

static void
print_ratio(FILE *out, const struct stats *s)
{
	if (s->n == 0)
		fprintf(out, " %6s", "-");
	else
		fprintf(out, " %6.2f", s->median);
}

/* Whether a row is in the table. */
static bool
shown(const struct bench *bench, size_t row)
{
	return row_wanted(bench->target, row) &&
	    (bench->target->rows[row].device != DEVICE_NET ||
	    bench->no_net == NULL);
}

static void
print_row(FILE *out, const struct bench *bench, const struct row *row,
    const struct results *r)
{
	struct stats s;
	enum who who;

	fprintf(out, "%-20s %-4s", row->title, row->unit);
	for (who = WHO_FLOOR; who < WHO_COUNT; who++) {
		if (!bench->who[who].present)
			continue;
		s = stats_who(bench, r, who);
		print_stats(out, row, who, &s);
		if (who == WHO_FLOOR)
			continue;
		s = stats_ratio(bench, r, who, WHO_FLOOR);
		print_ratio(out, &s);
	}
	if (row->at_most != 0)
		fprintf(out, " %7.2f %s", row->at_most,
		    verdict(bench, row, r));
	fprintf(out, "\n");
}

static void
print_heading(FILE *out, const struct bench *bench)
{
	enum who who;

	fprintf(out, "%-20s %-4s", "", "");
	for (who = WHO_FLOOR; who < WHO_COUNT; who++) {
		if (!bench->who[who].present)
			continue;
		fprintf(out, " %8s", bench->who[who].name);
		if (has_spread(who))
			fprintf(out, " %7s %7s", "10%", "90%");
		if (who != WHO_FLOOR)
			fprintf(out, " %6s", "ratio");
	}
	fprintf(out, " %7s\n", "at most");
}

void
report_table(FILE *out, const struct bench *bench,
    const struct results *results)
{
	const struct target *target = bench->target;
	size_t i;

	print_heading(out, bench);
	for (i = 0; i < target->nrows; i++)
		if (shown(bench, i))
			print_row(out, bench, &target->rows[i], &results[i]);
	fprintf(out, "\nMedians of %u interleaved rounds", bench->rounds);
	if (bench->cpu != -1)
		fprintf(out, " on CPU %d", bench->cpu);
	fprintf(out, ";\nratios are to the floor: %s.\n"
	    "Exits and system calls are counted by ptrace.\n",
	    target->floor);
	if (bench->no_net != NULL)
		fprintf(out, "Rows with a network device are left out: %s.\n",
		    bench->no_net);
}

/* Numbers that are none are null. */
static void
json_number(FILE *out, const char *key, double value, const char *end)
{
	if (isfinite(value))
		fprintf(out, "\"%s\": %.6g%s", key, value, end);
	else
		fprintf(out, "\"%s\": null%s", key, end);
}

static void
json_who(FILE *out, const struct bench *bench, const struct row *row,
    const struct results *r, enum who who)
{
	struct stats s;

	s = stats_who(bench, r, who);
	fprintf(out, "%s\n        \"%s\": { ", who == WHO_FLOOR ? "" : ",",
	    bench->who[who].name);
	json_number(out, "median", s.median * row->scale, ", ");
	json_number(out, "p10", s.p10 * row->scale, ", ");
	json_number(out, "p90", s.p90 * row->scale, ", ");
	s = stats_ratio(bench, r, who, WHO_FLOOR);
	json_number(out, "ratio", s.median, ", ");
	json_number(out, "ratio_p10", s.p10, ", ");
	json_number(out, "ratio_p90", s.p90, " }");
}

static void
json_row(FILE *out, const struct bench *bench, const struct target *target,
    size_t i, const struct results *r)
{
	const struct row *row = &target->rows[i], *above = row;
	enum who who;

	while (above->title[0] == ' ')
		above--;
	fprintf(out, "    {\n"
	    "      \"what\": \"%s%s%s\",\n"
	    "      \"unit\": \"%s\",\n", above->title,
	    above == row ? "" : ":", above == row ? "" : row->title + 1,
	    row->unit);
	if (row->at_most != 0)
		fprintf(out, "      \"at_most\": %g,\n"
		    "      \"of\": \"%s\",\n"
		    "      \"verdict\": \"%s\",\n", row->at_most,
		    row->absolute ? "value" : "ratio",
		    verdict(bench, row, r));
	fprintf(out, "      \"results\": {");
	for (who = WHO_FLOOR; who < WHO_COUNT; who++)
		if (bench->who[who].present)
			json_who(out, bench, row, r, who);
	fprintf(out, "\n      }\n    }");
}

void
report_json(FILE *out, const struct bench *bench,
    const struct results *results)
{
	const struct target *target = bench->target;
	bool first = true;
	size_t i;

	fprintf(out, "{\n"
	    "  \"type\": \"solo5.bench\",\n"
	    "  \"target\": \"%s\",\n"
	    "  \"version\": \"v%s\",\n"
	    "  \"rounds\": %u,\n"
	    "  \"cpu\": %d,\n"
	    "  \"rows\": [\n", target->name, PACKAGE_VERSION,
	    bench->rounds, bench->cpu);
	for (i = 0; i < target->nrows; i++) {
		if (!shown(bench, i))
			continue;
		fprintf(out, "%s", first ? "" : ",\n");
		first = false;
		json_row(out, bench, target, i, &results[i]);
	}
	fprintf(out, "\n  ]\n}\n");
}
