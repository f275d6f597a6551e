/* SPDX-License-Identifier: ISC */
/*
 * stub.c: every function of solo5.h, none of which does anything.
 *
 * What is linked with it is complete and cannot be run: it is for the link
 * tests of configure scripts.  Nothing may be undefined here.
 */
#include <stddef.h>
#include <stdint.h>

#include <solo5.h>
#include <solo5/elf_abi.h>

#include "cpu.h"

SOLO5_OPENBSD_NOTE;

extern uintptr_t __stack_chk_guard;
uintptr_t __stack_chk_guard;

void __stack_chk_fail(void) __attribute__((__noreturn__));
void _start(void) __attribute__((__noreturn__));

void
_start(void)
{
	cpu_trap();
}

void
__stack_chk_fail(void)
{
	cpu_trap();
}

void
solo5_exit(int status)
{
	(void)status;
	cpu_trap();
}

void
solo5_abort(void)
{
	cpu_trap();
}

solo5_time_t
solo5_clock_monotonic(void)
{
	cpu_trap();
}

solo5_time_t
solo5_clock_wall(void)
{
	cpu_trap();
}

void
solo5_yield(solo5_time_t deadline, solo5_handle_set_t *ready_set)
{
	(void)deadline;
	(void)ready_set;
	cpu_trap();
}

void
solo5_console_write(const char *buf, size_t size)
{
	(void)buf;
	(void)size;
	cpu_trap();
}

solo5_result_t
solo5_net_acquire(const char *name, solo5_handle_t *handle,
    struct solo5_net_info *info)
{
	(void)name;
	(void)handle;
	(void)info;
	cpu_trap();
}

solo5_result_t
solo5_net_write(solo5_handle_t handle, const uint8_t *buf, size_t size)
{
	(void)handle;
	(void)buf;
	(void)size;
	cpu_trap();
}

solo5_result_t
solo5_net_read(solo5_handle_t handle, uint8_t *buf, size_t size,
    size_t *read_size)
{
	(void)handle;
	(void)buf;
	(void)size;
	(void)read_size;
	cpu_trap();
}

solo5_result_t
solo5_block_acquire(const char *name, solo5_handle_t *handle,
    struct solo5_block_info *info)
{
	(void)name;
	(void)handle;
	(void)info;
	cpu_trap();
}

solo5_result_t
solo5_block_write(solo5_handle_t handle, solo5_off_t offset,
    const uint8_t *buf, size_t size)
{
	(void)handle;
	(void)offset;
	(void)buf;
	(void)size;
	cpu_trap();
}

solo5_result_t
solo5_block_read(solo5_handle_t handle, solo5_off_t offset, uint8_t *buf,
    size_t size)
{
	(void)handle;
	(void)offset;
	(void)buf;
	(void)size;
	cpu_trap();
}

size_t
solo5_tls_size(void)
{
	cpu_trap();
}

uintptr_t
solo5_tls_tp_offset(uintptr_t tls)
{
	(void)tls;
	cpu_trap();
}

solo5_result_t
solo5_tls_init(uintptr_t tls)
{
	(void)tls;
	cpu_trap();
}

solo5_result_t
solo5_set_tls_base(uintptr_t base)
{
	(void)base;
	cpu_trap();
}
