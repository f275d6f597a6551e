dnl SPDX-License-Identifier: ISC
dnl
dnl SOLO5_TARGET
dnl ------------
dnl The guest's compiler, linker and objcopy.  They need no C library, and are
dnl the host's own where host and guest have one CPU.  Sets solo5_target_cpu,
dnl solo5_triple, and solo5_guest to yes, or to no with the reason in
dnl solo5_guest_why.
AC_DEFUN([SOLO5_TARGET], [
AS_CASE([$target_cpu],
  [x86_64|amd64],          [solo5_target_cpu=x86_64],
  [aarch64|arm64],         [solo5_target_cpu=aarch64],
  [powerpc64le|ppc64le],   [solo5_target_cpu=ppc64le],
                           [solo5_target_cpu=$target_cpu])
# Folders of ours have the short name, and what others see has that of GNU.
AS_CASE([$solo5_target_cpu],
  [ppc64le], [solo5_gnu_cpu=powerpc64le],
             [solo5_gnu_cpu=$solo5_target_cpu])
solo5_triple=$solo5_gnu_cpu-solo5-none-static
AC_SUBST([solo5_target_cpu])
AC_SUBST([solo5_triple])

# What is said to compilers and linkers for a CPU's guests: where the stack
# protector's guard is, and that functions of the compiler's library are no place
# for atomic operations; what segments are aligned to, which is the largest page
# of any host; and where that is large, that they need not be in the file.
GUEST_CPUFLAGS=
GUEST_PAGE=0x10000
GUEST_NMAGIC=-n
AS_CASE([$solo5_target_cpu],
  [x86_64],
    [GUEST_CPUFLAGS=-mstack-protector-guard=global
     GUEST_PAGE=0x1000
     GUEST_NMAGIC=],
  [aarch64],
    [GUEST_CPUFLAGS=-mno-outline-atomics],
  [ppc64le],
    [GUEST_CPUFLAGS=-mstack-protector-guard=global])
AC_SUBST([GUEST_CPUFLAGS])
AC_SUBST([GUEST_PAGE])
AC_SUBST([GUEST_NMAGIC])
# The same, said to the compiler.
AS_IF([test -n "$GUEST_NMAGIC"],
  [GUEST_NMAGIC_CC=-Wl,$GUEST_NMAGIC], [GUEST_NMAGIC_CC=])
AC_SUBST([GUEST_NMAGIC_CC])

AC_ARG_VAR([TARGET_CC], [C compiler for guests, gcc or clang])
AC_ARG_VAR([TARGET_LD], [linker for guests])
AC_ARG_VAR([TARGET_OBJCOPY], [objcopy for guests])
AC_ARG_VAR([TARGET_AR], [archiver for guests])
AC_ARG_VAR([TARGET_RANLIB], [ranlib for guests])
AC_ARG_VAR([TARGET_CFLAGS], [flags for guest code of ours (default: -O2 -g)])

# Where the host's programs are ELF, its compiler is one for guests too.
solo5_cross_guest=yes
AS_IF([test "$solo5_target_cpu" = "$solo5_host_cpu"],
  [AS_CASE([$host_os],
    [linux*|*bsd*|dragonfly*], [solo5_cross_guest=no])])
AS_IF([test "$solo5_cross_guest" = no],
  [: ${TARGET_CC=$CC}
   solo5_tool_prefix=$ac_tool_prefix],
  [solo5_tool_prefix=$solo5_gnu_cpu-linux-gnu-
   AC_CHECK_PROGS([TARGET_CC],
     [${target_alias}-gcc ${solo5_tool_prefix}gcc clang])
   AS_CASE([$TARGET_CC],
     [clang], [TARGET_CC="clang --target=$solo5_gnu_cpu-linux-gnu"],
     [*-gcc], [solo5_tool_prefix=${TARGET_CC%gcc}])])
solo5_chosen_objcopy=$TARGET_OBJCOPY
# GNU's are for one CPU each, LLVM's for all.
SOLO5_TARGET_TOOL([LD], [ld], [ld.lld])
SOLO5_TARGET_TOOL([OBJCOPY], [objcopy], [llvm-objcopy])
SOLO5_TARGET_TOOL([AR], [ar], [llvm-ar])
SOLO5_TARGET_TOOL([RANLIB], [ranlib], [llvm-ranlib])
: ${TARGET_CFLAGS=-O2 -g}

solo5_guest=yes
solo5_guest_why=
AS_CASE([$solo5_target_cpu],
  [x86_64|aarch64|ppc64le], [],
  [solo5_guest=no
   solo5_guest_why="no guests for $solo5_target_cpu"])
AS_IF([test $solo5_guest = yes], [
  for solo5_tool in TARGET_CC TARGET_LD TARGET_OBJCOPY TARGET_AR; do
    eval "solo5_value=\$$solo5_tool"
    AS_IF([test -z "$solo5_value"],
      [solo5_guest=no
       solo5_guest_why="$solo5_tool not found"])
  done])
GUEST_SYSFLAGS=
GUEST_LDFLAGS=
GUEST_LDFLAGS_CC=
AS_IF([test $solo5_guest = yes], [SOLO5_TARGET_SYSTEM])
AS_IF([test $solo5_guest = yes], [SOLO5_TARGET_CC_WORKS])
AS_IF([test $solo5_guest = yes], [SOLO5_TARGET_OBJCOPY_WORKS])
AC_SUBST([GUEST_SYSFLAGS])
AC_SUBST([GUEST_LDFLAGS])
AC_SUBST([GUEST_LDFLAGS_CC])

# Guests that can be run by a tender of this build.
solo5_guests_run=no
test "$solo5_target_cpu" != "$solo5_host_cpu" || solo5_guests_run=yes
AM_CONDITIONAL([GUESTS_RUN], [test $solo5_guests_run = yes])

AM_CONDITIONAL([TARGET_X86_64], [test "$solo5_target_cpu" = x86_64])
AM_CONDITIONAL([TARGET_AARCH64], [test "$solo5_target_cpu" = aarch64])
AM_CONDITIONAL([TARGET_PPC64LE], [test "$solo5_target_cpu" = ppc64le])
])

