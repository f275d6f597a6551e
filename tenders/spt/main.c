/* SPDX-License-Identifier: ISC */
/*
 * main.c: the spt tender: order of start-up, and the descriptors by which
 * the guest waits.
 *
 * What a line needs is never given up before it, and what no later line needs
 * is gone after it.
 */
#include <config.h>

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <solo5/mft_abi.h>
#include <solo5/spt_abi.h>

#include "common/descriptor.h"
#include "common/device.h"
#include "common/unikernel.h"
#include "common/message.h"
#include "common/options.h"
#include "cpu.h"
#include "guest.h"
#include "launch.h"
#include "policy.h"

static const struct tender spt = {
	.name = "solo5-spt",
	.target = "spt",
	.abi_target = SPT_ABI_TARGET,
	.abi_version_min = SPT_ABI_VERSION_MIN,
	.abi_version = SPT_ABI_VERSION,
};

static void
epoll_add(int epollfd, int fd, uint64_t data, const char *what)
{
	struct epoll_event event = { .events = EPOLLIN, .data.u64 = data };

	if (epoll_ctl(epollfd, EPOLL_CTL_ADD, fd, &event) == -1)
		die("Could not attach interface: %s: cannot be waited for",
		    what);
}

/* The set and the timer by which the guest yields. */
static void
events_create(struct policy_params *params, const struct options *opt)
{
	const struct mft *mft = params->mft;
	uint32_t i;

	params->epollfd = epoll_create1(EPOLL_CLOEXEC);
	if (params->epollfd == -1)
		die("epoll_create1");
	params->timerfd = timerfd_create(CLOCK_MONOTONIC,
	    TFD_CLOEXEC | TFD_NONBLOCK);
	if (params->timerfd == -1)
		die("timerfd_create");
	epoll_add(params->epollfd, params->timerfd, SPT_INTERNAL_TIMERFD,
	    "timer");
	for (i = 1; i < mft->entries; i++)
		if (mft->e[i].type == MFT_DEV_NET_BASIC)
			epoll_add(params->epollfd, mft->e[i].b.hostfd, i,
			    device_where(&mft->e[i], opt));
}

static void
boot_info_fill(struct spt_boot_info *info, const struct guest *guest,
    const struct policy_params *params)
{
	info->mem_size = guest->mem_size;
	info->kernel_end = guest->kernel_end;
	info->epollfd = params->epollfd;
	info->timerfd = params->timerfd;
	info->vdso = guest->vdso.ehdr;
	/* 256 bytes and fewer are given whole; see getrandom(2). */
	if (syscall(SYS_getrandom, info->entropy, sizeof(info->entropy), 0) ==
	    -1)
		die("getrandom");
}

int
main(int argc, char **argv)
{
	static struct options opt;
	static struct unikernel kernel;
	struct policy_params params = { .mft = &kernel.m.mft };
	struct spt_boot_info info = { 0 };
	struct guest guest;

	message_init(argv[0]);
	stdio_open();
	options_parse(&opt, &spt, argc, argv);
	unikernel_open(&kernel, opt.kernel, &spt, CPU_MACHINE);
	devices_attach(&kernel.m.mft, &opt);
	guest_create(&guest, &kernel, opt.mem_size, opt.exec_heap);
	/* From here on, nothing of the file system is needed. */
	events_create(&params, &opt);
	boot_info_fill(&info, &guest, &params);
	guest_boot_info(&guest, &info, &kernel.m.mft, &opt);
	launch(&guest, &params);		/* last use of everything */
}
