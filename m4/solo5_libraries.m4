dnl SPDX-License-Identifier: ISC
dnl
dnl SOLO5_LIBRARIES
dnl ---------------
dnl What others have made and parts of ours use.  Each can be given up with
dnl --without; what needs it is then left out, and the summary says so.
AC_DEFUN([SOLO5_LIBRARIES], [
SOLO5_WITH([jansson], [JANSSON], [jansson >= 2.7], [libjansson-dev],
  [JSON, for solo5-elftool])
SOLO5_WITH([libseccomp], [SECCOMP], [libseccomp >= 2.4], [libseccomp-dev],
  [names of system calls and a second opinion on the filter, for tests])

# POSIX threads, which some C libraries have in one of their own.
solo5_libs=$LIBS
AC_SEARCH_LIBS([pthread_create], [pthread], [], [])
AS_CASE([$ac_cv_search_pthread_create],
  [-l*], [PTHREAD_LIBS=$ac_cv_search_pthread_create], [PTHREAD_LIBS=])
AC_SUBST([PTHREAD_LIBS])
LIBS=$solo5_libs

# Public headers of Xen, for the xen bindings.
AC_CHECK_HEADERS([xen/xen.h], [solo5_have_xen_headers=yes],
  [solo5_have_xen_headers=no], [#include <stdint.h>])
AC_CACHE_CHECK([where xen/xen.h is], [solo5_cv_xen_headers],
  [solo5_cv_xen_headers=none
   AS_IF([test $solo5_have_xen_headers = yes], [
     AC_LANG_CONFTEST([AC_LANG_SOURCE([[#include <xen/xen.h>]])])
     solo5_cv_xen_headers=`$CC $CPPFLAGS -E conftest.$ac_ext 2>/dev/null |
       $SED -n 's|^. 1 "\(.*/xen\)/xen\.h".*|\1|p' | $SED 1q`
     rm -f conftest.$ac_ext])])
AC_SUBST([XEN_HEADERS], [$solo5_cv_xen_headers])

# A compiler that can fuzz.
AC_ARG_VAR([FUZZER_CC], [compiler with -fsanitize=fuzzer, for "make check"])
AC_CACHE_CHECK([for a compiler that can fuzz], [solo5_cv_fuzzer_cc],
  [solo5_cv_fuzzer_cc=no
   AS_IF([test $solo5_cross = no], [
     cat > conftest.c <<_ACEOF
#include <stddef.h>
#include <stdint.h>
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{ return n > 1000 && p@<:@0@:>@ == 1; }
_ACEOF
     for solo5_cc in ${FUZZER_CC-clang}; do
       AS_IF([$solo5_cc -fsanitize=fuzzer,address,undefined conftest.c \
              -o conftest >&AS_MESSAGE_LOG_FD 2>&1 &&
              ./conftest -runs=1 >&AS_MESSAGE_LOG_FD 2>&1],
         [solo5_cv_fuzzer_cc=$solo5_cc; break])
     done
     rm -f conftest.c conftest])])
AS_IF([test "$solo5_cv_fuzzer_cc" = no], [FUZZER_CC=],
  [FUZZER_CC=$solo5_cv_fuzzer_cc])
AM_CONDITIONAL([HAVE_FUZZER], [test -n "$FUZZER_CC"])
])

dnl SOLO5_WITH(NAME, VARIABLE, MODULE, PACKAGE, PURPOSE)
dnl ---------------------------------------------------
dnl --with-NAME[=yes|no|auto] for a pkg-config module.  Sets
dnl VARIABLE_CFLAGS and _LIBS, solo5_have_NAME, and HAVE_NAME for Automake.
AC_DEFUN([SOLO5_WITH], [
AC_ARG_WITH([$1],
  [AS_HELP_STRING([--with-$1@<:@=yes|no|auto@:>@], [$5 (default: auto)])],
  [], [with_$1=auto])
AS_CASE([$with_$1], [yes|no|auto], [],
  [AC_MSG_ERROR([--with-$1 takes yes, no or auto])])
solo5_have_$1=no
AS_IF([test $with_$1 != no],
  [PKG_CHECK_MODULES([$2], [$3], [SOLO5_LINKS([$2], [solo5_have_$1=yes])],
    [:])])
AS_IF([test $with_$1 = yes && test $solo5_have_$1 = no],
  [AC_MSG_ERROR([--with-$1: $3 for $solo5_host_cpu not found by pkg-config (Debian: $4)])])
AM_CONDITIONAL([HAVE_]m4_toupper([$1]), [test $solo5_have_$1 = yes])
])

dnl SOLO5_LINKS(VARIABLE, ACTION-IF-TRUE)
dnl -------------------------------------
dnl Whether programs link with VARIABLE_LIBS.  Asked of the host, pkg-config may
dnl have answered for the machine that builds.
AC_DEFUN([SOLO5_LINKS], [
AC_MSG_CHECKING([whether $CC links with $$1_LIBS])
solo5_saved_LIBS=$LIBS
LIBS="$LIBS $$1_LIBS"
AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])],
  [LIBS=$solo5_saved_LIBS
   AC_MSG_RESULT([yes])
   $2],
  [LIBS=$solo5_saved_LIBS
   $1[]_CFLAGS=
   $1[]_LIBS=
   AC_MSG_RESULT([no])])
])
