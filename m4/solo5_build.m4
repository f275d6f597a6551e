dnl SPDX-License-Identifier: ISC
dnl
dnl SOLO5_BUILD
dnl -----------
dnl The machine that builds.  Sets solo5_cross to yes if what is built for the
dnl host cannot be expected to run here, and for Automake CROSS.
AC_DEFUN([SOLO5_BUILD], [
AC_ARG_VAR([CC_FOR_BUILD], [C compiler for what runs while building])
AC_ARG_VAR([CFLAGS_FOR_BUILD], [flags for it (default: -O2)])
solo5_cross=no
test "$build_cpu-$build_os" = "$host_cpu-$host_os" || solo5_cross=yes
AM_CONDITIONAL([CROSS], [test $solo5_cross = yes])
])

dnl SOLO5_ELFTOOL
dnl -------------
dnl A solo5-elftool that runs here, for the guests of examples and tests: that
dnl of this build, else one made for it, else one that is installed.  Sets
dnl ELFTOOL, and for Automake RUN_ELFTOOL and BUILD_ELFTOOL.
AC_DEFUN([SOLO5_ELFTOOL], [
AC_ARG_VAR([ELFTOOL], [solo5-elftool that runs while building])
solo5_build_elftool=no
AS_IF([test -n "$ELFTOOL"], [],
  [test $solo5_cross = no && test $solo5_part_elftool = yes],
    [ELFTOOL='$(abs_top_builddir)/tools/elftool/solo5-elftool'],
  [SOLO5_CC_FOR_BUILD
   AS_IF([test $solo5_build_elftool = yes],
     [ELFTOOL='$(abs_top_builddir)/tools/elftool/build-elftool'],
     [AC_PATH_PROG([ELFTOOL], [solo5-elftool])])])
AM_CONDITIONAL([RUN_ELFTOOL], [test -n "$ELFTOOL"])
AM_CONDITIONAL([BUILD_ELFTOOL], [test $solo5_build_elftool = yes])
])

dnl SOLO5_CC_FOR_BUILD
dnl ------------------
dnl Whether there are a compiler and Jansson for programs that run here.
AC_DEFUN([SOLO5_CC_FOR_BUILD], [
AC_CHECK_PROGS([CC_FOR_BUILD], [gcc cc clang])
: ${CFLAGS_FOR_BUILD=-O2}
AC_CHECK_PROGS([PKG_CONFIG_FOR_BUILD], [pkg-config])
# pkg is pkg-config without what may have been said of the host.
pkg () {
  ( unset PKG_CONFIG_PATH PKG_CONFIG_LIBDIR PKG_CONFIG_SYSROOT_DIR
    $PKG_CONFIG_FOR_BUILD "@S|@@" 'jansson >= 2.7' 2>&AS_MESSAGE_LOG_FD )
}
AC_MSG_CHECKING([for Jansson on the build machine])
AS_IF([test -n "$CC_FOR_BUILD" && test -n "$PKG_CONFIG_FOR_BUILD" &&
       JANSSON_CFLAGS_FOR_BUILD=`pkg --cflags` &&
       JANSSON_LIBS_FOR_BUILD=`pkg --libs`], [
  cat > conftest.c <<_ACEOF
#include <jansson.h>
int main(void) { return json_null() == NULL; }
_ACEOF
  AS_IF([$CC_FOR_BUILD $CFLAGS_FOR_BUILD $JANSSON_CFLAGS_FOR_BUILD conftest.c \
         -o conftest $JANSSON_LIBS_FOR_BUILD >&AS_MESSAGE_LOG_FD 2>&1 &&
         ./conftest >&AS_MESSAGE_LOG_FD 2>&1],
    [solo5_build_elftool=yes])
  rm -f conftest.c conftest])
AC_MSG_RESULT([$solo5_build_elftool])
AC_SUBST([JANSSON_CFLAGS_FOR_BUILD])
AC_SUBST([JANSSON_LIBS_FOR_BUILD])
])
