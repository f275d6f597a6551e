/* SPDX-License-Identifier: ISC */
/*
 * oracle-libseccomp.c: a second opinion from libseccomp.
 *
 * Versions that matter: 2.4 is the first that can kill the process, and the
 * first whose 64-bit comparisons for less and for greater are right.  Only
 * equality is asked of it here, of all bits or of those under a mask, and not
 * the tree of numbers that 2.5 can make; so all from 2.4 on give the same
 * verdicts, by different instructions.
 */
#include <config.h>

#include "oracle.h"

#include <errno.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include <solo5/mft_abi.h>

#include "check.h"
#include "machine.h"

static const struct {
	const char *cpu;
	uint32_t arch;
} cpus[] = {
	{ "x86_64", SCMP_ARCH_X86_64 },
	{ "aarch64", SCMP_ARCH_AARCH64 },
	{ "ppc64le", SCMP_ARCH_PPC64LE },
};

void
oracle_require(void)
{
}

/* Its functions return a negative errno. */
static void
must(int r, const char *what)
{
	if (r >= 0)
		return;
	errno = -r;
	check_broken(what);
}

static void
allow(scmp_filter_ctx ctx, const char *name, unsigned int ntests,
    const struct scmp_arg_cmp *tests)
{
	must(seccomp_rule_add_array(ctx, SCMP_ACT_ALLOW,
	    seccomp_syscall_resolve_name(name), ntests, tests), name);
}

static void
allow_first(scmp_filter_ctx ctx, const char *name, uint64_t first)
{
	const struct scmp_arg_cmp test = {
		.arg = 0, .op = SCMP_CMP_EQ, .datum_a = first
	};

	allow(ctx, name, 1, &test);
}

static void
allow_disk(scmp_filter_ctx ctx, const char *name, uint64_t fd)
{
	const struct scmp_arg_cmp tests[] = {
		{ .arg = 0, .op = SCMP_CMP_EQ, .datum_a = fd },
		{ .arg = 2, .op = SCMP_CMP_MASKED_EQ,
		    .datum_a = 0xffffffff00000000, .datum_b = 0 },
	};

	allow(ctx, name, NELEM(tests), tests);
}

static void
allow_device(scmp_filter_ctx ctx, const struct mft_entry *e)
{
	const uint64_t fd = (uint64_t)e->b.hostfd;

	if (e->type == MFT_DEV_NET_BASIC) {
		allow_first(ctx, "read", fd);
		allow_first(ctx, "write", fd);
	} else {
		allow_disk(ctx, "pread64", fd);
		allow_disk(ctx, "pwrite64", fd);
	}
}

static void
allow_all(scmp_filter_ctx ctx, const struct policy_params *p)
{
	const struct scmp_arg_cmp yield[] = {
		{ .arg = 0, .op = SCMP_CMP_EQ,
		    .datum_a = (uint64_t)p->epollfd },
		{ .arg = 4, .op = SCMP_CMP_EQ, .datum_a = 0 },
	};
	uint32_t i;

	for (i = 1; i < p->mft->entries; i++)
		allow_device(ctx, &p->mft->e[i]);
	allow_first(ctx, "write", 1);
	allow(ctx, "epoll_pwait", NELEM(yield), yield);
	allow_first(ctx, "timerfd_settime", (uint64_t)p->timerfd);
	allow_first(ctx, "clock_gettime", CLOCK_MONOTONIC);
	allow_first(ctx, "clock_gettime", CLOCK_REALTIME);
	if (MACHINE_ONLY_ALLOWED)
		allow_first(ctx, MACHINE_ONLY, MACHINE_ONLY_ARG);
	allow(ctx, "exit_group", 0, NULL);
}

/* Reads back what was exported. */
static struct sock_filter *
read_program(int fd, size_t *len)
{
	struct sock_filter *insn;
	struct stat sb;

	if (fstat(fd, &sb) == -1)
		check_broken("fstat");
	insn = malloc((size_t)sb.st_size);
	if (insn == NULL ||
	    pread(fd, insn, (size_t)sb.st_size, 0) != sb.st_size)
		check_broken("exported filter");
	*len = (size_t)sb.st_size / sizeof(*insn);
	return insn;
}

struct sock_filter *
oracle_filter(const struct policy_params *params, size_t *len)
{
	struct sock_filter *insn;
	scmp_filter_ctx ctx;
	int fd;

	ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	fd = memfd_create("filter", MFD_CLOEXEC);
	if (ctx == NULL || fd == -1)
		check_broken("seccomp_init");
	/* Other machines: by default, this kills a thread only. */
	must(seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH,
	    SCMP_ACT_KILL_PROCESS), "seccomp_attr_set");
	allow_all(ctx, params);
	must(seccomp_export_bpf(ctx, fd), "seccomp_export_bpf");
	seccomp_release(ctx);
	insn = read_program(fd, len);
	(void)close(fd);
	return insn;
}

int
oracle_number(const char *name)
{
	return seccomp_syscall_resolve_name(name);
}

bool
oracle_exists(const char *name, const char *cpu)
{
	size_t i;

	for (i = 0; i < NELEM(cpus); i++)
		if (strcmp(cpus[i].cpu, cpu) == 0)
			return seccomp_syscall_resolve_name_arch(cpus[i].arch,
			    name) >= 0;
	return false;
}
