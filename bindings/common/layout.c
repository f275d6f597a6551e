/* SPDX-License-Identifier: ISC */
/*
 * layout.c: sections that every executable has, whatever is in it.
 */
#include <solo5/elf_abi.h>

/* No host has this interpreter, so no host runs a unikernel as a program. */
static const char interp[SOLO5_ELF_INTERP_SIZE]
    __attribute__((__section__(".interp"), __used__)) = SOLO5_ELF_INTERP;

/*
 * An empty .tdata.  Without any, GNU ld writes a loadable segment for it that
 * is empty as well, but at address 0, where a loader may not accept it.
 */
__asm__(
    ".pushsection .tdata, \"awT\", %progbits\n"
    ".popsection\n");
