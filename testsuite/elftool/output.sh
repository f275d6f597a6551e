#!/bin/sh
# SPDX-License-Identifier: ISC
#
# output.sh: the output file is whole or not there, whatever happens, and
# nothing else is left in its directory.

. "${srcdir:-.}/lib.sh"

devices 3 >good.json
echo '{}' >bad.json
mkdir dir
run gen-manifest good.json -
succeeds 'reference'
mv out expected

# only NAME...: the directory holds these and nothing else.
only() {
	test "$(ls -A dir | tr '\n' ' ')" = "$*${1:+ }"
}

# mode FILE MODE
mode() {
	test "$(ls -l "$1" | cut -c1-10)" = "$2"
}

# New files obey the umask, old ones keep what they have.
umask 022
run gen-manifest good.json dir/new
succeeds 'new file'
check 'umask 022' mode dir/new -rw-r--r--
rm dir/new
umask 077
run gen-manifest good.json dir/new
check 'umask 077' mode dir/new -rw-------
umask 022
chmod 664 dir/new
echo old >dir/new
run gen-manifest good.json dir/new
succeeds 'old file'
check 'contents' cmp -s dir/new expected
check 'mode kept' mode dir/new -rw-rw-r--
check 'nothing else' only new

# A failure leaves what was there.
echo old >dir/new
run gen-manifest bad.json dir/new
check 'bad manifest' test $status -eq 1
run gen-manifest missing.json dir/new
fails 'no source' 'missing.json: cannot read: No such file or directory'
run gen-manifest . dir/new
fails 'source is a directory' '.: cannot read: Is a directory'
check 'old contents' test "$(cat dir/new)" = old
check 'nothing else' only new
rm dir/new

# The file is replaced, not written over: who has it open sees the old one.
echo old >dir/new
exec 3<dir/new
run gen-manifest good.json dir/new
succeeds 'while it is read'
check 'reader sees the old contents' test "$(cat <&3)" = old
exec 3<&-
check 'new contents' cmp -s dir/new expected

# Symbolic links stay.
ln -s ../target dir/link
echo old >target
run gen-manifest good.json dir/link
succeeds 'link'
check 'link is a link' test -h dir/link
check 'target is written' cmp -s target expected
rm -f target dir/link
ln -s ../target dir/link
run gen-manifest good.json dir/link
succeeds 'link to nothing'
check 'output' cmp -s dir/link expected
check 'nothing else' only link new
rm dir/*

# Places where nothing can be written.
run gen-manifest good.json dir
fails 'a directory' 'dir: cannot write: Is a directory'
run gen-manifest good.json dir/none/new
fails 'no directory' 'dir/none/new: cannot write: No such file or directory'
run gen-manifest good.json good.json/new
fails 'below a file' 'good.json/new: cannot write: Not a directory'
run gen-manifest good.json dir/
fails 'trailing slash' 'dir/: cannot write: Is a directory'
run gen-manifest good.json ''
fails 'no name' ': cannot write: No such file or directory'
run gen-manifest good.json good.json
fails 'the source' 'good.json: would overwrite its own source'
ln good.json dir/hard
run gen-manifest good.json dir/hard
fails 'the source by another name' \
    'dir/hard: would overwrite its own source'
rm dir/hard
run gen-manifest good.json "dir/$(name 300)"
fails 'long name' "dir/$(name 300): cannot write: File name too long"
run gen-manifest good.json "dir/$(name 255)"
succeeds 'longest name'
rm dir/*
check 'nothing left' only

# A file that may not be written is not replaced either.  Root may write it.
echo old >dir/new
chmod 444 dir/new
if [ ! -w dir/new ]; then
	run gen-manifest good.json dir/new
	fails 'read-only file' 'dir/new: cannot write: Permission denied'
	check 'old contents' test "$(cat dir/new)" = old
	chmod 555 dir
	run gen-manifest good.json dir/other
	fails 'read-only directory' \
	    'dir/other: cannot write: Permission denied'
	chmod 755 dir
fi
rm -f dir/new

# What is not a regular file is written as it is.
run gen-manifest good.json /dev/null
succeeds /dev/null
check '/dev/null is a device' test -c /dev/null
mkfifo dir/fifo
cat dir/fifo >copy &
run gen-manifest good.json dir/fifo
succeeds 'FIFO'
wait $!
check 'FIFO: contents' cmp -s copy expected
check 'FIFO: still one' test -p dir/fifo
rm dir/fifo
if [ -c /dev/full ]; then
	run gen-manifest good.json /dev/full
	fails /dev/full '/dev/full: cannot write: No space left on device'
	"$ELFTOOL" gen-manifest good.json - >/dev/full 2>err
	status=$?
	: >out
	fails 'stdout full' '<stdout>: cannot write: No space left on device'
fi

# Standard descriptors that are closed.
"$ELFTOOL" gen-manifest good.json - 2>err >&-
status=$?
: >out
fails 'stdout closed' '<stdout>: cannot write: Bad file descriptor'
run gen-manifest - dir/new <&-
fails 'stdin closed' '<stdin>: cannot read: Bad file descriptor'
"$ELFTOOL" gen-manifest good.json dir/new <&- >&- 2>&-
check 'all closed: status' test $? -eq 0
check 'all closed: output' cmp -s dir/new expected
rm dir/new
"$ELFTOOL" gen-manifest bad.json dir/new 2>&-
check 'bad, stderr closed: status' test $? -eq 1
check 'nothing left' only

# A limit on the size of files, and a full disk.
(
	ulimit -f 0
	"$ELFTOOL" gen-manifest good.json dir/new 2>&1
) | cat >err
check 'size limit' grep -q 'dir/new: cannot write: File too large' err
check 'nothing left' only
if unshare -Urm true 2>/dev/null; then
	unshare -Urm sh -c '
		mount -t tmpfs -o size=4k tmpfs dir || exit 3
		head -c 4096 /dev/zero >dir/full
		"$0" gen-manifest good.json dir/new >out 2>err
		status=$?
		[ "$(ls -A dir)" = full ] || exit 4
		exit $status' "$ELFTOOL"
	status=$?
	fails 'full disk' 'dir/new: cannot write: No space left on device'
else
	echo 'no full disk: no mount namespace here'
fi

# Two at once: each writes a name of its own first.
for i in 1 2 3 4 5 6 7 8; do
	"$ELFTOOL" gen-manifest good.json dir/new 2>>err &
done
wait
check 'at once: contents' cmp -s dir/new expected
check 'at once: nothing else' only new

finish
