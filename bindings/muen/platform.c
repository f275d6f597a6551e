/* SPDX-License-Identifier: ISC */
/*
 * platform.c: the unikernel as a subject of the Muen separation kernel.
 *
 * There is nobody to call.  Memory is mapped as the policy says, devices are
 * shared memory, and an instruction that the policy does not allow (RDTSC,
 * CPUID, a change of CR0, CR3 or CR4, among others) ends the subject.
 */
#include "muen.h"

#include "cpu.h"
#include "device.h"

SOLO5_OPENBSD_NOTE;
SOLO5_ABI1_NOTE(MUEN_ABI_TARGET, MUEN_ABI_VERSION);

void
muen_start(const struct muen_boot_info *bi)
{
	/* The first byte behind it is the first of a page. */
	const struct memory mem = { bi->kernel_end, bi->mem_size };
	struct mft *mft;

	console_init();
	cpu_tables_init();
	time_init();
	mft = manifest_own();
	net_init(mft);
	devices.mft = mft;
	crt_run((const char *)bi->cmdline, &mem);
}

/*
 * The policy says what the event does: as Muen's tools write it, the subject
 * starts again.  The status is for who looks at the subject's registers.
 */
static void
exit_event(int status)
{
	const struct sinfo_resource *r;

	r = sinfo_find(muen_sinfo(), "solo5_exit", "", SINFO_EVENT);
	if (r != NULL)
		__asm__ volatile("vmcall"
		    : : "a"((uint64_t)r->u.event), "D"((uint64_t)status)
		    : "memory");
}

void
platform_exit(int status)
{
	static const char halted[] = "Solo5: Halted\n";

	log_write(LOG_INFO, halted, sizeof(halted) - 1);
	console_flush();
	exit_event(status);
	for (;;)
		__asm__ volatile("cli; hlt" : : "D"((uint64_t)status));
}

/* Nobody looks. */
void
platform_trapped(const void *trap)
{
	(void)trap;
}

bool
platform_set_tls_base(uintptr_t base)
{
	return cpu_set_tls_base(base);
}