dnl SOLO5_TARGET_TOOL(VARIABLE, GNU-NAME, LLVM-NAME)
AC_DEFUN([SOLO5_TARGET_TOOL], [
AS_IF([test "$solo5_cross_guest" = no],
  [AC_CHECK_PROGS([TARGET_$1], [${solo5_tool_prefix}$2 $2 $3])],
  [AC_CHECK_PROGS([TARGET_$1], [${solo5_tool_prefix}$2 $3])])
])

dnl SOLO5_TARGET_CC_WORKS
dnl ---------------------
dnl Whether TARGET_CC compiles freestanding C for the right CPU.
AC_DEFUN([SOLO5_TARGET_CC_WORKS], [
AC_MSG_CHECKING([whether $TARGET_CC compiles for $solo5_target_cpu guests])
AS_CASE([$solo5_target_cpu],
  [x86_64],      [solo5_macro=__x86_64__],
  [aarch64],     [solo5_macro=__aarch64__],
  [ppc64le],     [solo5_macro=__powerpc64__])
cat > conftest.c <<_ACEOF
#include <stddef.h>
#include <stdint.h>
#ifndef $solo5_macro
#error wrong CPU
#endif
uintptr_t f(void);
uintptr_t f(void) { return sizeof(size_t); }
void g(char *);
void h(void);
void h(void) { char stack@<:@64@:>@; g(stack); }
_ACEOF
AS_IF([$TARGET_CC -std=c11 -O2 -ffreestanding -fstack-protector-strong \
       -idirafter "$srcdir/tools/toolchain/include" \
       $GUEST_CPUFLAGS -c conftest.c -o conftest.o >&AS_MESSAGE_LOG_FD 2>&1],
  [AC_MSG_RESULT([yes])],
  [AC_MSG_RESULT([no])
   solo5_guest=no
   solo5_guest_why="$TARGET_CC does not compile for $solo5_target_cpu guests"])
rm -f conftest.c conftest.o
])

