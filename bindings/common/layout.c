/* SPDX-License-Identifier: ISC */
/*
 * layout.c: sections that every executable has, whatever is in it.
 */
#include <solo5/elf_abi.h>

/* No host has this interpreter, so no host runs a unikernel as a program. */
static const char interp[SOLO5_ELF_INTERP_SIZE]
    __attribute__((__section__(".interp"), __used__)) = SOLO5_ELF_INTERP;

/*
 * GNU ld takes a segment's address from the sections in it, and not from what
 * the linker script says of these if no object has any.  Without this the
 * segments would be empty and at address 0, where a loader need not accept
 * them.  The name of the last is one that no target gives to its variables.
 */
__asm__(
    ".pushsection .data, \"aw\", %progbits\n"
    ".popsection\n"
    ".pushsection .tdata, \"awT\", %progbits\n"
    ".popsection\n"
    ".pushsection .bss.solo5_empty, \"aw\", %nobits\n"
    ".popsection\n");
