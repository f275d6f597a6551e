#!/bin/sh
# SPDX-License-Identifier: ISC
#
# cc.sh: T-cc finds itself, takes its one option, and leaves all others alone.

. "${srcdir:-.}/lib.sh"

write_app
write_manifest
echo 'int main(void) { return 0; }' >main.c

# abi FILE: target and version of a unikernel, or nothing.
abi() {
	rm -f note
	"$objcopy" -O binary -j .note.solo5.abi "$1" note 2>/dev/null
	test -s note || return 0
	od -An -t u4 -j 20 -N 8 note | sed 's/  */ /g; s/^ //'
}

# No arguments, and questions to the compiler.
run "$cc"
same 'no argument: status' "$status" 1
same 'no argument' "$(cat err)" "$T-cc: No input files. Compilation terminated."
check 'no argument: no output' test ! -s out

for question in -v -dumpmachine -dumpversion --version -print-search-dirs \
    -print-file-name=libgcc.a -print-libgcc-file-name; do
	same "$question" "$("$cc" $question 2>&1)" \
	    "$($TARGET_CC $question 2>&1)"
done
run "$cc" -dM -E - </dev/null
succeeds '-dM -E -'
check '-dM -E -' grep -q '^#define __STDC_HOSTED__ 0$' out

# No question: where gcc puts what it leaves behind.
run "$cc" -Werror -dumpdir ./x- -c main.c -o main.o
if [ "$status" -eq 0 ]; then
	run "$cc" -z solo5-abi=spt -dumpdir ./x- app.c manifest.c -o dumpdir
	succeeds '-dumpdir'
	same '-dumpdir' "$(abi dumpdir)" '2 2'
fi

# The option.
run "$cc" -z solo5-abi=spt app.c manifest.c -o first
succeeds 'option first'
same 'option first' "$(abi first)" '2 2'
run "$cc" app.c manifest.c -o last -z solo5-abi=spt
succeeds 'option last'
same 'option last' "$(abi last)" '2 2'
run "$cc" -z solo5-abi=nil app.c -z solo5-abi=spt manifest.c -o twice
succeeds 'option twice'
same 'option twice' "$(abi twice)" '2 2'
if [ -e "$LAYOUT/lib/$T/solo5_hvt.o" ]; then
	run "$cc" -z solo5-abi=spt -z solo5-abi=hvt app.c manifest.c -o hvt
	succeeds 'another target'
	same 'another target' "$(abi hvt)" '1 2'
fi
run "$cc" '-z solo5-abi=spt' app.c manifest.c -o word
succeeds 'option in one word'
same 'option in one word' "$(abi word)" '2 2'

run "$cc" -z solo5-abi=nil app.c manifest.c -o nil
fails 'unknown target' 'solo5_nil\.lds'
check_not 'unknown target: no output' test -e nil

run "$cc" main.c -o stub
succeeds 'no option'
same 'no option' "$(abi stub)" ''
check_not 'what is linked with stub cannot be run' sh -c './stub 2>/dev/null'
run "$cc" app.c -o stub2
succeeds 'no option, application'

# Compiling: the option is of no interest.
for option in '-z solo5-abi=spt' '-z solo5-abi=nil'; do
	# In one word and in two.
	# shellcheck disable=SC2086
	for mode in -c -S -E; do
		run "$cc" -Werror "$option" $mode app.c -o app.out
		succeeds "$mode, option in one word"
		run "$cc" -Werror $option $mode app.c -o app.out
		succeeds "$mode, option in two words"
		run "$cc" -Werror $mode app.c -o app.out $option
		succeeds "$mode, option last"
	done
done

# Other -z pass, also one that is not complete.
run env __V=1 "$cc" -z now -c app.c
check 'another -z' grep -q -e '-z now -c app' err
run env __V=1 "$cc" -c app.c -z
check 'a lone -z' grep -q -e '-c app\.c -z$' err
run env __V=1 "$cc" -z now -z solo5-abi=spt -z noexecstack app.c manifest.c \
    -o z
