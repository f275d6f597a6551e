dnl SPDX-License-Identifier: ISC
dnl
dnl SOLO5_OBSDVMM
dnl -------------
dnl Which of the interfaces of vmm(4) this OpenBSD has, told by what there is
dnl in its headers: for each difference one of a pair of files is compiled, see
dnl tenders/hvt/host/obsdvmm.h.  Sets solo5_obsdvmm_why where it is none that
dnl is known.
AC_DEFUN([SOLO5_OBSDVMM], [
AS_IF([test $solo5_host = obsdvmm], [
m4_pushdef([headers], [[
#include <sys/types.h>
#include <sys/param.h>
#include <sys/ioctl.h>
#include <machine/vmmvar.h>
#include <dev/vmm/vmm.h>]])dnl
AC_CHECK_HEADERS([dev/vmm/vmm.h machine/vmmvar.h],,,
  [#include <sys/types.h>
   #include <sys/param.h>
   #include <sys/ioctl.h>
   #ifdef HAVE_MACHINE_VMMVAR_H
   # include <machine/vmmvar.h>
   #endif])
AC_CHECK_MEMBERS([struct vm_exit_eptviolation.vee_fault_type,
  struct vm_exit_inout.vei_insn_len, struct vm_run_params.vrp_continue,
  struct vm_sharemem_params.vsp_va],,, [headers])
AC_CHECK_DECLS([VMM_IOC_MPROTECT_EPT],,, [headers])
m4_popdef([headers])dnl
])
solo5_obsdvmm_why=
AS_IF([test "$ac_cv_header_dev_vmm_vmm_h" != yes],
    [solo5_obsdvmm_why="dev/vmm/vmm.h not found: OpenBSD before 7.4?"],
  [test "$ac_cv_member_struct_vm_exit_eptviolation_vee_fault_type" != yes],
    [solo5_obsdvmm_why="the vmm(4) of this OpenBSD is not known"],
  [test "$ac_cv_member_struct_vm_exit_inout_vei_insn_len" = \
      "$ac_cv_member_struct_vm_run_params_vrp_continue"],
    [solo5_obsdvmm_why="the vmm(4) of this OpenBSD is not known"])

# Whose memory the guest has: the kernel's, or this process's.
AM_CONDITIONAL([OBSDVMM_KERNEL_MEMORY],
  [test "$ac_cv_member_struct_vm_sharemem_params_vsp_va" = yes])
# Who goes on behind an instruction that was executed here.
AM_CONDITIONAL([OBSDVMM_ADVANCE],
  [test "$ac_cv_member_struct_vm_exit_inout_vei_insn_len" = yes])
# Whether memory can be held in the guest's second translation.
AM_CONDITIONAL([OBSDVMM_EPT],
  [test "$ac_cv_have_decl_VMM_IOC_MPROTECT_EPT" = yes])
])

dnl SOLO5_OBSDVMM_MODEL
dnl -------------------
dnl Whether there is a model of OpenBSD, for tests of solo5-hvt as it is there.
dnl It has a filter of system calls that knows none of a sanitizer's.
AC_DEFUN([SOLO5_OBSDVMM_MODEL], [
AC_ARG_VAR([OPENBSD_SYSROOT],
  [tree of OpenBSD's headers and libraries with a compiler "cc" in it])
AM_CONDITIONAL([OPENBSD_MODEL], [test $solo5_part_hvt_tender = yes &&
  test $solo5_host-$solo5_host_cpu = kvm-x86_64 &&
  test $solo5_sanitized = no])
])
