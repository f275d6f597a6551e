dnl SPDX-License-Identifier: ISC
dnl
dnl SOLO5_FLAGS
dnl -----------
dnl Warnings and hardening, probed one by one.  The user's CFLAGS, CPPFLAGS
dnl and LDFLAGS are left alone; ours are in WARN_CFLAGS, GUEST_WARN_CFLAGS,
dnl HARDEN_CFLAGS, HARDEN_CPPFLAGS, and for a program, a tender and a shared
dnl library HARDEN_LDFLAGS, TENDER_LDFLAGS and HARDEN_SOLDFLAGS.
AC_DEFUN([SOLO5_FLAGS], [
AC_ARG_ENABLE([werror],
  [AS_HELP_STRING([--enable-werror], [warnings are errors (default: no)])],
  [], [enable_werror=no])

WARN_CFLAGS=
GUEST_WARN_CFLAGS=
m4_foreach_w([flag], [-Wall -Wextra -Wshadow -Wstrict-prototypes
  -Wmissing-prototypes -Wimplicit-fallthrough -Wvla -Wundef -Wformat=2
  -Wwrite-strings -Wpointer-arith], [
SOLO5_CC_FLAG([flag], [AS_VAR_APPEND([WARN_CFLAGS], [" flag"])])
AS_IF([test $solo5_guest = yes],
  [SOLO5_TARGET_CC_FLAG([flag],
    [AS_VAR_APPEND([GUEST_WARN_CFLAGS], [" flag"])])])
])
AS_IF([test "$enable_werror" = yes], [
  AS_VAR_APPEND([WARN_CFLAGS], [" -Werror"])
  AS_VAR_APPEND([GUEST_WARN_CFLAGS], [" -Werror"])])
AC_SUBST([WARN_CFLAGS])
AC_SUBST([GUEST_WARN_CFLAGS])

# What the user's flags add to programs, tests must be prepared for, and so must
# be a filter of system calls.
AC_MSG_CHECKING([whether programs are built with a sanitizer])
AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__
#endif
#endif
#ifndef __SANITIZE_ADDRESS__
#error no
#endif
]], [[]])], [solo5_sanitized=yes], [solo5_sanitized=no])
AC_MSG_RESULT([$solo5_sanitized])
AM_CONDITIONAL([SANITIZED], [test $solo5_sanitized = yes])

HARDEN_CFLAGS=
m4_foreach_w([flag], [-fPIE -fstack-protector-strong -fstack-clash-protection],
  [SOLO5_CC_FLAG([flag], [AS_VAR_APPEND([HARDEN_CFLAGS], [" flag"])])
])
AC_SUBST([HARDEN_CFLAGS])

# Not every C library takes this without optimisation, nor beside a user's
# own definition.
HARDEN_CPPFLAGS=
solo5_saved_CFLAGS=$CFLAGS
CFLAGS="$CFLAGS -Werror -D_FORTIFY_SOURCE=2"
AC_MSG_CHECKING([whether _FORTIFY_SOURCE can be used])
AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#include <stdio.h>]], [[]])],
  [HARDEN_CPPFLAGS=-D_FORTIFY_SOURCE=2
   AC_MSG_RESULT([yes])],
  [AC_MSG_RESULT([no])])
CFLAGS=$solo5_saved_CFLAGS
AC_SUBST([HARDEN_CPPFLAGS])

# For a shared library, and with -pie for programs.
HARDEN_SOLDFLAGS=
m4_foreach([flag], [[-Wl,-z,relro], [-Wl,-z,now], [-Wl,-z,noexecstack]],
  [SOLO5_LD_FLAG([flag], [AS_VAR_APPEND([HARDEN_SOLDFLAGS], [" flag"])])
])
AC_SUBST([HARDEN_SOLDFLAGS])
HARDEN_LDFLAGS=$HARDEN_SOLDFLAGS
SOLO5_LD_FLAG([-pie], [AS_VAR_APPEND([HARDEN_LDFLAGS], [" -pie"])])
AC_SUBST([HARDEN_LDFLAGS])

# A tender has few pages, and each mapping and each page that is touched
# delays the start of every guest: so its segments lie close together.
TENDER_LDFLAGS=$HARDEN_LDFLAGS
AS_IF([test "$enable_static_tenders" = yes], [
  TENDER_LDFLAGS=$HARDEN_SOLDFLAGS
  SOLO5_LD_FLAG([-static-pie],
    [AS_VAR_APPEND([TENDER_LDFLAGS], [" -static-pie"])],
    [AC_MSG_ERROR([--enable-static-tenders: $CC cannot link with -static-pie])])])
SOLO5_LD_FLAG([-Wl,-z,noseparate-code],
  [AS_VAR_APPEND([TENDER_LDFLAGS], [" -Wl,-z,noseparate-code"])])
AC_SUBST([TENDER_LDFLAGS])
])

dnl SOLO5_CC_FLAG(FLAG, ACTION-IF-TAKEN): the host's compiler.
AC_DEFUN([SOLO5_CC_FLAG], [
AC_MSG_CHECKING([whether $CC takes $1])
solo5_saved_CFLAGS=$CFLAGS
CFLAGS="$CFLAGS -Werror $1"
AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [])],
  [CFLAGS=$solo5_saved_CFLAGS
   AC_MSG_RESULT([yes])
   $2],
  [CFLAGS=$solo5_saved_CFLAGS
   AC_MSG_RESULT([no])])
])

dnl SOLO5_LD_FLAG(FLAG, ACTION-IF-TAKEN [, ACTION-IF-NOT]): the host's compiler as linker.
AC_DEFUN([SOLO5_LD_FLAG], [
AC_MSG_CHECKING([whether $CC links with $1])
solo5_saved_LDFLAGS=$LDFLAGS
solo5_saved_CFLAGS=$CFLAGS
CFLAGS="$CFLAGS -fPIE"
LDFLAGS="$LDFLAGS $1"
AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])],
  [solo5_ok=yes], [solo5_ok=no])
LDFLAGS=$solo5_saved_LDFLAGS
CFLAGS=$solo5_saved_CFLAGS
AC_MSG_RESULT([$solo5_ok])
AS_IF([test $solo5_ok = yes], [$2], [$3])
])

dnl SOLO5_TARGET_CC_FLAG(FLAG, ACTION-IF-TAKEN): the guest's compiler.
AC_DEFUN([SOLO5_TARGET_CC_FLAG], [
echo 'int x;' > conftest.c
AS_IF([$TARGET_CC -ffreestanding -Werror $1 -c conftest.c -o conftest.o \
       >&AS_MESSAGE_LOG_FD 2>&1], [$2])
rm -f conftest.c conftest.o
])
