/* SPDX-License-Identifier: ISC */
/*
 * memsrc.c: reads from memory.
 */
#include <config.h>

#include "memsrc.h"

#include <errno.h>
#include <string.h>

static ssize_t
memsrc_read(const struct s5elf_source *src, void *buf, size_t len,
    uint64_t offset)
{
	struct memsrc *m = src->arg;

	m->calls++;
	m->bytes += len;
	if (len > m->largest)
		m->largest = len;
	if (m->interrupted && m->calls % 2 == 1) {
		errno = EINTR;
		return -1;
	}
	if (m->calls == m->fail_at) {
		errno = EIO;
		return -1;
	}
	if (offset >= m->size)
		return 0;
	if (len > m->size - offset)
		len = m->size - (size_t)offset;
	if (m->most != 0 && len > m->most)
		len = m->most;
	memcpy(buf, m->data + offset, len);
	return (ssize_t)len;
}

void
memsrc_init(struct memsrc *m, const uint8_t *data, size_t size)
{
	*m = (struct memsrc){
		.src = { .read = memsrc_read, .size = size, .arg = m },
		.data = data,
		.size = size,
	};
}
