#!/bin/sh
# SPDX-License-Identifier: ISC
#
# guests.sh SOURCE EXAMPLES ELFTOOL CC DIR TARGET...: builds the unikernels of
# the benchmark into DIR.  SOURCE is the folder of this script, EXAMPLES that
# of the examples.  CC is ours or another Solo5's guest compiler.

set -eu

source=$1
examples=$2
elftool=$3
cc=$4
dir=$5
shift 5

rm -rf "$dir"
mkdir "$dir"
for guest in disk net none; do
	"$elftool" gen-manifest "$source/guest/$guest.json" "$dir/$guest.c"
done
for target in "$@"; do
	# There is a KVM that cannot run SSE code.
	case $target in
	hvt) flags=-mgeneral-regs-only;;
	*) flags=-O2;;
	esac
	for guest in disk net none; do
		"$cc" -z "solo5-abi=$target" -O2 $flags -Wall -I "$source" \
		    -I "$source/guest" -o "$dir/$guest.$target" \
		    "$source/guest/main.c" "$source/ops.c" "$dir/$guest.c"
	done
	"$cc" -z "solo5-abi=$target" -O2 $flags -Wall \
	    -o "$dir/hello.$target" "$examples/hello/hello.c" "$dir/none.c"
done
