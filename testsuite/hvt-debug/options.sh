#!/bin/sh
# SPDX-License-Identifier: ISC
#
# options.sh: the options that solo5-hvt-debug has more; where they are wrong,
# no guest is started.

. "${srcdir:-.}/lib.sh"

# refused PATTERN WORD...
refused() {
	pattern=$1
	shift
	timeout 20 "$DEBUG" "$@" "$APP" >out 2>err
	status=$?
	check "$*: status $status" test $status -eq 1
	says "$*" err "$pattern"
	check "$*: no output" test ! -s out
}

refused 'Malformed argument to --gdb$' --gdb=1
refused 'Malformed argument to --gdb-port$' --gdb-port
refused 'Malformed argument to --gdb-port$' --gdb-port=
refused 'Malformed argument to --gdb-port$' --gdb-port=0
refused 'Malformed argument to --gdb-port$' --gdb-port=65536
refused 'Malformed argument to --gdb-port$' --gdb-port=4294968530
refused 'Malformed argument to --gdb-port$' --gdb-port=12x
refused 'Malformed argument to --dumpcore$' --dumpcore=
refused "Invalid option: '--gdbx'" --gdbx

"$DEBUG" --version >out 2>err
check 'version: status' test $? -eq 0
says 'version' out '^solo5-hvt-debug tender, version v[0-9]'
check 'version: two lines' test "$(wc -l <out)" -eq 2
"$DEBUG" --help >out 2>err
says 'help: program' out '^usage: solo5-hvt-debug '
for o in --dumpcore=DIR '--gdb ' '--gdb-port=PORT'; do
	says "help: $o" out "^  $o"
done

# The other program has none of this.
timeout 20 "$HVT" --gdb "$APP" >out 2>err
check 'solo5-hvt: status' test $? -eq 1
says 'solo5-hvt' err "Invalid option: '--gdb'"

need_kvm
refused 'dumpcore: ./nowhere: No such file' --dumpcore=./nowhere
refused 'dumpcore: .*: Not a directory' --dumpcore=./out
refused 'gdb: cannot listen at ./nowhere/s: No such file' --gdb \
    --gdb-port=./nowhere/s

# Without these options it is solo5-hvt, sandbox and all.
timeout 60 "$DEBUG" --mem=2 --gdb-port=1 "$APP" --solo5:quiet >out 2>err
check 'plain: status' test $? -eq 7
check 'plain: no message' test ! -s err
timeout 60 "$DEBUG" --mem=2 --dumpcore=. "$APP" --solo5:quiet >out 2>err
check 'debugging: no message' test ! -s err

finish
