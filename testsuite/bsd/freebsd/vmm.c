/* SPDX-License-Identifier: ISC */
/*
 * vmm.c: machines of vmm(4): made and destroyed by name, with memory in
 * segments that is mapped to the guest and, by the device, to the process.
 */
#include <config.h>

#include "model.h"

#include <errno.h>
#include <machine/vmm.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sysctl.h>

#include <machine/vmm_dev.h>

#include "../machine.h"

#define PAGE		4096u
#define MEMMAPS_MAX	32
#define DEVICES		"/dev/vmm/"

/* A process has one machine open. */
static struct {
	int fd;			/* its device, here a file */
	int mem;		/* its segment, of len bytes, and where it is */
	size_t len;
	uint8_t *at;
	size_t n;
	struct vm_memmap map[MEMMAPS_MAX];
} vm = { .fd = -1, .mem = -1 };

static size_t
memmaps_max(void)
{
	char buf[16];
	const char *value = model_value("memmaps", buf, sizeof(buf));

	return value == NULL ? model_release.memmaps : (size_t)(*value - '0');
}

bool
vmm_is_device(const char *path)
{
	return strncmp(path, DEVICES, strlen(DEVICES)) == 0;
}

int
vmm_create(const char *name, size_t len)
{
	char buf[256] = "";
	int r;

	if (model_fails("create"))
		return -1;
	if (len > 229)
		return model_refuse(EINVAL);
	memcpy(buf, name, len);
	r = world_registry(buf, true);
	return r < 0 ? model_refuse(-r) : r;
}

int
vmm_destroy(const char *name, size_t len)
{
	char buf[256] = "";

	if (len > 229)
		return model_refuse(EINVAL);
	memcpy(buf, name, len);
	return world_forget(buf) < 0 ? model_refuse(EINVAL) : 0;
}

int
vmm_open(const char *path)
{
	int fd[MACHINE_FDS];
	int r;

	if (model_fails("open"))
		return -errno;
	r = world_registry(path + strlen(DEVICES), false);
	if (r < 0)
		return r;
	if (machine_create(MODEL_FD, fd) < 0)
		model_violation("no KVM to run this");
	vm.fd = r;
	return r;
}

/* /dev/vmmctl: what a release has of it. */

static const char *
control_kind(void)
{
	static char buf[16];
	const char *value = model_value("control", buf, sizeof(buf));

	return value == NULL ? model_release.control : value;
}

int
vmm_control_open(void)
{
	if (strcmp(control_kind(), "none") == 0)
		return -ENOENT;
	if (model_fails("control_open"))
		return -errno;
	return world_keeper();
}

#define CONTROL_CREATE	0xc1285600ul

int
vmm_control_ioctl(int fd, unsigned long request, void *arg)
{
	const struct {
		char name[230];
		uint32_t flags;
		int reserved[15];
	} *create = arg;
	size_t i;

	if (request != CONTROL_CREATE)
		return model_refuse(ENOTTY);
	for (i = 0; i < 15; i++)
		if (create->reserved[i] != 0)
			return model_refuse(EINVAL);
	if (create->flags > 1 || (create->flags == 1 &&
	    strcmp(control_kind(), "close") != 0))
		return model_refuse(EINVAL);
	if (vmm_create(create->name, strnlen(create->name, 230)) == -1)
		return -1;
	return create->flags == 1 &&
	    world_keeper_tell(fd, create->name) < 0 ? -1 : 0;
}

static int
number_get(void *old, size_t *old_size, const void *value, size_t size)
{
	if (old == NULL || *old_size < size)
		return model_refuse(ENOMEM);
	memcpy(old, value, size);
	*old_size = size;
	return 0;
}

int
sysctlbyname(const char *name, void *old, size_t *old_size,
    const void *value, size_t size)
{
	const int invariant = !model_fails("invariant_tsc");
	const uint64_t freq = vcpu_tsc_freq();

	(void)model_sandboxed("sysctlbyname");
	if (strcmp(name, "hw.vmm.create") == 0)
		return vmm_create(value, size) == -1 ? -1 : 0;
	if (strcmp(name, "hw.vmm.destroy") == 0)
		return vmm_destroy(value, size);
	if (strcmp(name, "kern.timecounter.invariant_tsc") == 0)
		return number_get(old, old_size, &invariant,
		    sizeof(invariant));
	if (strcmp(name, "machdep.tsc_freq") == 0)
		return number_get(old, old_size, &freq, sizeof(freq));
	return model_refuse(ENOENT);
}

