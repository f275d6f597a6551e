#!/bin/sh
# SPDX-License-Identifier: ISC
#
# bsd-check.sh: maint/bsd-check, which may be run by root, leaves its results
# in a folder of its own, and writes to no place whose name is known before.
# It is tried on a tree and with programs that do next to nothing.

set -u

: "${TOP_SRCDIR:?is to be set by the Makefile}"

dir=$PWD/bsd-check.dir
rm -rf "$dir"
mkdir -p "$dir/bin" "$dir/tmp" "$dir/tree/maint" || exit 99
cd "$dir" || exit 99
failures=0

# check WHAT COMMAND...: the command must succeed.
check()
{
	what=$1
	shift
	"$@" && return
	echo "FAIL: $what"
	failures=$((failures + 1))
}

cp "$TOP_SRCDIR/maint/bsd-check" tree/maint/
cat >tree/configure <<'EOF'
#!/bin/sh
echo nothing >config.log
: >config.status && chmod +x config.status
EOF
cat >bin/make <<'EOF'
#!/bin/sh
for arg in "$@"; do
	case $arg in
	DESTDIR=*)	mkdir -p "${arg#*=}" ;;
	esac
done
EOF
for tool in cc expect pkg-config runtest; do
	printf '#!/bin/sh\n' >bin/$tool
done
chmod +x bin/* tree/configure tree/maint/bsd-check

# run ARG...
run()
{
	rm -rf tmp/solo5-check.*
	PATH=$dir/bin:$PATH TMPDIR=$dir/tmp sh tree/maint/bsd-check "$@" \
	    </dev/null >out 2>&1
	status=$?
}

# What stands where results were once written is not touched.
name=solo5-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -r)
echo mine >target
ln -s "$dir/target" "tmp/$name.tar.gz"

for keep in '' --keep; do
	run $keep
	check "$keep: status" test $status -eq 0
	check "$keep: somebody's file" grep -q -x mine target
	tarball=$(sed -n 's/^bsd-check: results: //p' out)
	check "$keep: tarball" test -s "$tarball"
	check "$keep: in a folder of its own" test \
	    "$(dirname "$(dirname "$tarball")")" = "$dir/tmp"
	check "$keep: for nobody else" test \
	    -n "$(find tmp/solo5-check.* -prune -perm 700)"
	check "$keep: what is in it" sh -c "gzip -dc '$tarball' | tar tf - |
	    grep -q '$name/config.log'"
	case $keep in
	'')	kept=1 ;;
	*)	kept=0 ;;
	esac
	test -d tmp/solo5-check.*/build
	check "$keep: the build" test $? -eq $kept
done
run --nonsense
check 'usage: status' test $status -eq 2
check 'usage: nothing is made' test "$(ls tmp)" = "$name.tar.gz"

[ $failures -eq 0 ] || exit 1
cd / && rm -rf "$dir"
