#!/bin/sh
# SPDX-License-Identifier: ISC
#
# symbols.sh: the bindings' objects define the interface and nothing else, and
# need no more than linker scripts of others provide.

. "${srcdir:-.}/lib.sh"

need nm

lib=$LAYOUT/lib/$T

# The functions of solo5.h, from the header itself.
functions=$(sed -n 's/.*[ *]\(solo5_[a-z_0-9]*\)(.*/\1/p' \
    "$LAYOUT/include/solo5/solo5.h" | grep -v -e '^solo5_app_main$' | sort -u)
same 'functions in solo5.h' "$(echo "$functions" | wc -l | tr -d ' ')" 16

# undefined FILE, defined FILE: names, one a line.
undefined() {
	nm -g -u "$1" | awk '$1 == "U" { print $NF }' |
	    grep -v -e '^_GLOBAL_OFFSET_TABLE_$' -e '^\.TOC\.$' | sort
}

defined() {
	nm -g "$1" | awk 'NF == 3 { print $3 }' | sort
}

interface=$(printf '%s\n' "$functions" _start __stack_chk_fail \
    __stack_chk_guard | sort)

same 'stub defines' "$(defined "$lib/solo5_stub.o")" "$interface"
same 'stub needs' "$(undefined "$lib/solo5_stub.o")" ''

for target in hvt spt; do
	[ -e "$lib/solo5_$target.o" ] || continue
	same "$target defines" "$(defined "$lib/solo5_$target.o")" "$interface"
	same "$target needs" "$(undefined "$lib/solo5_$target.o")" \
	    "$(printf '%s\n' _end _erodata _etext _ltbss _ltdata _stdata \
	    _stext solo5_app_main | sort)"
done

if [ -e "$lib/solo5_muen.o" ]; then
	same 'muen defines' "$(defined "$lib/solo5_muen.o")" "$interface"
	same 'muen needs' "$(undefined "$lib/solo5_muen.o")" \
	    "$(printf '%s\n' __solo5_mft1_note _end _erodata _etext _ltbss \
	    _ltdata _stdata _stext solo5_app_main | sort)"
fi

if [ -e "$lib/solo5_virtio.o" ]; then
	same 'virtio defines' "$(defined "$lib/solo5_virtio.o")" \
	    "$(printf '%s\n_start32\n_start64\n' "$interface" | sort)"
	same 'virtio needs' "$(undefined "$lib/solo5_virtio.o")" \
	    "$(printf '%s\n' __solo5_mft1_note _ebss _edata _end _erodata \
	    _etext _ltbss _ltdata _stdata _stext solo5_app_main | sort)"
fi

# What mirage-xen finds there is its own interface.
if [ -e "$lib/solo5_xen.o" ]; then
	same 'xen defines' "$(defined "$lib/solo5_xen.o")" \
	    "$(printf '%s\n' "$interface" _start32 _start64 \
	    solo5__xen_HYPERCALL_PAGE solo5__xen_HYPERVISOR_SHARED_INFO \
	    solo5__xen_evtchn_vector_handler solo5__xen_get_gntmap_area |
	    sort)"
	same 'xen needs' "$(undefined "$lib/solo5_xen.o")" \
	    "$(printf '%s\n' _ebss _edata _end _erodata _etext _ltbss \
	    _ltdata _stdata _stext solo5_app_main | sort)"
	check 'xen: an application may have its own event handler' \
	    sh -c "nm '$lib/solo5_xen.o' |
		grep -q ' W solo5__xen_evtchn_vector_handler$'"
fi

write_manifest

# An application may define what the bindings use for themselves.
cat >app.c <<'EOF'
#include <solo5.h>
#define MINE(name) int name(void); int name(void) { return 1; }
MINE(memcpy) MINE(memset) MINE(memmove) MINE(memcmp) MINE(abort) MINE(format)
MINE(log_print) MINE(printf) MINE(poll) MINE(string_skip) MINE(spt)
MINE(cpu_init) MINE(devices) MINE(halt) MINE(hvt) MINE(sleep) MINE(tsc_rate)
int solo5_app_main(const struct solo5_start_info *si) { return si == NULL; }
EOF
for target in stub hvt muen spt virtio xen; do
	[ -e "$lib/solo5_$target.o" ] || continue
	run "$cc" -w -fno-builtin -z solo5-abi=$target app.c manifest.c -o app
	succeeds "$target: an application's own memcpy and friends"
done

# No FPU and no SSE before they are set up, and none in what may run then.
if command -v objdump >/dev/null; then
	case $T in
	x86_64-*)
		for o in "$lib"/solo5_*.o; do
			objdump -d "$o" >dis
			check 'disassembly' grep -q solo5_exit dis
			check_not "$o: no SSE" grep -q -E '%[xyz]mm[0-9]' dis
		done
		# What Muen's policies do not allow, whatever is asked of it.
		if [ -e "$lib/solo5_muen.o" ]; then
			objdump -d "$lib/solo5_muen.o" >dis
			check_not 'muen: nothing that is not allowed' \
			    grep -q -w -E '(cpuid|rdtscp?|rdrand|xsetbv)' dis
			check_not 'muen: no control register' \
			    grep -q '%cr[0348]' dis
		fi ;;
	esac
fi

finish
