#!/bin/sh
# SPDX-License-Identifier: ISC
#
# layout.sh: what linked unikernels are like, by each linker that there is.

. "${srcdir:-.}/lib.sh"

need readelf
need nm
need strip

case $T in
x86_64-*)	page=4096 machine='Advanced Micro Devices X86-64' ;;
aarch64-*)	page=65536 machine=AArch64 ;;
powerpc64le-*)	page=65536 machine=PowerPC64 ;;
*)		echo "ERROR: no row for $T"; exit 99 ;;
esac

# headers FILE: its program headers: type, offset, address, size in the file
# and in memory, flags.
headers() {
	readelf -lW "$1" | awk '
	$1 ~ /^[A-Z_]+$/ && $2 ~ /^0x/ {
		flags = ""
		for (i = 7; i < NF; i++)
			flags = flags $i
		print $1, $2, $3, $5, $6, flags
	}'
}

# loads FILE: what is loaded, without what is empty.
loads() {
	headers "$1" | while read -r type offset address filesz memsz flags; do
		[ "$type" = LOAD ] && [ $((memsz)) -ne 0 ] &&
		    echo "$offset $address $filesz $memsz $flags"
	done
}

# symbol FILE NAME: its value, in decimal.
symbol() {
	echo $((0x$(nm "$1" | sed -n "s/^\([0-9a-f]*\) . $2\$/\1/p")))
}

# The loadable segments: where they belong, in order, apart from each other.
check_loads() {
	end=$((base))
	headers "$1" | grep '^LOAD ' >segments
	while read -r type offset address filesz memsz flags; do
		what="$1: segment at $address"
		check "$what: in order" test $((address)) -ge $end
		check "$what: aligned" test $((address % page)) -eq 0
		# Large pages are not filled up there.
		check "$what: aligned in the file" test $((filesz == 0 ||
		    page > 4096 || offset % page == 0)) -eq 1
		check "$what: $filesz, $memsz" test $((filesz)) -le $((memsz))
		case $flags in
		E | R | RW)	;;
		*)	failed "$what: flags $flags" ;;
		esac
		end=$((address + memsz))
	done <segments
	check "$1: first" test \
	    "$(sed -n '1s/^[A-Z]* [^ ]* \([^ ]*\) .*/\1/p' segments)" = \
	    "$(printf '0x%016x' $((base)))"
}

# All that a reader goes by.
check_file() {
	check_loads "$1"
	same "$1: types" \
	    "$(headers "$1" | sed 's/ .*//' | uniq | tr '\n' ' ')" \
	    'INTERP LOAD TLS NOTE '
	same "$1: notes" "$(headers "$1" | grep -c '^NOTE')" 3
	readelf -hW "$1" >header
	check "$1: type" grep -q 'Type: *EXEC' header
	check "$1: machine" grep -q "Machine: *$machine" header

	# Of each note there is a section, and a header, in this order.
	readelf -SW "$1" | sed 's/^ *\[ *[0-9]*\] *//' >sections
	for n in 1 2 3; do
		set -- "$1" not_openbsd abi manifest
		shift $n
		note=$1
		set -- "$file"
		same "$1: note $note" \
		    "$(headers "$1" | grep '^NOTE' | sed -n "${n}p" |
			cut -d' ' -f 3)" \
		    "0x$(awk -v s=".note.solo5.$note" \
			'$1 == s { print $3 }' sections)"
	done
	check_not "$1: no other notes" grep -q -e '^\.note\.gnu' sections

	"$objcopy" -O binary -j .interp "$1" interp
	same "$1: interpreter" "$(od -An -c interp | tr -d ' \n')" \
	    '/nonexistent/solo5/\0\0\0\0\0'
	readelf -lW "$1" >program
	check "$1: interpreter" grep -q \
	    'interpreter: /nonexistent/solo5/\]' program
}

# content FILE: as headers, without the offset of what has nothing in the file;
# and of nothing where pages do not say where it is.
content() {
	headers "$1" | awk -v page=$page '
	$4 == "0x000000" || page > 4096 { $2 = "-" }
	{ print }'
}

# What the file says must not change when it is stripped.
check_strip() {
	strip "$1" -o stripped 2>/dev/null ||
	    "$objcopy" -S "$1" stripped
	same "$1: stripped" "$(content stripped)" "$(content "$1")"
	same "$1: stripped: notes" \
	    "$(readelf -SW stripped | grep -c 'note\.solo5\.')" 3
	check "$1: stripped: size" test "$(wc -c <stripped)" -lt 40000
}

check_symbols() {
	same "$1: _stext" "$(symbol "$1" _stext)" $((base))
	last=0
	for s in _stext _etext _erodata _stdata _edata _ebss _end; do
		value=$(symbol "$1" $s)
		check "$1: $s" test "$value" -ge "$last"
		check "$1: $s aligned" test $((value % page)) -eq 0
		last=$value
	done
	# Muen starts what is right behind .interp.
	same "$1: _start" "$(nm -n "$1" | awk '$2 ~ /[Tt]/ && !/_stext|[$]/ {
		print $3; exit }')" _start
}

