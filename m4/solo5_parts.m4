dnl SPDX-License-Identifier: ISC
dnl
dnl SOLO5_PARTS
dnl -----------
dnl Decides for each part whether it is built.  The probes are above; here is
dnl the table of what each part needs.
AC_DEFUN([SOLO5_PARTS], [
solo5_table=
AC_ARG_ENABLE([bindings],
  [AS_HELP_STRING([--disable-bindings],
    [no bindings and no guest toolchain])],
  [], [enable_bindings=auto])
AC_ARG_ENABLE([tenders],
  [AS_HELP_STRING([--disable-tenders], [no tenders])],
  [], [enable_tenders=auto])

# These two choose a default for each of theirs; only a choice by name insists.
test $enable_bindings = yes && enable_bindings=auto
test $enable_tenders = yes && enable_tenders=auto

# Tools.
SOLO5_PART([elftool], [TOOL_ELFTOOL], [solo5-elftool], [
  test $solo5_have_jansson = yes ||
    solo5_why="Jansson for $solo5_host_cpu not found (Debian: libjansson-dev)"])

# Bindings.  Each comes with the toolchain that links with it, and needs nothing
# of the system on which it is made, which need not be where guests will run.
SOLO5_BINDINGS([stub], [
  SOLO5_NEEDS_FILE([bindings/cpu/$solo5_target_cpu/cpu.h])])
SOLO5_BINDINGS([spt], [
  SOLO5_NEEDS_FILE([bindings/spt/$solo5_target_cpu/syscall.h])])
SOLO5_BINDINGS([hvt], [
  AS_CASE([$solo5_target_cpu], [x86_64|aarch64],
    [SOLO5_NEEDS_FILE([bindings/hvt/$solo5_target_cpu/hypercall.h])],
    [solo5_why="hvt guests are x86_64 and aarch64 only"])])
SOLO5_BINDINGS([virtio], [
  AS_CASE([$solo5_target_cpu], [x86_64], [],
    [solo5_why="virtio guests are x86_64 only"])])
SOLO5_BINDINGS([muen], [
  AS_CASE([$solo5_target_cpu], [x86_64], [],
    [solo5_why="Muen subjects are x86_64 only"])])
SOLO5_BINDINGS([xen], [
  AS_CASE([$solo5_target_cpu], [x86_64],
    [AS_IF([test $solo5_have_xen_headers = yes],
      [],
      [solo5_why="xen/xen.h not found (Debian: libxen-dev)"])],
    [solo5_why="xen guests are x86_64 only"])])
solo5_toolchain=no
for solo5_part in stub spt hvt virtio muen xen; do
  eval "test \$solo5_part_$solo5_part = yes" && solo5_toolchain=yes
done
AM_CONDITIONAL([TOOLCHAIN], [test $solo5_toolchain = yes])

# Tenders.
SOLO5_TENDER([spt], [TENDER_SPT], [solo5-spt], [
  AS_CASE([$host_os], [linux*], [
    SOLO5_NEEDS_FILE([tenders/spt/launch/$solo5_host_cpu.S])
    test "$ac_cv_header_linux_seccomp_h" = yes ||
      solo5_why="linux/seccomp.h not found (Debian: linux-libc-dev)"],
    [solo5_why="seccomp is Linux's, and this is $host_os"])])
SOLO5_TENDER([hvt], [TENDER_HVT], [solo5-hvt], [
  AS_CASE([$solo5_host],
    [none],    [solo5_why="no hypervisor interface on $host_cpu-$host_os"],
    [kvm],     [AS_IF([test "$ac_cv_header_linux_kvm_h" != yes],
                  [solo5_why="linux/kvm.h not found (Debian: linux-libc-dev)"],
                  [SOLO5_NEEDS_FILE([tenders/hvt/cell/kvm-$solo5_host_cpu.c])])],
    [bhyve],   [AS_IF([test "$ac_cv_header_machine_vmm_h" != yes],
                  [solo5_why="machine/vmm.h not found"],
                  [SOLO5_NEEDS_FILE([tenders/hvt/cell/bhyve-$solo5_host_cpu.c])])],
    [obsdvmm], [solo5_why=$solo5_obsdvmm_why],
               [solo5_why="not ported: no files for $solo5_host"])])
SOLO5_TENDER([debug], [TENDER_HVT_DEBUG], [solo5-hvt-debug], [
  AS_IF([test $solo5_part_hvt_tender = no],
    [solo5_why="there is no solo5-hvt"],
    [test $solo5_host = obsdvmm],
    [solo5_why="vmm(4) stops for no breakpoint, and pledge(2) lets no core be written"],
    [SOLO5_NEEDS_FILE([tenders/hvt/cell/$solo5_host-$solo5_host_cpu-debug.c])])])

# There is nothing to run unikernels for Muen but the tests' own program.
AM_CONDITIONAL([RUN_MUEN], [test $solo5_part_muen = yes &&
  test $solo5_host-$solo5_host_cpu = kvm-x86_64 &&
  test "$ac_cv_header_linux_kvm_h" = yes])

# And one for virtio, of a machine that QEMU does not have.
AM_CONDITIONAL([RUN_MICROVM], [test $solo5_part_virtio = yes &&
  test $solo5_host-$solo5_host_cpu = kvm-x86_64 &&
  test "$ac_cv_header_linux_kvm_h" = yes])

# Models of other systems, which run their tenders by KVM, and link them in a
# way that sanitizers and static programs have no part in.
solo5_models=no
test $solo5_part_hvt_tender = yes &&
  test $solo5_host-$solo5_host_cpu = kvm-x86_64 && solo5_models=yes
AM_CONDITIONAL([RUN_BHYVE], [test $solo5_models = yes])

AC_ARG_ENABLE([static-tenders],
  [AS_HELP_STRING([--enable-static-tenders],
    [tenders that need no library at run time (default: no)])],
  [], [enable_static_tenders=no])
AS_CASE([$enable_static_tenders], [yes|no], [],
  [AC_MSG_ERROR([--enable-static-tenders takes yes or no])])
AM_CONDITIONAL([STATIC_TENDERS], [test $enable_static_tenders = yes])
])