dnl SOLO5_TARGET_SYSTEM
dnl -------------------
dnl What a system's compiler and linker do for its own programs, and are not to
dnl do for guests.  OpenBSD's: code that the linker is to complete, canaries of
dnl its own in sections of its own, thread-local variables by calls of a
dnl function, and text that cannot be read.  The stack protector's guard is never
dnl in TLS there, and clang fails if it is told so.
AC_DEFUN([SOLO5_TARGET_SYSTEM], [
AC_MSG_CHECKING([whose programs $TARGET_CC makes])
solo5_machine=`$TARGET_CC -dumpmachine 2>&AS_MESSAGE_LOG_FD`
AC_MSG_RESULT([$solo5_machine])
AS_CASE([$solo5_machine], [*openbsd*], [
  GUEST_CPUFLAGS=`AS_ECHO(["$GUEST_CPUFLAGS"]) |
    $SED 's/-mstack-protector-guard=global//'`
  m4_foreach_w([flag], [-mno-retpoline -fno-ret-protector
    -fno-emulated-tls], [
  AC_MSG_CHECKING([whether $TARGET_CC takes flag])
  solo5_ok=no
  SOLO5_TARGET_CC_FLAG([flag], [solo5_ok=yes])
  AC_MSG_RESULT([$solo5_ok])
  AS_IF([test $solo5_ok = yes], [AS_VAR_APPEND([GUEST_SYSFLAGS], [" flag"])])
  ])
  SOLO5_TARGET_LD_FLAG([--no-execute-only],
    [GUEST_LDFLAGS=--no-execute-only
     GUEST_LDFLAGS_CC=-Wl,--no-execute-only])])
])

dnl SOLO5_TARGET_LD_FLAG(FLAG, ACTION-IF-TAKEN): the guest's linker.
AC_DEFUN([SOLO5_TARGET_LD_FLAG], [
AC_MSG_CHECKING([whether $TARGET_LD takes $1])
echo 'int _start;' > conftest.c
AS_IF([$TARGET_CC -ffreestanding -c conftest.c -o conftest.o \
       >&AS_MESSAGE_LOG_FD 2>&1 &&
       $TARGET_LD -static $1 -o conftest conftest.o >&AS_MESSAGE_LOG_FD 2>&1],
  [AC_MSG_RESULT([yes])
   $2],
  [AC_MSG_RESULT([no])])
rm -f conftest.c conftest.o conftest
])

dnl SOLO5_TARGET_OBJCOPY_WORKS
dnl --------------------------
dnl Whether TARGET_OBJCOPY can hide symbols and rename sections.  If one that
dnl nobody asked for cannot, as some that systems come with, LLVM's may.
AC_DEFUN([SOLO5_TARGET_OBJCOPY_WORKS], [
cat > conftest.c <<_ACEOF
int keep_1, hide_1;
_ACEOF
cat > conftes2.c <<_ACEOF
extern int keep_1;
int hide_1;
int *f(void);
int *f(void) { return &keep_1; }
_ACEOF
solo5_why="$TARGET_OBJCOPY can neither hide symbols nor rename sections"
for solo5_tool in "$TARGET_OBJCOPY" llvm-objcopy; do
  AC_MSG_CHECKING([whether $solo5_tool hides symbols])
  AS_IF([{ $TARGET_CC -ffreestanding -fno-common -c conftest.c \
           -o conftest.o &&
         $TARGET_CC -ffreestanding -fno-common -c conftes2.c \
           -o conftes2.o &&
         $solo5_tool -w -G 'keep_*' --rename-section .bss=.bss.solo5 \
           conftest.o conftes3.o &&
         $TARGET_LD -r -o conftes4.o conftes2.o conftes3.o
         } >&AS_MESSAGE_LOG_FD 2>&1],
    [AC_MSG_RESULT([yes])
     TARGET_OBJCOPY=$solo5_tool
     solo5_why=
     break],
    [AC_MSG_RESULT([no])])
  test -z "$solo5_chosen_objcopy" || break
done
rm -f conftest.c conftes2.c conftest.o conftes2.o conftes3.o conftes4.o
AS_IF([test -n "$solo5_why"],
  [solo5_guest=no
   solo5_guest_why=$solo5_why])
])
