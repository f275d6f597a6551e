/* SPDX-License-Identifier: ISC */
/*
 * debug-policy.c: system calls, on Linux, of the server for gdb and of core
 * dumps.  Each rule is for the thread that runs the guest.
 *
 * A filter sees no names of files: where these can be is Landlock's business.
 */
#include <config.h>

#include "debug-policy.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "common/bpf.h"
#include "common/devpolicy.h"
#include "compiler.h"
#include "debug.h"
#include "policy.h"

/* The virtual CPU: run it, and get and set what it has. */
static void
test_cpu(struct bpf *b, const struct policy_params *p)
{
	const unsigned long *request = p->debug->requests;

	bpf_load_word(b, 0);
	bpf_kill_unless(b, (uint32_t)p->vcpu);
	bpf_load_word(b, 1);
	for (; *request != 0; request++)
		bpf_allow_if(b, (uint32_t)*request);
	if (p->read != 0)
		bpf_allow_if(b, (uint32_t)p->read);
	bpf_allow_only(b, (uint32_t)p->run);
}

/* In both calls the fifth argument is an address. */
static void
test_socket(struct bpf *b, const struct policy_params *p)
{
	if (p->debug->gdb == -1)
		return;
	bpf_load_word(b, 0);
	bpf_kill_unless(b, (uint32_t)p->debug->gdb);
	bpf_load_word(b, 4);
	bpf_allow_only(b, 0);
}

/* Breakpoints are written where the guest has its code. */
static void
test_protect(struct bpf *b, const struct policy_params *p)
{
	if (p->debug->gdb == -1)
		return;
	bpf_load_word(b, 2);
	bpf_allow_if(b, PROT_READ);
	bpf_allow_only(b, PROT_READ | PROT_WRITE);
}

static void
test_any(struct bpf *b, const struct policy_params *p)
{
	(void)p;
	bpf_stmt(b, BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
}

/* The first argument, and for renameat the third as well. */
static void
test_dir(struct bpf *b, const struct policy_params *p)
{
	if (p->debug->dir == -1)
		return;
	bpf_load_word(b, 0);
	bpf_allow_only(b, (uint32_t)p->debug->dir);
}

static void
test_rename(struct bpf *b, const struct policy_params *p)
{
	if (p->debug->dir == -1)
		return;
	bpf_load_word(b, 0);
	bpf_kill_unless(b, (uint32_t)p->debug->dir);
	bpf_load_word(b, 2);
	bpf_allow_only(b, (uint32_t)p->debug->dir);
}

/* Some C libraries set O_LARGEFILE, and where it is 0 they do not. */
static void
test_create(struct bpf *b, const struct policy_params *p)
{
	if (p->debug->dir == -1)
		return;
	bpf_load_word(b, 0);
	bpf_kill_unless(b, (uint32_t)p->debug->dir);
	bpf_load_word(b, 2);
	bpf_allow_if(b, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
	bpf_allow_only(b, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC |
	    O_LARGEFILE);
}

static void
test_number(struct bpf *b, const struct policy_params *p)
{
	if (p->debug->dir == -1)
		return;
	bpf_load_word(b, 1);
	bpf_allow_only(b, (uint32_t)p->debug->core);
}

static void
test_core(struct bpf *b, const struct policy_params *p)
{
	if (p->debug->dir == -1)
		return;
	bpf_load_word(b, 0);
	bpf_allow_only(b, (uint32_t)p->debug->core);
}

/* The same, or as for every guest. */
static void
test_core_or_disk(struct bpf *b, const struct policy_params *p)
{
	if (p->debug->dir == -1)
		return;
	bpf_load_word(b, 0);
	bpf_allow_if(b, (uint32_t)p->debug->core);
	devpolicy_disk(b, p->mft);
	bpf_kill(b);
}

static const struct policy_rule rules[] = {
	{ "ioctl", SYS_ioctl, test_cpu,
	    "fd is the virtual CPU", "run the guest, and its registers" },
	{ "recvfrom", SYS_recvfrom, test_socket,
	    "sockfd is the debugger's, src_addr is NULL", "listen to it" },
	{ "sendto", SYS_sendto, test_socket,
	    "sockfd is the debugger's, dest_addr is NULL", "answer" },
	{ "mprotect", SYS_mprotect, test_protect,
	    "prot is to read, or to read and write", "set breakpoints" },
	{ "rt_sigreturn", SYS_rt_sigreturn, test_any, "",
	    "be interrupted by the debugger" },
	{ "close", SYS_close, test_any, "", "end a connection, or a file" },
	{ "unlinkat", SYS_unlinkat, test_dir,
	    "dirfd is that for dumps", "remove a dump that is in the way" },
	{ "openat", SYS_openat, test_create,
	    "dirfd is that for dumps, flags are to create a file",
	    "create a dump" },
	{ "dup3", SYS_dup3, test_number, "newfd is that for dumps",
	    "give it its number" },
	{ "ftruncate", SYS_ftruncate, test_core, "fd is that number",
	    "set its size" },
	{ "pwrite64", SYS_pwrite64, test_core_or_disk,
	    "fd is that number, or as above", "write it" },
	{ "renameat", SYS_renameat, test_rename,
	    "olddirfd and newdirfd are that for dumps", "give it its name" },
};

const struct policy_list debug_policy = { rules, NELEM(rules) };
