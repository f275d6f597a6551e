/* SPDX-License-Identifier: ISC */
/*
 * core.c: core dumps, as ELF files.
 *
 *	ELF header, a program header for the notes and for each range
 *	notes: NT_PRSTATUS, NT_FPREGSET
 *	each range of memory, at a page's beginning
 *
 * A page of zeroes is a hole in the file.  A page that the guest has never
 * touched is one, and reading it here costs the host no memory.  Asking the
 * host instead what is resident would lose what it has swapped out.
 *
 * The file has its name only when it is complete.
 */
#include <config.h>

#include "core.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/message.h"
#include "vm_debug.h"

/* More than the notes of any CPU, each with its header and name. */
#define NOTES_MAX	2048

#define NOTE_NAME	"CORE"

/* Pages that are looked at, and written, at once. */
#define BATCH		(64u * VM_PAGE_SIZE)

static const char *dir_name;
static int dir = -1;
static int core_fd = -1;	/* the number that a dump's descriptor gets */
static char core_name[32];

struct notes {
	uint8_t byte[NOTES_MAX];
	size_t len;
};

struct header {
	Elf64_Ehdr ehdr;
	Elf64_Phdr phdr[1 + VM_RANGES_MAX];
};

void
core_open(const char *name, int *directory, int *number)
{
	dir = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir == -1)
		die("dumpcore: %s", name);
	if (faccessat(dir, ".", W_OK | X_OK, AT_EACCESS) == -1)
		die("dumpcore: %s", name);
	dir_name = name;
	(void)snprintf(core_name, sizeof(core_name), "core.solo5-hvt.%ld",
	    (long)getpid());
	core_fd = fcntl(dir, F_DUPFD_CLOEXEC, 0);
	if (core_fd == -1)
		die("dumpcore: %s", name);
	*directory = dir;
	*number = core_fd;
	/* Too large a file is an error of write(2) as others are. */
	(void)signal(SIGXFSZ, SIG_IGN);
}

static uint64_t
align(uint64_t n, uint64_t to)
{
	return (n + to - 1) / to * to;
}

/* Returns where the size bytes of its description go, which are zeroes. */
static uint8_t *
note_add(struct notes *notes, uint32_t type, size_t size)
{
	const Elf64_Nhdr nhdr = {
		.n_namesz = sizeof(NOTE_NAME), .n_descsz = (uint32_t)size,
		.n_type = type
	};
	uint8_t *p = notes->byte + notes->len;

	memcpy(p, &nhdr, sizeof(nhdr));
	memcpy(p + sizeof(nhdr), NOTE_NAME, sizeof(NOTE_NAME));
	p += sizeof(nhdr) + align(sizeof(NOTE_NAME), 4);
	notes->len = (size_t)(p - notes->byte) + align(size, 4);
	return p;
}

static void
notes_make(struct notes *notes, const struct cpu_regs *regs, int sig)
{
	const struct cpu_core *core = vm_debug.cpu->core;
	const int32_t signal_number = sig, pid = 1;
	const uint16_t cursig = (uint16_t)sig;
	uint8_t *p;

	memset(notes, 0, sizeof(*notes));
	p = note_add(notes, NT_PRSTATUS, core->prstatus_size);
	memcpy(p, &signal_number, sizeof(signal_number));
	memcpy(p + core->signal_offset, &cursig, sizeof(cursig));
	memcpy(p + core->pid_offset, &pid, sizeof(pid));
	core->prstatus(regs, p);
	p = note_add(notes, NT_FPREGSET, core->fpregset_size);
	core->fpregset(regs, p);
}

static uint32_t
phdr_flags(unsigned int prot)
{
	return ((prot & VM_R) != 0 ? PF_R : 0) |
	    ((prot & VM_W) != 0 ? PF_W : 0) | ((prot & VM_X) != 0 ? PF_X : 0);
}

