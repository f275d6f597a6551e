/* SPDX-License-Identifier: ISC */
/*
 * oldtender.c: runs a unikernel as the spt tenders of releases before 0.12.90
 * do, as far as the unikernel can see.
 *
 *	oldtender UNIKERNEL DISK
 *
 * The boot information ends after the timer; there is no entropy and no vDSO;
 * and the sandbox lets only system calls through that such releases make,
 * blocks one by one.  The unikernel is trusted, and has the manifest that
 * test wants: a block device as entry 1.
 */
#include <config.h>

#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>

#include <elf.h>
#include <err.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <solo5/elf_abi.h>
#include <solo5/mft_abi.h>
#include <solo5/spt_abi.h>

#define LOW_BASE	0x10000u	/* where the first page is */
#define LOW_SIZE	0x10000u
#define MEM_SIZE	(8u << 20)
#define BLOCK		512u

#define ALLOW(nr)							\
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (nr), 0, 1),		\
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

/* Only with exactly one block as the third argument. */
#define ALLOW_BLOCK(nr)							\
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (nr), 0, 5),		\
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS,				\
	    offsetof(struct seccomp_data, args[2])),			\
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, BLOCK, 0, 1),		\
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),			\
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),		\
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)

static struct sock_filter filter[] = {
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	ALLOW(SYS_read),
	ALLOW(SYS_write),
	ALLOW(SYS_epoll_pwait),
	ALLOW(SYS_timerfd_settime),
	ALLOW(SYS_clock_gettime),
	ALLOW(SYS_exit_group),
#ifdef SYS_arch_prctl
	ALLOW(SYS_arch_prctl),
#endif
	ALLOW_BLOCK(SYS_pread64),
	ALLOW_BLOCK(SYS_pwrite64),
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
};

static void
confine(void)
{
	const struct sock_fprog prog = {
		.len = sizeof(filter) / sizeof(filter[0]),
		.filter = filter,
	};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog) == -1)
		err(77, "seccomp");
}

static void
map(uintptr_t start, size_t size)
{
	void *p = mmap((void *)start, size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	if (p != (void *)start)
		err(77, "mmap at %#lx", (unsigned long)start);
}

static void
read_at(int fd, void *buf, size_t size, uint64_t offset)
{
	if (pread(fd, buf, size, (off_t)offset) != (ssize_t)size)
		err(99, "read");
}

/* Returns the end of the executable, and its entry. */
static uint64_t
load(int fd, uint64_t *entry)
{
	uint64_t end = 0;
	Elf64_Ehdr ehdr;
	Elf64_Phdr ph;

	read_at(fd, &ehdr, sizeof(ehdr), 0);
	*entry = ehdr.e_entry;
	for (unsigned int i = 0; i < ehdr.e_phnum; i++) {
		uint64_t size;

		read_at(fd, &ph, sizeof(ph), ehdr.e_phoff + i * sizeof(ph));
		if (ph.p_type != PT_LOAD || ph.p_memsz == 0)
			continue;
		read_at(fd, (void *)ph.p_vaddr, ph.p_filesz, ph.p_offset);
		size = (ph.p_memsz + 0xfff) & ~0xfffull;
		if (mprotect((void *)ph.p_vaddr, size,
		    ((ph.p_flags & PF_R) ? PROT_READ : 0) |
		    ((ph.p_flags & PF_W) ? PROT_WRITE : 0) |
		    ((ph.p_flags & PF_X) ? PROT_EXEC : 0)) == -1)
			err(99, "mprotect");
		end = ph.p_vaddr + size;
	}
	return end;
}

/* A copy of the manifest that test wants, with the disk attached. */
static void
attach(struct mft *mft, int disk)
{
	struct stat sb;

	if (fstat(disk, &sb) == -1)
		err(99, "fstat");
	mft->version = MFT_VERSION;
	mft->entries = 2;
	mft->e[0].type = MFT_RESERVED_FIRST;
	strcpy(mft->e[1].name, "disk");
	mft->e[1].type = MFT_DEV_BLOCK_BASIC;
	mft->e[1].u.block_basic.capacity = (uint64_t)sb.st_size;
	mft->e[1].u.block_basic.block_size = BLOCK;
	mft->e[1].b.hostfd = disk;
	mft->e[1].attached = 1;
}

static void
make_timer(struct spt_boot_info *bi)
{
	struct epoll_event ev = {
		.events = EPOLLIN,
		.data.u64 = SPT_INTERNAL_TIMERFD,
	};

	bi->epollfd = epoll_create1(0);
	bi->timerfd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	if (bi->epollfd == -1 || bi->timerfd == -1 ||
	    epoll_ctl(bi->epollfd, EPOLL_CTL_ADD, bi->timerfd, &ev) == -1)
		err(99, "timer");
}

/* With the unikernel's stack, as by a call. */
static void
enter(uint64_t entry, uint64_t stack, const struct spt_boot_info *bi)
{
	__asm__ volatile(
	    "mov %1, %%rsp\n\t"
	    "call *%0"
	    : : "r"(entry), "r"(stack), "D"(bi) : "memory");
}

int
main(int argc, char *argv[])
{
	struct spt_boot_info *bi = (void *)(uintptr_t)SPT_BOOT_INFO_BASE;
	struct mft *mft = (void *)(uintptr_t)(SPT_BOOT_INFO_BASE + 0x1000);
	int kernel, disk;
	uint64_t entry;

	if (argc != 3)
		errx(99, "usage: oldtender UNIKERNEL DISK");
	kernel = open(argv[1], O_RDONLY);
	disk = open(argv[2], O_RDWR);
	if (kernel == -1 || disk == -1)
		err(99, "open");
	map(LOW_BASE, LOW_SIZE);
	map(SOLO5_ELF_BASE, MEM_SIZE - SOLO5_ELF_BASE);
	bi->mem_size = MEM_SIZE;
	bi->kernel_end = load(kernel, &entry);
	bi->cmdline = (uint64_t)(uintptr_t)(mft + 1) + 0x1000;
	strcpy((char *)(uintptr_t)bi->cmdline, "--solo5:quiet old");
	bi->mft = (uint64_t)(uintptr_t)mft;
	attach(mft, disk);
	make_timer(bi);
	if (mprotect((void *)(uintptr_t)LOW_BASE, LOW_SIZE, PROT_READ) == -1)
		err(99, "mprotect");
	confine();
	enter(entry, MEM_SIZE, bi);
	return 99;
}