dnl SOLO5_PART(NAME, CONDITIONAL, WHAT, PROBE [, ENABLED-BY-DEFAULT, OPTION])
dnl ------------------------------------------------------------------------
dnl --enable-OPTION[=yes|no|auto].  PROBE sets solo5_why where the part cannot
dnl be built; that is an error if the user asked for it.
AC_DEFUN([SOLO5_PART], [
m4_pushdef([option], m4_default([$6], [$1]))dnl
m4_pushdef([var], m4_translit(option, [-], [_]))dnl
AC_ARG_ENABLE(option,
  [AS_HELP_STRING([--enable-]option[@<:@=yes|no|auto@:>@],
    [$3 (default: auto)])],
  [], [enable_]var[=m4_default([$5], [auto])])
AS_CASE([$enable_]var, [yes|no|auto], [],
  [AC_MSG_ERROR([--enable-]option[ takes yes, no or auto])])
solo5_why=
AS_IF([test $enable_]var[ = no], [solo5_why="not wanted"], [$4])
AS_IF([test $enable_]var[ = yes && test -n "$solo5_why"],
  [AC_MSG_ERROR([--enable-]option[: $solo5_why])])
AS_IF([test -z "$solo5_why"], [solo5_part_]var[=yes], [solo5_part_]var[=no])
AS_VAR_APPEND([solo5_table], ["$3|$solo5_why
"])
AM_CONDITIONAL([$2], [test $solo5_part_]var[ = yes])
m4_popdef([var])dnl
m4_popdef([option])dnl
])

dnl SOLO5_NEEDS_FILE(FILE)
dnl ----------------------
dnl For a PROBE: what exists for each CPU, and does not exist for this one.
AC_DEFUN([SOLO5_NEEDS_FILE],
[AS_IF([test ! -f "$srcdir/$1"], [solo5_why="not ported: there is no $1"])])

dnl SOLO5_BINDINGS(TARGET, PROBE)
AC_DEFUN([SOLO5_BINDINGS], [
SOLO5_PART([$1], [BINDINGS_]m4_toupper([$1]), [$1 bindings],
  [AS_IF([test $solo5_guest = no], [solo5_why=$solo5_guest_why], [$2])],
  [$enable_bindings])
])

dnl SOLO5_TENDER(NAME, CONDITIONAL, PROGRAM, PROBE)
AC_DEFUN([SOLO5_TENDER], [
SOLO5_PART([$1], [$2], [$3], [$4], [$enable_tenders], [$1-tender])
])

dnl SOLO5_SUMMARY
dnl -------------
AC_DEFUN([SOLO5_SUMMARY], [
AS_ECHO(["
solo5 $PACKAGE_VERSION

  host              $host ($solo5_host_cpu), compiler $CC
  guests            $solo5_triple, compiler $TARGET_CC
  prefix            $prefix
"])
AS_ECHO(["$solo5_table"]) | while IFS='|' read -r solo5_name solo5_why; do
  AS_IF([test -z "$solo5_name"], [continue])
  AS_IF([test -z "$solo5_why"],
    [printf '  %-17s yes\n' "$solo5_name"],
    [printf '  %-17s no: %s\n' "$solo5_name" "$solo5_why"])
done
AS_ECHO([""])
])
