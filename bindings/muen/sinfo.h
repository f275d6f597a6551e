/* SPDX-License-Identifier: ISC */
/*
 * sinfo.h: what Muen tells a subject about itself: subject info version 5.
 *
 * These pages are made by Muen's tools and kernel, and are read only.
 */
#ifndef SOLO5_MUEN_SINFO_H
#define SOLO5_MUEN_SINFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where every subject has them. */
#define SINFO_ADDRESS		0xe00000000u
#define SINFO_SCHED_ADDRESS	0xe00008000u

/* "muinfo", and the version in the upper two bytes. */
#define SINFO_MAGIC		0x05006f666e69756du
#define SINFO_RESOURCES_MAX	255
#define SINFO_NAME_MAX		63

/* Kinds of resources. */
#define SINFO_MEMORY		1u
#define SINFO_EVENT		2u

/* Kind of a memory region, and a flag of it. */
#define SINFO_CHANNEL		5u
#define SINFO_WRITABLE		1u

struct sinfo_name {
	uint8_t length;
	char text[SINFO_NAME_MAX];
	char nul;
};

struct sinfo_memory {
	uint8_t kind;
	uint8_t content;
	uint8_t flags;
	uint8_t pattern[2];
	uint8_t pad[3];
	uint64_t address;
	uint64_t size;
	uint8_t hash[32];
};

struct sinfo_resource {
	uint32_t kind;
	struct sinfo_name name;
	uint8_t pad[3];
	union {
		struct sinfo_memory memory;
		uint8_t event;		/* its number */
	} u;
};

struct sinfo {
	uint64_t magic;
	uint32_t tsc_khz;
	struct sinfo_name name;		/* of the subject */
	uint8_t pad;
	uint16_t count;
	struct sinfo_resource resource[SINFO_RESOURCES_MAX];
};

_Static_assert(sizeof(struct sinfo_name) == 65, "sinfo_name");
_Static_assert(sizeof(struct sinfo_memory) == 56, "sinfo_memory");
_Static_assert(offsetof(struct sinfo_memory, pattern) == 3, "pattern");
_Static_assert(sizeof(struct sinfo_resource) == 128, "sinfo_resource");
_Static_assert(offsetof(struct sinfo_resource, u) == 72, "resource u");
_Static_assert(offsetof(struct sinfo, name) == 12, "name");
_Static_assert(offsetof(struct sinfo, count) == 78, "count");
_Static_assert(offsetof(struct sinfo, resource) == 80, "resource");
_Static_assert(sizeof(struct sinfo) == 32720, "sinfo");

/* When the time slice began in which the subject is running, and its end. */
struct sinfo_sched {
	uint64_t start;
	uint64_t end;
};

/* The resource "time_info", which another subject keeps. */
struct sinfo_time {
	uint64_t base;		/* microseconds since 1970 at tick 0, or 0 */
	uint64_t rate;		/* Hz */
	int64_t timezone;	/* microseconds */
};

/* Whether this is subject info of the version that we know. */
static inline __attribute__((__always_inline__)) bool
sinfo_valid(const struct sinfo *sinfo)
{
	return sinfo->magic == SINFO_MAGIC;
}

/*
 * The resource of this kind whose name is name with suffix behind it, or NULL:
 * also if the subject info is none that we know.
 */
const struct sinfo_resource *sinfo_find(const struct sinfo *sinfo,
    const char *name, const char *suffix, uint32_t kind);

/* The same for memory. */
const struct sinfo_memory *sinfo_find_memory(const struct sinfo *sinfo,
    const char *name, const char *suffix);

#endif /* SOLO5_MUEN_SINFO_H */
