#!/bin/sh
# SPDX-License-Identifier: ISC
#
# s5run.sh HELPERS SECONDS FILE.cmd
#
# Runs one command file on a board, and says exactly how it ended and what it
# wrote, in characters that survive any console and any line discipline:
#
#	=exit N | =signal N | =timeout
#	=out BYTES
#	 68 65 6c 6c 6f 0a	(the first 64 KiB of standard output)
#	=err BYTES
#	 ...			(and of standard error)
#	=end
#
# The streams are also kept beside the command file, as FILE.out and FILE.err.
# Always exits 0: what ended otherwise has no =end.

helpers=$1
seconds=$2
base=${3%.cmd}

"$helpers/s5wait" "$seconds" "$base.out" "$base.err" sh "$base.cmd" || exit 0
for stream in out err; do
	echo "=$stream $(wc -c <"$base.$stream")"
	od -A n -v -t x1 -N 65536 "$base.$stream"
done
echo "=end"
exit 0
