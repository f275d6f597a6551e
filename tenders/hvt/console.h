/* SPDX-License-Identifier: ISC */
/*
 * console.h: the guest's console, which is descriptor 1.
 */
#ifndef SOLO5_HVT_CONSOLE_H
#define SOLO5_HVT_CONSOLE_H

#include <stddef.h>

/* Writes all of it, unless nobody takes it. */
void console_write(const void *buf, size_t size);

#endif /* SOLO5_HVT_CONSOLE_H */
