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
#	68656c6c6f0a		(the first 64 KiB of standard output)
#	=err BYTES
#	...			(and of standard error)
#	=end
#
# The streams are also kept beside the command file, as FILE.out and FILE.err.
# Always exits 0: what ended otherwise has no =end.

base=${3%.cmd}
"$1/s5wait" "$2" "$base.out" "$base.err" sh "$base.cmd"
exit 0
