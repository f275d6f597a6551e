dnl SPDX-License-Identifier: ISC
dnl
dnl SOLO5_HOST
dnl ----------
dnl Which system and CPU the tenders are for, and what the system has for
dnl them.  Sets solo5_host to kvm, bhyve, obsdvmm or none, which is the name of
dnl the hypervisor's interface, and solo5_host_cpu.
AC_DEFUN([SOLO5_HOST], [
AS_CASE([$host_cpu],
  [x86_64|amd64],          [solo5_host_cpu=x86_64],
  [aarch64|arm64],         [solo5_host_cpu=aarch64],
  [powerpc64le|ppc64le],   [solo5_host_cpu=ppc64le],
                           [solo5_host_cpu=$host_cpu])
AS_CASE([$host_os],
  [linux*],   [solo5_host=kvm],
  [freebsd*], [solo5_host=bhyve],
  [openbsd*], [solo5_host=obsdvmm],
              [solo5_host=none])

# One line for each cell in which hvt can exist; everything else is "none".
AS_CASE([$solo5_host-$solo5_host_cpu],
  [kvm-x86_64|kvm-aarch64], [],
  [bhyve-x86_64],           [],
  [obsdvmm-x86_64],         [],
                            [solo5_host=none])
m4_foreach_w([h], [kvm bhyve obsdvmm],
  [AM_CONDITIONAL([HVT_]m4_toupper(h), [test $solo5_host = h])])

AC_CHECK_HEADERS([linux/filter.h linux/kvm.h linux/landlock.h linux/seccomp.h \
  sys/capsicum.h sys/platform/x86.h])
AC_CHECK_HEADERS([machine/vmm.h],,,
  [#include <sys/types.h>
   #include <sys/param.h>])

# FreeBSD: where VM_RUN says what has stopped the CPU, which is since 14 where
# it is told to.
AC_CHECK_MEMBERS([struct vm_run.cpusetsize],,,
  [#include <sys/types.h>
   #include <sys/param.h>
   #include <sys/cpuset.h>
   #include <machine/vmm.h>
   #include <machine/vmm_dev.h>])
AM_CONDITIONAL([BHYVE_RUN_OUT],
  [test "$ac_cv_member_struct_vm_run_cpusetsize" = yes])
AC_DEFINE([__SANE_USERSPACE_TYPES__], [1],
  [Linux: __u64 is unsigned long long on every CPU.])
AC_CHECK_FUNCS([cap_enter getrandom pledge unveil])

solo5_linux=no
AS_CASE([$host_os], [linux*], [solo5_linux=yes])
AM_CONDITIONAL([HOST_LINUX], [test $solo5_linux = yes])
solo5_bsd=no
AS_CASE([$host_os], [freebsd*|openbsd*], [solo5_bsd=yes])
AM_CONDITIONAL([HOST_BSD], [test $solo5_bsd = yes])
AM_CONDITIONAL([HOST_X86_64], [test "$solo5_host_cpu" = x86_64])
AM_CONDITIONAL([HOST_AARCH64], [test "$solo5_host_cpu" = aarch64])
AM_CONDITIONAL([HOST_PPC64LE], [test "$solo5_host_cpu" = ppc64le])
AC_SUBST([solo5_host_cpu])

# Where tests run: guests on a board, and unit tests here or not at all.
AS_IF([test $solo5_cross = yes],
  [AS_CASE([$solo5_linux-$solo5_host_cpu],
     [yes-x86_64], [solo5_board=qemu-x86_64-svm],
     [yes-*],      [solo5_board=qemu-$solo5_host_cpu],
                   [solo5_board=none])
   TEST_RUNNER='$(SHELL) $(top_srcdir)/testsuite/elsewhere.sh'],
  [solo5_board=native
   TEST_RUNNER=])
AC_SUBST([solo5_board])
AC_SUBST([TEST_RUNNER])
])
