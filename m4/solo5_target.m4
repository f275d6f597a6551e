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

AC_ARG_VAR([TARGET_CC], [C compiler for guests, gcc or clang])
AC_ARG_VAR([TARGET_LD], [linker for guests])
AC_ARG_VAR([TARGET_OBJCOPY], [objcopy for guests])
AC_ARG_VAR([TARGET_AR], [archiver for guests])
AC_ARG_VAR([TARGET_RANLIB], [ranlib for guests])
AC_ARG_VAR([TARGET_CFLAGS], [flags for guest code of ours (default: -O2 -g)])

AS_IF([test "$solo5_target_cpu" = "$solo5_host_cpu" &&
       test "$solo5_host" != none -o "$host_os" = linux-gnu],
  [solo5_cross_guest=no], [solo5_cross_guest=yes])
AS_IF([test "$solo5_cross_guest" = no],
  [: ${TARGET_CC=$CC}
   solo5_tool_prefix=$ac_tool_prefix],
  [solo5_tool_prefix=$solo5_gnu_cpu-linux-gnu-
   AC_CHECK_PROGS([TARGET_CC],
     [${target_alias}-gcc ${solo5_tool_prefix}gcc clang])
   AS_CASE([$TARGET_CC],
     [clang], [TARGET_CC="clang --target=$solo5_gnu_cpu-linux-gnu"],
     [*-gcc], [solo5_tool_prefix=${TARGET_CC%gcc}])])
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
AS_IF([test $solo5_guest = yes], [SOLO5_TARGET_CC_WORKS])

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
_ACEOF
AS_IF([$TARGET_CC -std=c11 -ffreestanding -fstack-protector-strong \
       $GUEST_CPUFLAGS -c conftest.c -o conftest.o >&AS_MESSAGE_LOG_FD 2>&1],
  [AC_MSG_RESULT([yes])],
  [AC_MSG_RESULT([no])
   solo5_guest=no
   solo5_guest_why="$TARGET_CC does not compile for $solo5_target_cpu guests"])
rm -f conftest.c conftest.o
])
