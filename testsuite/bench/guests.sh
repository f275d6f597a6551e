#!/bin/sh
# SPDX-License-Identifier: ISC
#
# guests.sh SOURCE EXAMPLES ELFTOOL CC DIR: builds the unikernels of the
# benchmark into DIR.  SOURCE is the folder of this script, EXAMPLES that of
# the examples.  CC is ours or another Solo5's guest compiler.

set -eu

source=$1
examples=$2
elftool=$3
cc=$4
dir=$5

rm -rf "$dir"
mkdir "$dir"
for guest in disk net none; do
	"$elftool" gen-manifest "$source/guest/$guest.json" "$dir/$guest.c"
	"$cc" -z solo5-abi=spt -O2 -Wall -I "$source" -I "$source/guest" \
	    -o "$dir/$guest.spt" \
	    "$source/guest/main.c" "$source/ops.c" "$dir/$guest.c"
done
"$cc" -z solo5-abi=spt -O2 -Wall -o "$dir/hello.spt" \
    "$examples/hello/hello.c" "$dir/none.c"