/* Returns the size of the file. */
static uint64_t
header_make(struct header *h, const struct vm *vm, size_t notes_len)
{
	uint64_t offset = sizeof(*h) + notes_len;
	uint64_t size;
	size_t i;

	memset(h, 0, sizeof(*h));
	memcpy(h->ehdr.e_ident, ELFMAG, SELFMAG);
	h->ehdr.e_ident[EI_CLASS] = ELFCLASS64;
	h->ehdr.e_ident[EI_DATA] = ELFDATA2LSB;
	h->ehdr.e_ident[EI_VERSION] = EV_CURRENT;
	h->ehdr.e_type = ET_CORE;
	h->ehdr.e_machine = vm_cell.cpu->machine;
	h->ehdr.e_version = EV_CURRENT;
	h->ehdr.e_phoff = offsetof(struct header, phdr);
	h->ehdr.e_ehsize = sizeof(h->ehdr);
	h->ehdr.e_phentsize = sizeof(h->phdr[0]);
	h->ehdr.e_phnum = (uint16_t)(1 + vm->nranges);
	h->phdr[0] = (Elf64_Phdr){
		.p_type = PT_NOTE, .p_flags = PF_R, .p_offset = sizeof(*h),
		.p_filesz = notes_len, .p_align = 4
	};
	for (i = 0; i < vm->nranges; i++) {
		offset = align(offset, VM_PAGE_SIZE);
		size = vm->range[i].end - vm->range[i].start;
		h->phdr[1 + i] = (Elf64_Phdr){
			.p_type = PT_LOAD,
			.p_flags = phdr_flags(vm->range[i].prot),
			.p_offset = offset,
			.p_vaddr = vm->range[i].start,
			.p_paddr = vm->range[i].start,
			.p_filesz = size, .p_memsz = size,
			.p_align = VM_PAGE_SIZE
		};
		offset += size;
	}
	return offset;
}

static int
write_all(int fd, const void *buf, size_t len, uint64_t offset)
{
	const uint8_t *p = buf;
	ssize_t n;

	while (len > 0) {
		n = pwrite(fd, p, len, (off_t)offset);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -errno;
		p += n;
		len -= (size_t)n;
		offset += (uint64_t)n;
	}
	return 0;
}

static bool
page_is_zero(const uint8_t *page)
{
	static const uint8_t zero[VM_PAGE_SIZE];

	return memcmp(page, zero, sizeof(zero)) == 0;
}

/* How many bytes from p, in whole pages, are all zeroes, or all are not. */
static size_t
run_of(const uint8_t *p, size_t len, bool zero)
{
	size_t n;

	for (n = 0; n < len; n += VM_PAGE_SIZE)
		if (page_is_zero(p + n) != zero || (!zero && n >= BATCH))
			break;
	return n;
}

static int
write_range(int fd, const uint8_t *p, size_t len, uint64_t offset)
{
	size_t skip, n;
	int r;

	for (;;) {
		skip = run_of(p, len, true);
		p += skip;
		offset += skip;
		len -= skip;
		if (len == 0)
			return 0;
		n = run_of(p, len, false);
		r = write_all(fd, p, n, offset);
		if (r < 0)
			return r;
		p += n;
		offset += n;
		len -= n;
	}
}

static int
write_core(int fd, const struct vm *vm, const struct notes *notes)
{
	struct header h;
	uint64_t size;
	size_t i;
	int r;

	size = header_make(&h, vm, notes->len);
	if (ftruncate(fd, (off_t)size) == -1)
		return -errno;
	r = write_all(fd, &h, sizeof(h), 0);
	if (r == 0)
		r = write_all(fd, notes->byte, notes->len, sizeof(h));
	for (i = 0; i < vm->nranges && r == 0; i++)
		r = write_range(fd, vm->mem + vm->range[i].start,
		    (size_t)h.phdr[1 + i].p_filesz, h.phdr[1 + i].p_offset);
	return r;
}

/* A file that is new; 0 or a negative errno. */
static int
create(const char *name)
{
	int fd, r = 0;

	(void)unlinkat(dir, name, 0);
	fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1)
		return -errno;
	if (dup3(fd, core_fd, O_CLOEXEC) == -1)
		r = -errno;
	(void)close(fd);
	return r;
}

/* Returns 0 or a negative errno, with no file then. */
static int
dump(const struct vm *vm, const struct notes *notes)
{
	char tmp[64];
	int r;

	(void)snprintf(tmp, sizeof(tmp), "%s.tmp", core_name);
	r = create(tmp);
	if (r < 0)
		return r;
	r = write_core(core_fd, vm, notes);
	if (close(core_fd) == -1 && r == 0)
		r = -errno;
	if (r == 0 && renameat(dir, tmp, dir, core_name) == -1)
		r = -errno;
	if (r < 0)
		(void)unlinkat(dir, tmp, 0);
	return r;
}

void
core_dump(const struct vm *vm, const struct cpu_regs *regs, int sig)
{
	static struct notes notes;
	int r;

	if (dir == -1)
		return;
	warnx("dumpcore: dumping guest core to: %s/%s", dir_name, core_name);
	notes_make(&notes, regs, sig);
	r = dump(vm, &notes);
	if (r == 0)
		return;
	errno = -r;
	warn("dumpcore: %s/%s: cannot write", dir_name, core_name);
}
