/* SPDX-License-Identifier: ISC */
/*
 * time.c: the clocks, and sleeping.
 *
 * KVM's clock is what we like best.  Elsewhere the CPU's counter is measured
 * by the timer, and the time of the world comes from the clock on the
 * battery.
 */
#include "virtio.h"

#include "cpu.h"
#include "device.h"
#include "pvclock.h"
#include "rtc.h"
#include "timer.h"
#include "tsc.h"

#define CPUID_HYPERVISOR	31	/* in ECX of leaf 1 */
#define KVM_LEAF		0x40000000u
#define KVM_FEATURES		0x40000001u
#define KVM_CLOCK		(1u << 3)	/* by the MSRs below */
#define KVM_MSR_WALL		0x4b564d00u
#define KVM_MSR_CLOCK		0x4b564d01u
#define KVM_CLOCK_ENABLE	1u

#define NSEC_PER_SEC		1000000000u

/* How often the clock on the battery and the button are looked at. */
#define RTC_PERIOD		(10ull * NSEC_PER_SEC)
#define BUTTON_PERIOD		(NSEC_PER_SEC / 20)

/* It shows seconds, so it may be this far from the truth. */
#define RTC_ERROR		(2ull * NSEC_PER_SEC)

/* Not near the end of a page: the host writes to one only. */
static _Alignas(64) volatile struct pvclock pvclock;
static _Alignas(64) volatile struct pvclock_wall pvclock_wall;
static bool has_pvclock;

static struct tsc_rate rate;

/* The last time that was read. */
static solo5_time_t latest;

/* When the monotonic clock was 0, and when that is asked again. */
static solo5_time_t epoch;
static solo5_time_t rtc_next;

static void
wrmsr(uint32_t msr, uint64_t value)
{
	__asm__ volatile("wrmsr"
	    :
	    : "c"(msr), "a"((uint32_t)value), "d"(value >> 32)
	    : "memory");
}

static bool
kvm_has_clock(void)
{
	char name[12];
	uint32_t eax, words[3];

	if (!cpu_has(CPUID_HYPERVISOR))
		return false;
	cpu_id(KVM_LEAF, &eax, &words[0], &words[1], &words[2]);
	memcpy(name, words, sizeof(name));
	if (memcmp(name, "KVMKVMKVM\0\0", sizeof(name)) != 0)
		return false;
	cpu_id(KVM_FEATURES, &eax, &words[0], &words[1], &words[2]);
	return (eax & KVM_CLOCK) != 0;
}

void
time_init(void)
{
	uint64_t freq;

	if (kvm_has_clock()) {
		wrmsr(KVM_MSR_CLOCK, (uintptr_t)&pvclock | KVM_CLOCK_ENABLE);
		has_pvclock = pvclock.mul != 0;
	}
	if (has_pvclock)
		return;
	freq = timer_measure();
	if (freq == 0 || freq >> 48 != 0)
		ABORT("the CPU's counter does not count");
	rate = tsc_rate(freq);
}

/*
 * A clock that has gone back, as after a migration or an error of the host's,
 * stands still for a while.
 */
solo5_time_t
solo5_clock_monotonic(void)
{
	solo5_time_t now;

	if (has_pvclock)
		now = pvclock_read(&pvclock);
	else
		now = tsc_nsec(&rate, cpu_cycles());
	if (now > latest)
		latest = now;
	return latest;
}

/* The machine may have slept, and then the CPU has not counted. */
static void
rtc_follow(solo5_time_t now)
{
	solo5_time_t shown = rtc_read() * NSEC_PER_SEC, ours = epoch + now;

	rtc_next = now + RTC_PERIOD;
	if (shown != 0 &&
	    (shown > ours ? shown - ours : ours - shown) > RTC_ERROR)
		epoch = shown - now;
}

solo5_time_t
solo5_clock_wall(void)
{
	solo5_time_t now = solo5_clock_monotonic();

	if (has_pvclock) {
		/* The host writes it once, when it is asked to. */
		wrmsr(KVM_MSR_WALL, (uintptr_t)&pvclock_wall);
		return pvclock_read_wall(&pvclock_wall) + now;
	}
	if (now >= rtc_next)
		rtc_follow(now);
	return epoch + now;
}

/* Whoever presses the power button wants us to end, and so we do. */
static void
button_check(solo5_time_t now)
{
	static solo5_time_t next;

	if (now < next)
		return;
	next = now + BUTTON_PERIOD;
	if (!acpi_button())
		return;
	log_print(LOG_WARN, "Solo5: power button pressed\n");
	solo5_exit(SOLO5_EXIT_SUCCESS);
}

void
solo5_yield(solo5_time_t deadline, solo5_handle_set_t *ready_set)
{
	solo5_handle_set_t ready;
	solo5_time_t now;

	for (;;) {
		now = solo5_clock_monotonic();
		button_check(now);
		ready = net_ready();
		if (ready != 0 || now >= deadline)
			break;
		net_wait_begin();
		devices_alarm(deadline - now);
		ready = net_ready();
		if (ready == 0)
			devices_sleep();
		net_wait_end();
		if (ready != 0)
			break;
	}
	if (ready_set != NULL)
		*ready_set = ready;
}
