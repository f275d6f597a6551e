/* SPDX-License-Identifier: ISC */
/*
 * vmm.c: requests of /dev/vmm, as the kernel's sys/dev/vmm/vmm.c and
 * sys/arch/amd64/amd64/vmm_machdep.c treat them, in the order of their checks.
 *
 * There is one machine in a process, and what another process can do with it
 * is to end it.  What runs it is run.c.
 */
#include <config.h>

#include "vmm.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "model.h"

#define PAGE_MASK	4095u

struct machine_state machine = { .index = -1 };

/* A process that is one of a manager's may find every machine. */
static void
refuse_other(void)
{
	if (pledged() && !pledged_proc())
		pledge_violated("vmm: another process's machine");
}

int
machine_find(uint32_t id, uint32_t vcpu)
{
	struct vms_entry e;
	const int index = vms_find(id, &e);

	if (index == -1)
		return -ENOENT;
	if (e.creator != getpid()) {
		refuse_other();
		return -ENOENT;		/* which is not modelled */
	}
	if (index != machine.index)
		complain("this process has made another machine");
	return vcpu == 0 ? 0 : -ENOENT;
}

static int
check_ranges(const struct vm_create_params *p)
{
	const struct vm_mem_range *r = &p->vcp_memranges[0];

	if (p->vcp_nmemranges == 0 || p->vcp_nmemranges > VMM_MAX_MEM_RANGES)
		return -EINVAL;
	if (p->vcp_nmemranges != 1 || r->vmr_type != VM_MEM_RAM)
		complain("more than one range of memory: not modelled");
	if ((r->vmr_gpa & PAGE_MASK) != 0 || (r->vmr_va & PAGE_MASK) != 0 ||
	    (r->vmr_size & PAGE_MASK) != 0 || r->vmr_size == 0)
		return -EINVAL;
	if (r->vmr_gpa >= VMM_MAX_VM_MEM_SIZE ||
	    r->vmr_size > VMM_MAX_VM_MEM_SIZE - r->vmr_gpa)
		return -EINVAL;
	return 0;
}

static int
create(struct vm_create_params *p)
{
	int r;

	r = check_ranges(p);
	if (r < 0)
		return r;
	if (p->vcp_ncpus != 1)
		return -EINVAL;
	if (machine.index != -1)
		complain("two machines in one process: not modelled");
	if (memchr(p->vcp_name, '\0', sizeof(p->vcp_name)) == NULL)
		complain("CREATE with a name that does not end");
	r = memory_make(&p->vcp_memranges[0], &machine.immutable,
	    &machine.guest);
	machine.mem = (uint8_t *)p->vcp_memranges[0].vmr_va;
	machine.size = p->vcp_memranges[0].vmr_size;
	if (r == 0)
		r = machine_create(MODEL_FD_LEAST, machine.fd);
	if (r == 0)
		r = machine_map(0, machine.size, machine.guest, true);
	if (r < 0)
		return r;
	machine.index = vms_add(p->vcp_name, machine.size, &p->vcp_id);
	return machine.index == -1 ? -ENOMEM : 0;
}

static int
info(struct vm_info_params *p)
{
	static struct vms_entry all[VMS_MAX];
	const size_t n = vms_all(all);
	const size_t need = n * sizeof(struct vm_info_result);
	struct vm_info_result *to = p->vip_info;
	size_t i;

	if (p->vip_size < need) {
		p->vip_info_ct = 0;
		p->vip_size = need;
		return 0;
	}
	p->vip_info_ct = n;
	for (i = 0; i < n; i++) {
		memset(&to[i], 0, sizeof(to[i]));
		to[i].vir_memory_size = all[i].size;
		to[i].vir_ncpus = 1;
		to[i].vir_creator_pid = (pid_t)all[i].creator;
		to[i].vir_id = all[i].id;
		memcpy(to[i].vir_name, all[i].name, sizeof(to[i].vir_name));
	}
	return 0;
}

/*
 * Where it is running, its CPU is to leave the guest first; here, if that is
 * this process's, as what another one runs is found to be gone by its next RUN.
 */
static int
terminate(const struct vm_terminate_params *p)
{
	struct vms_entry e;
	const int index = vms_find(p->vtp_vm_id, &e);

	if (index == -1)
		return -ENOENT;
	if (e.creator != getpid())
		refuse_other();
	vms_remove(index);
	if (e.creator == getpid())
		run_stop();
	return 0;
}

static int
reset(const struct vm_resetcpu_params *p)
{
	struct machine_regs regs;
	int r;

	r = machine_find(p->vrp_vm_id, p->vrp_vcpu_id);
	if (r < 0)
		return r;
	if (machine.vcpu == VCPU_TERMINATED)
		return -EBUSY;
	if (regs_refuse(&p->vrp_init_state) != NULL)
		return -EIO;
	machine.cannot_enter = regs_cannot_enter(&p->vrp_init_state);
	regs_from(&regs, &p->vrp_init_state);
	r = machine_set(&regs);
	if (r == 0)
		machine.vcpu = VCPU_STOPPED;
	return r;
}

static int
read_regs(struct vm_rwregs_params *p)
{
	struct machine_regs regs;
	int r;

	r = machine_find(p->vrwp_vm_id, p->vrwp_vcpu_id);
	if (r == 0)
		r = machine_get(&regs);
	if (r == 0)
		regs_to(&p->vrwp_regs, &regs);
	return r;
}

/* What each is called where it is to fail, and whether it takes "proc". */
static const struct request {
	unsigned long number;
	const char *name;
	bool proc;
} table[] = {
	{ VMM_IOC_CREATE, "create", true },
	{ VMM_IOC_RUN, "run", false },
	{ VMM_IOC_INFO, "info", true },
	{ VMM_IOC_TERM, "term", false },
	{ VMM_IOC_RESETCPU, "reset", false },
	{ VMM_IOC_READREGS, "readregs", false },
};

static int
dispatch(unsigned long number, void *arg)
{
	switch (number) {
	case VMM_IOC_CREATE:
		return create(arg);
	case VMM_IOC_RUN:
		return run(arg);
	case VMM_IOC_INFO:
		return info(arg);
	case VMM_IOC_TERM:
		return terminate(arg);
	case VMM_IOC_RESETCPU:
		return reset(arg);
	case VMM_IOC_READREGS:
		return read_regs(arg);
	}
	return protect(arg);
}

static struct request
request_of(unsigned long number)
{
	size_t i;

	for (i = 0; i < NELEM(table); i++)
		if (table[i].number == number)
			return table[i];
	if (number == protect_request)
		return (struct request){ number, "protect", false };
	return (struct request){ 0, NULL, false };
}

int
vmm_request(unsigned long number, void *arg)
{
	const struct request request = request_of(number);
	int r;

	if (request.name == NULL) {
		errno = ENOTTY;
		return -1;
	}
	if (request.proc && pledged() && !pledged_proc())
		pledge_violated(request.name);
	r = -fail(request.name);
	if (r == 0)
		r = dispatch(number, arg);
	if (r < 0)
		errno = -r;
	return r < 0 ? -1 : 0;
}

bool
vmm_is_immutable(const void *p, size_t len)
{
	const uint8_t *start = p;

	return machine.immutable && start < machine.mem + machine.size &&
	    start + len > machine.mem;
}
