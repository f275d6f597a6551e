#!/bin/sh
# SPDX-License-Identifier: ISC
#
# llvm.sh: bindings and guests by clang and lld alone, with no program of GNU's
# compilers and binutils to be found; and by stand-ins for what FreeBSD and
# OpenBSD come with, where clang and lld are called cc and ld, have few headers
# of their own, and do for OpenBSD what guests are not to have done.

. "${srcdir:-.}/lib.sh"

: "${TOP_SRCDIR:?is to be set by the Makefile}"
: "${MAKE:?is to be set by the Makefile}"

for tool in clang ld.lld llvm-ar llvm-nm llvm-objcopy llvm-ranlib llvm-strip; do
	need $tool
done
# Elsewhere clang has to be told; other.sh does that.
case $T in
"$(uname -m)"-*)	;;
*)	skip 'guests of another CPU' ;;
esac
unset CC CFLAGS CPPFLAGS LDFLAGS
not_if_short

# tools DIR NAME...: links to these programs; those that are not there, some
# configure or other does without.
tools() {
	bin=$1
	shift
	for tool in "$@"; do
		file=$(command -v "$tool") && ln -sf "$file" "$bin/$tool"
	done
}

# Everything that is no compiler and no part of binutils.
mkdir base llvm freebsd openbsd
tools base '[' awk basename cat chmod cmp comm cp cut date diff dirname echo \
    env expr false find grep head hostname id install ln ls m4 make mkdir \
    mktemp mv od pkg-config printf realpath rm rmdir sed sh sleep sort tail \
    tee test timeout touch tr true uname uniq wc xargs
ln -sf "$(command -v "${MAKE%% *}")" base/make
tools base clang ld.lld llvm-nm llvm-ar llvm-ranlib llvm-strip
tools llvm llvm-objcopy

