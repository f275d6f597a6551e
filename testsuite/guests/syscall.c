/* SPDX-License-Identifier: ISC */
/*
 * syscall.c: a hostile guest that makes one system call.
 *
 *	syscall|x32|int80|vsyscall NR [ARG ...]
 *
 * makes call NR through the entry that is named.  NR and each ARG is a sum of
 * terms: numbers and the names below, with + and - between them.  If the call
 * returns, the guest says what it returned and exits with RETURNED.
 *
 *	blkN, capN	descriptor and capacity of the Nth block device, from 1
 *	netN		descriptor of the Nth network device
 *	epoll, timer	descriptors of spt itself
 *	buf		1 MiB of memory
 *	time		a struct itimerspec that is zero: disarms a timer
 */
#include "guestlib.h"

#include <mft_abi.h>
#include <spt_abi.h>

#include "entries.h"

#define RETURNED	42
#define NARGS		6

static const struct spt_boot_info *const boot =
    (const struct spt_boot_info *)SPT_BOOT_INFO_BASE;

static const struct mft_entry *
device(uint32_t type, unsigned int nth)
{
	const struct mft *mft = (const struct mft *)boot->mft;

	for (uint32_t i = 1; i < mft->entries; i++)
		if (mft->e[i].type == type && --nth == 0)
			return &mft->e[i];
	FAIL("no such device");
}

/* Of a name like blk12 the number; 0 if it does not begin with the prefix. */
static unsigned int
ordinal(const char *name, const char *prefix)
{
	for (; *prefix != '\0'; prefix++)
		if (*name++ != *prefix)
			return 0;
	return (unsigned int)number(name);
}

static uint64_t
term(const struct solo5_start_info *info, const char *name)
{
	unsigned int nth;

	if (name[0] >= '0' && name[0] <= '9')
		return number(name);
	if ((nth = ordinal(name, "blk")) != 0)
		return (uint64_t)device(MFT_DEV_BLOCK_BASIC, nth)->b.hostfd;
	if ((nth = ordinal(name, "cap")) != 0)
		return device(MFT_DEV_BLOCK_BASIC, nth)->u.block_basic.capacity;
	if ((nth = ordinal(name, "net")) != 0)
		return (uint64_t)device(MFT_DEV_NET_BASIC, nth)->b.hostfd;
	if (text_equal(name, "epoll"))
		return (uint64_t)boot->epollfd;
	if (text_equal(name, "timer"))
		return (uint64_t)boot->timerfd;
	if (text_equal(name, "buf"))
		return info->heap_start + 65536;
	CHECK(text_equal(name, "time"));
	return info->heap_start;
}

static uint64_t
sum(const struct solo5_start_info *info, const char *p)
{
	char name[32], sign = '+';
	uint64_t value = 0;
	size_t n;

	do {
		for (n = 0; *p != '\0' && *p != '+' && *p != '-'; n++) {
			CHECK(n < sizeof(name) - 1);
			name[n] = *p++;
		}
		name[n] = '\0';
		/* A sign at the very beginning has nothing before it. */
		if (n != 0 && sign == '+')
			value += term(info, name);
		else if (n != 0)
			value -= term(info, name);
		sign = *p;
	} while (*p++ != '\0');
	return value;
}

int
solo5_app_main(const struct solo5_start_info *info)
{
	const char *line = info->cmdline;
	uint64_t args[NARGS] = { 0 }, nr, ret;
	char entry[16], word[64];

	CHECK(next_word(&line, entry, sizeof(entry)));
	CHECK(next_word(&line, word, sizeof(word)));
	nr = sum(info, word);
	for (size_t i = 0; i < NARGS; i++)
		if (next_word(&line, word, sizeof(word)))
			args[i] = sum(info, word);
	ret = cpu_system_call(entry, nr, args);
	put("returned ");
	if ((int64_t)ret < 0) {
		put("-");
		ret = -ret;
	}
	put_dec(ret);
	put("\n");
	return RETURNED;
}