# A stack that overflows comes to memory that is not there before it comes to
# what the bindings need to report that.
check_guard() {
	end=$(headers "$1" | awk '$1 == "LOAD" && $6 == "RW" {
		print $3, $5; exit }')
	guard=$((${end% *} + ${end#* }))
	check "$1: guard" test "$(symbol "$1" __stack_chk_guard)" -lt $guard
	check "$1: guard: behind data" test $guard -gt "$(symbol "$1" _erodata)"
	check "$1: guard: before all else" test \
	    "$(symbol "$1" _stdata)" -ge $((guard + page))
}

write_app
write_manifest

# kinds: each target with each linker, as one word.
kinds() {
	for t in spt hvt muen; do
		[ -e "$LAYOUT/lib/$T/solo5_$t.o" ] && linkers | sed "s/^/$t,/"
	done
}

for kind in $(kinds); do
	target=${kind%%,*}
	linker=${kind#*,}
	name=$target$linker
	# What clang makes of a subject's channels is larger.
	case $target in
	muen)	base=0x200000; small=25600 ;;
	*)	base=0x100000; small=24576 ;;
	esac
	run "$cc" -z solo5-abi=$target "$linker" -g "$here/guest/full.c" \
	    manifest.c -o "full.$name"
	succeeds "$kind"
	file=full.$name
	check_file "$file"
	check_strip "$file"
	check_symbols "$file"
	same "$kind: segments" "$(loads "$file" | sed 's/.* //' |
	    tr '\n' ' ')" 'E R RW R RW '
	case $target in
	hvt | muen)	check_guard "$file" ;;
	esac
	check_not "$kind: no host runs it" sh -c "./$file 2>/dev/null"

	run "$cc" -O2 -z solo5-abi=$target "$linker" app.c manifest.c \
	    -o "app.$name"
	succeeds "$kind, nothing writable"
	file=app.$name
	check_file "$file"
	check_strip "$file"
	check "$file: stripped: size" test "$(wc -c <stripped)" -le $small
	check_symbols "$file"

	run "$cc" -z solo5-abi=$target "$linker" -Wl,--gc-sections \
	    -ffunction-sections -fdata-sections "$here/guest/full.c" \
	    manifest.c -o "gc.$name"
	succeeds "$kind, unused sections dropped"
	file=gc.$name
	check_file "$file"

	run "$cc" -z solo5-abi=$target "$linker" -fPIC -fcommon -g3 -O0 \
	    "$here/guest/full.c" manifest.c -o "pic.$name"
	succeeds "$kind, as for a shared object"
	file=pic.$name
	check_file "$file"

	# What has a place, although nobody would think of it.
	cat >odd.c <<'EOF'
static int n;
__attribute__((constructor)) static void start(void) { n++; }
__attribute__((destructor)) static void end(void) { n--; }
int common;
extern int nowhere __attribute__((weak));
int *weak = &nowhere;
int *const relocated = &common;
EOF
	run "$cc" -z solo5-abi=$target "$linker" -fcommon -fPIC app.c odd.c \
	    manifest.c -o "odd.$name"
	succeeds "$kind, odd sections"
	file=odd.$name
	check_file "$file"

	# What has none.
	echo 'int mine __attribute__((section("own"))) = 1;' >own.c
	run "$cc" -z solo5-abi=$target "$linker" app.c own.c manifest.c -o own
	fails "$kind, unknown section" 'sections of unknown names'

	cat >ifunc.c <<'EOF'
static int one(void) { return 1; }
static void *choose(void) { return one; }
int call(void) __attribute__((ifunc("choose")));
int (*pointer)(void) = call;
EOF
	run "$cc" -z solo5-abi=$target "$linker" app.c ifunc.c manifest.c \
	    -o ifunc
	fails "$kind, ifunc" 'ifunc'

	echo '__thread int far __attribute__((aligned(131072)));' >far.c
	run "$cc" -z solo5-abi=$target "$linker" app.c far.c manifest.c \
	    -o far
	fails "$kind, TLS aligned to more than a page" 'more than a page'

	# What tells no tender for whom it is can be linked all the same; where
	# there is none to tell, it cannot.
	run "$cc" -z solo5-abi=$target "$linker" app.c -o "none.$name"
	case $target in
	muen)
		fails "$kind, no manifest" __solo5_mft1_note ;;
	*)
		succeeds "$kind, no manifest"
		check_loads "none.$name" ;;
	esac
done

# Boot loaders that know multiboot look for its header in the first 8 KiB.
echo '__attribute__((aligned(4096))) int far(void) { return 0; }' >page.c
for target in virtio xen; do
	[ -e "$LAYOUT/lib/$T/solo5_$target.o" ] || continue
	for linker in $(linkers); do
		run "$cc" -z solo5-abi=$target "$linker" page.c app.c \
		    manifest.c -o "page.$target"
		succeeds "$target,$linker: code aligned to a page"
		check "$target,$linker: multiboot header" sh -c \
		    "od -An -v -tx4 -N8192 page.$target | grep -q 1badb002"
	done
done

finish