# Their compilers leave to the C library what other compilers bring.
own=$(clang -print-file-name=include)
mkdir -p resources/include
ln -s "$own"/* resources/include
for h in float inttypes iso646 limits stdalign stdarg stdatomic stdbool \
    stddef stdint stdnoreturn; do
	rm -f "resources/include/$h.h"
done

# Of the C library itself, nothing is to be used.
mkdir -p root/usr/include
[ ! -d /usr/include/xen ] || ln -s /usr/include/xen root/usr/include/xen

# standin DIR TRIPLE: a compiler and its linker, by the names of a BSD.
standin() {
	cat >"$1/cc" <<-END
		#!/bin/sh
		exec '$PWD/base/clang' --target=$2 \\
		    --sysroot='$PWD/root' -resource-dir '$PWD/resources' "\$@"
	END
	cp "$1/cc" "$1/clang-as-it-is"
	ln -s "$(command -v llvm-ar)" "$1/ar"
	ln -s "$(command -v llvm-ranlib)" "$1/ranlib"
	ln -s "$(command -v ld.lld)" "$1/ld"
	chmod +x "$1"/*
}
standin freebsd "${T%%-*}-unknown-freebsd14.0"
ln -s "$(command -v llvm-objcopy)" freebsd/objcopy

# OpenBSD's compiler ends functions by a check of its own, with variables in
# sections that no guest has a place for; its linker makes text that cannot be
# read, and knows one option by another name; its objcopy is an old one.
standin openbsd "${T%%-*}-unknown-openbsd7.8"
rm openbsd/ld
echo '__attribute__((__section__(".openbsd.randomdata"), __used__))
static long retguard;' >retguard.h
cat >openbsd/cc <<EOF2
#!/bin/sh
guard='-include $PWD/retguard.h'
for arg in "\$@"; do
	shift
	case \$arg in
	-fno-ret-protector)	guard= ;;
	*.S | -E | -print-* | -v | -###)
		guard=
		set -- "\$@" "\$arg" ;;
	*)	set -- "\$@" "\$arg" ;;
	esac
done
exec '$PWD/openbsd/clang-as-it-is' \$guard "\$@"
EOF2
cat >openbsd/ld <<EOF2
#!/bin/sh
xonly=yes
for arg in "\$@"; do
	shift
	case \$arg in
	-nopie)			set -- "\$@" -no-pie ;;
	-r | --no-execute-only)	xonly=
				set -- "\$@" "\$arg" ;;
	*)			set -- "\$@" "\$arg" ;;
	esac
done
if [ -n "\$xonly" ]; then
	echo 'ld: text is execute-only' >&2
	exit 1
fi
exec '$PWD/base/ld.lld' "\$@"
EOF2
cat >openbsd/objcopy <<'EOF2'
#!/bin/sh
echo 'objcopy: I am too old' >&2
exit 1
EOF2
chmod +x openbsd/*
ln -s "$(command -v llvm-objcopy)" openbsd/llvm-objcopy

# build DIR OPTION...: with these tools and no others.
# shellcheck disable=SC2317 # run runs it
build() {
	dir=$1
	shift
	mkdir "$dir/build" && (
		PATH=$PWD/$dir:$PWD/base
		export PATH
		unset TARGET_CC TARGET_CFLAGS TARGET_LD TARGET_OBJCOPY
		cd "$dir/build" &&
		sh "$TOP_SRCDIR/configure" --disable-tenders \
		    --disable-elftool --enable-werror CC=clang \
		    LDFLAGS=-fuse-ld=lld LD=ld.lld NM=llvm-nm AR=llvm-ar \
		    RANLIB=llvm-ranlib STRIP=llvm-strip \
		    MAKE=make "$@" &&
		make -C bindings && make -C tools/toolchain
	) >"$dir.log" 2>&1
}

# alone DIR COMMAND...: runs it where nothing else can be found.
alone() {
	hidden=$PWD/$1:$PWD/base
	shift
	run env PATH="$hidden" "$@"
}

# runs NAME TENDER GUEST ARG...: the guest, where there is such a tender.
runs() {
	what=$1
	tender=$2
	shift 2
	run timeout 60 "$tender" --mem=4 "$@" --solo5:quiet
	if [ "$status" -ne 0 ] && grep -q kvm err; then
		echo "$what: $(cat err)"
		return 1
	fi
}

write_manifest
cat >stack.c <<'EOF2'
#include <limits.h>
#include <stdint.h>
#include <solo5.h>
static __thread volatile int mine = INT_MAX;
static __attribute__((__noinline__)) void overflow(size_t n)
{
	volatile char array[16];
	for (size_t i = 0; i < n; i++)
		array[i] = 'x';
	__asm__ volatile("" : : "r"(array) : "memory");
}
int solo5_app_main(const struct solo5_start_info *info)
{
	volatile char room[4096];
	size_t n = 0;
	__asm__ volatile("" : : "r"(room) : "memory");
	solo5_set_tls_base(solo5_tls_tp_offset(info->heap_start));
	solo5_tls_init(info->heap_start);
	mine += info->heap_size == 0;
	while (info->cmdline[n] != '\0')
		n++;
	overflow(n);
	return mine == INT_MAX ? 7 : 1;
}
EOF2
smashed=01234567890123456789012345678901234567890

# guests DIR: for each target they link, and where they can, run.
guests() {
	dir=$1
	own=$PWD/$dir/build/toolchain
	for t in stub hvt muen spt virtio xen; do
		[ -e "$LAYOUT/lib/$T/solo5_$t.o" ] || continue
		check "$dir: $t" test -e "$own/lib/$T/solo5_$t.o"
		alone "$dir" "$own/bin/$T-cc" -O1 $general -z solo5-abi=$t \
		    stack.c manifest.c -o "$dir.$t"
		succeeds "$dir, $t: linking"
	done
	for t in spt hvt; do
		case $t in
		spt)	tender=${TENDER-} ;;
		hvt)	tender=${HVTTENDER-} ;;
		esac
		[ -n "$tender" ] && [ -e "$dir.$t" ] || continue
		runs "$dir, $t" "$tender" "$dir.$t" || continue
		same "$dir, $t: it ran" "$status" 7
		runs "$dir, $t" "$tender" "$dir.$t" $smashed
		same "$dir, $t: stack protector" "$status" 255
		check "$dir, $t: stack protector" grep -q \
		    'Stack corruption detected' out
	done
}

general=-mgeneral-regs-only

# try DIR TEST... -- OPTION...: all of that.
try() {
	dir=$1
	shift
	tests=
	while [ "$1" != -- ]; do
		tests="$tests $1"
		shift
	done
	shift
	run build "$dir" "$@"
	succeeds "$dir"
	if [ $status -ne 0 ]; then
		tail -n 20 "$dir.log"
		return
	fi
	guests "$dir"
	# By its own name, as it says where it was called.
	case $dir in
	llvm)	compiler=clang ;;
	*)	compiler=$PWD/$dir/cc ;;
	esac
	for t in $tests; do
		mkdir -p "$dir/tests/$t"
		check "$dir: $t" sh -c "cd $dir/tests/$t && srcdir='$here' \
		    LAYOUT='$PWD/$dir/build/toolchain' \
		    TARGET_CC='$compiler' TARGET_LD=ld.lld \
		    TARGET_OBJCOPY=llvm-objcopy PATH='$PWD/$dir':\$PATH \
		    sh '$here/$t.sh'"
	done
}

try llvm cc ld symbols headers layout -- TARGET_CC=clang TARGET_LD=ld.lld \
    TARGET_OBJCOPY=llvm-objcopy TARGET_AR=llvm-ar TARGET_RANLIB=llvm-ranlib
try freebsd -- TARGET_CC=cc
try openbsd headers -- TARGET_CC=cc
check 'openbsd: the objcopy that works' grep -q \
    'exec llvm-objcopy' openbsd/build/toolchain/bin/"$T"-objcopy

# What OpenBSD's would do, were it not told otherwise.
run openbsd/cc -ffreestanding -I "$LAYOUT/include/solo5" \
    -idirafter "$LAYOUT/lib/$T/include" -c stack.c -o stack.o
succeeds 'openbsd: as it is'
alone openbsd openbsd/build/toolchain/bin/"$T"-cc -z solo5-abi=stub stack.o
fails 'openbsd: as it is: linking' 'unknown names'

finish