/* Memory. */

static int
memseg_alloc(const struct vm_memseg *seg)
{
	void *p;
	int fd;

	if (model_fails("memseg"))
		return -1;
	if (!release_memseg_valid(seg) || seg->segid != 0 || seg->len == 0 ||
	    seg->len % PAGE != 0)
		return model_refuse(EINVAL);
	if (vm.mem != -1)
		return model_refuse(seg->len == vm.len ? EEXIST : EINVAL);
	fd = world_memory(seg->len, &p);
	if (fd < 0)
		return model_refuse(-fd);
	vm.mem = fd;
	vm.len = seg->len;
	vm.at = p;
	return 0;
}

static const struct vm_memmap *
memmap_at(uint64_t start, uint64_t end)
{
	size_t i;

	for (i = 0; i < vm.n; i++)
		if (start >= vm.map[i].gpa &&
		    end <= vm.map[i].gpa + vm.map[i].len)
			return &vm.map[i];
	return NULL;
}

bool
vmm_has(uint64_t gpa)
{
	return memmap_at(gpa, gpa + 1) != NULL;
}

static int
memmap_check(const struct vm_memmap *m)
{
	const uint64_t last = (uint64_t)m->segoff + m->len;
	size_t i;

	if (m->prot == 0 || (m->prot & ~7) != 0 || (m->flags & ~1) != 0 ||
	    m->segid != 0 || vm.mem == -1)
		return EINVAL;
	if (m->segoff < 0 || m->len == 0 || last > vm.len ||
	    ((m->gpa | (uint64_t)m->segoff | last) & (PAGE - 1)) != 0)
		return EINVAL;
	if (vm.n >= memmaps_max())
		return ENOSPC;
	for (i = 0; i < vm.n; i++)
		if (m->gpa < vm.map[i].gpa + vm.map[i].len &&
		    m->gpa + m->len > vm.map[i].gpa)
			return EFAULT;
	return 0;
}

static int
memmap_add(const struct vm_memmap *m)
{
	int r;

	if (model_fails("memmap"))
		return -1;
	r = memmap_check(m);
	if (r != 0)
		return model_refuse(r);
	r = machine_map(m->gpa, m->len, vm.at + m->segoff, (m->prot & 2) != 0);
	if (r < 0)
		return model_refuse(-r);
	vm.map[vm.n++] = *m;
	return 0;
}

static int
memmap_remove(const struct vm_munmap *m)
{
	size_t i;

	for (i = 0; i < vm.n; i++)
		if (vm.map[i].gpa == m->gpa && vm.map[i].len == m->len) {
			vm.map[i] = vm.map[--vm.n];
			return machine_unmap(m->gpa, m->len) < 0 ? -1 : 0;
		}
	return model_refuse(EINVAL);
}

/* What is mapped is the segment, whatever becomes of the guest's mapping. */
void *
vmm_mmap(void *addr, size_t len, int prot, int flags, int fd, off_t gpa)
{
	const struct vm_memmap *m;

	errno = EINVAL;
	if (model_fails("mmap") || fd != vm.fd || gpa < 0 || len == 0 ||
	    (prot & ~(PROT_READ | PROT_WRITE)) != 0 ||
	    (flags & MAP_SHARED) == 0)
		return MAP_FAILED;
	m = memmap_at((uint64_t)gpa, (uint64_t)gpa + len);
	if (m == NULL) {
		errno = ENOENT;
		return MAP_FAILED;
	}
	return world_mmap(addr, len, prot, flags & ~MAP_NOCORE, vm.mem,
	    m->segoff + gpa - (off_t)m->gpa);
}

int
vmm_ioctl(int fd, unsigned long request, void *arg)
{
	if (fd != vm.fd || world_forgotten(fd))
		return model_refuse(ENXIO);
	switch (request) {
	case VM_ALLOC_MEMSEG:
		return memseg_alloc(arg);
	case VM_MMAP_MEMSEG:
		return memmap_add(arg);
	case VM_MUNMAP_MEMSEG:
		return memmap_remove(arg);
	case VM_RUN:
		return release_run(arg);
	}
	return vcpu_ioctl(request, arg);
}
