/* SPDX-License-Identifier: ISC */
/*
 * fake.c: see fake.h.  The CPU is x86_64's on every host.
 */
#include <config.h>

#include "fake.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include <solo5/mft_abi.h>

#include "check.h"
#include "host/wait.h"
#include "compiler.h"
#include "hvt/cpu/x86_64.h"

#define GUARD	VM_PAGE_SIZE

int (*fake_run)(struct vm *, struct vm_exit *);
int fake_kick = -ENOSYS;
struct vm_range fake_given[VM_RANGES_MAX];
size_t fake_ngiven;

static union {
	struct mft mft;
	uint8_t bytes[S5ELF_MFT_SIZE];
} manifest;

static const struct s5elf_segment segments[] = {
	{ .vaddr = FAKE_TEXT, .memsz = 0x1234, .prot = S5ELF_X },
	{ .vaddr = FAKE_RODATA, .memsz = 0x10, .prot = S5ELF_R },
	{ .vaddr = FAKE_DATA, .memsz = 0x1001, .prot = S5ELF_R | S5ELF_W },
};

/* Behind the end of memory a page that cannot be accessed. */
static uint8_t *
memory(void)
{
	uint8_t *p;

	p = mmap(NULL, FAKE_MEM_SIZE + GUARD, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED ||
	    mprotect(p + FAKE_MEM_SIZE, GUARD, PROT_NONE) == -1)
		check_broken("mmap");
	return p;
}

static void
manifest_init(void)
{
	memset(&manifest, 0, sizeof(manifest));
	manifest.mft.version = MFT_VERSION;
	manifest.mft.entries = 3;
	manifest.mft.e[0].type = MFT_RESERVED_FIRST;
	strcpy(manifest.mft.e[FAKE_NET].name, "net");
	manifest.mft.e[FAKE_NET].type = MFT_DEV_NET_BASIC;
	manifest.mft.e[FAKE_NET].u.net_basic.mtu = 1500;
	manifest.mft.e[FAKE_NET].b.hostfd = -1;
	strcpy(manifest.mft.e[FAKE_BLOCK].name, "block");
	manifest.mft.e[FAKE_BLOCK].type = MFT_DEV_BLOCK_BASIC;
	manifest.mft.e[FAKE_BLOCK].u.block_basic.block_size = 512;
	manifest.mft.e[FAKE_BLOCK].b.hostfd = -1;
}

struct vm *
fake_create(void)
{
	static struct vm vm;
	static struct wait wait;

	manifest_init();
	if (wait_create(&wait) < 0)
		check_broken("wait_create");
	vm = (struct vm){
		.mem = memory(), .mem_size = FAKE_MEM_SIZE,
		.host_page = VM_PAGE_SIZE,
		.mft = &manifest.mft, .wait = &wait,
	};
	vm_layout(&vm, segments, NELEM(segments), false);
	return &vm;
}

void
fake_attach(unsigned int handle, int fd, uint64_t capacity,
    uint16_t block_size)
{
	struct mft_entry *e = &manifest.mft.e[handle];

	e->b.hostfd = fd;
	if (handle != FAKE_BLOCK)
		return;
	e->u.block_basic.capacity = capacity;
	e->u.block_basic.block_size = block_size;
}

static int
give(struct vm *vm, const struct vm_range *piece, size_t n)
{
	size_t i;

	(void)vm;
	for (i = 0; i < n; i++) {
		fake_given[fake_ngiven] = piece[i];
		fake_given[fake_ngiven++].prot &= VM_W;
	}
	return 0;
}

static int
run(struct vm *vm, struct vm_exit *e)
{
	return fake_run(vm, e);
}

static int
kick_fd(struct vm *vm)
{
	(void)vm;
	return fake_kick;
}

const struct vm_host vm_host = {
	.name = "fake", .holds = VM_W, .give = give, .kick_fd = kick_fd
};
const struct vm_cell vm_cell = { .cpu = &cpu_x86_64, .run = run };