check 'other -z between' grep -q -e '-z now -z noexecstack app' err

# The bindings come before what the user links.
"$cc" -c app.c manifest.c
run env __V=1 "$cc" -z solo5-abi=spt app.o manifest.o -o order
check 'bindings first' grep -q -e ':solo5_spt\.o .*app\.o manifest\.o' err

# Words arrive as they are.
blank='a  b'
# shellcheck disable=SC2016 # as it is
weird='$x `y` \z "q" *'
cat >words.c <<'EOF'
int same(const char *, const char *);
const char *blank = BLANK, *weird = WEIRD;
EOF
run "$cc" -E -P -D "BLANK=$blank" -D"WEIRD=$weird" -DEMPTY= words.c
succeeds 'words'
check 'a word with blanks' grep -q -F '= a b, *weird' out
check 'a word of characters that a shell knows' grep -q -F "$weird" out
mkdir 'a dir'
cp app.c 'a dir/an app.c'
run "$cc" -z solo5-abi=spt 'a dir/an app.c' manifest.c -o 'a dir/a * file'
succeeds 'file names with blanks'
check 'file names with blanks' test -s 'a dir/a * file'
run env __V=1 "$cc" -E -P -D EMPTY= '' words.c
check 'an empty word' grep -q -e "EMPTY= \(''\)\{0,1\} words" err

# __V
run env __V=1 "$cc" -c app.c
check 'trace' grep -q '^+ exec .* -c app\.c$' err
check 'trace: one line' test "$(wc -l <err)" -eq 1
run env __V= "$cc" -c app.c
succeeds 'an empty __V traces nothing'

# In steps, and partial linking.
run "$cc" -c app.c -o app.o
succeeds 'compile'
run "$cc" -c manifest.c -o manifest.o
succeeds 'compile a manifest'
run "$cc" -r app.o manifest.o -o both.o
succeeds 'link partially'
run "$cc" -z solo5-abi=spt both.o -o steps
succeeds 'link'
same 'in steps' "$(abi steps)" '2 2'

# The compiler's own library.
cat >mul.c <<'EOF'
typedef unsigned u128 __attribute__((mode(TI)));
u128 divide(u128 a, u128 b) { return a / b; }
int main(void) { return 0; }
EOF
run "$cc" mul.c -o mul -lgcc
succeeds '-lgcc'
run "$cc" mul.c -o mul
fails 'without -lgcc' '__udivti3'

# Atomic operations need no library.
cat >atomic.c <<'EOF'
int add(int *p) { return __atomic_fetch_add(p, 1, __ATOMIC_SEQ_CST); }
int main(void) { int n = 0; return add(&n); }
EOF
run "$cc" -O2 atomic.c -o atomic
succeeds 'atomic operations'

# The tree can be moved, and be called by a link.
cp -R "$LAYOUT" 'moved tree'
mkdir bin
ln -s "../moved tree/bin/$T-cc" bin/guest-cc
run env PATH="$PWD/bin:$PATH" guest-cc -z solo5-abi=spt app.c manifest.c \
    -o moved
succeeds 'by a link, in PATH'
check 'by a link as in place' cmp moved first
run env __V=1 "bin/guest-cc" -z solo5-abi=spt app.c manifest.c -o moved
check 'a moved tree is used' grep -q -F 'moved tree' err
check_not 'a moved tree is on its own' grep -q -F "$LAYOUT" err
run "$PWD/moved tree//bin///$T-cc" -z solo5-abi=spt app.c manifest.c -o moved
succeeds 'double slashes'
run "$PWD/bin/guest-cc"
same 'it calls itself by the name that it has' "$(cat err)" \
    'guest-cc: No input files. Compilation terminated.'

# Nothing of the name that tools look for and would take.
same 'the tools there are' "$(cd "$LAYOUT/bin" && echo *)" \
    "$T-cc $T-ld $T-objcopy"

finish
