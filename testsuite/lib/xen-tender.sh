#!/bin/sh
# SPDX-License-Identifier: ISC
#
# xen-tender [--mem=MIB] [--] KERNEL [ARG ...]
#
# On a machine that is Xen's first domain, runs a guest of the target xen as
# another, of the kind PVH.  Prints what the guest prints, byte for byte, when
# it has ended, and exits with 0 if it has powered itself off, 255 if it has
# crashed, and 1 otherwise: the status of a guest is lost.  Nothing is left of
# the domain, also if this is killed.
#
# XEN_NAME is its name, and XEN_SECONDS how long it may run.  With no argument
# only tells whether this is such a machine.
#
# Everything is emulated here, and a process takes long to start: there are
# few.

set -u

name=${XEN_NAME-s5-$$}
seconds=${XEN_SECONDS-200}
log=/var/log/xen/console/guest-$name.log
work=/tmp/$name

fail()
{
	echo "xen-tender: $*" >&2
	exit 1
}

# Makes of words a string of xl's, which cannot have what it ends with.
string=
make_string()
{
	string=$*
	case $string in
	*\"*)	fail "xl takes no quotes: $string" ;;
	*[\\[:cntrl:]]*)
		string=$(printf %s "$string" |
		    sed -z 's/\\/\\\\/g; s/\n/\\n/g') ;;
	esac
}

# Xen's tables of a domain's pages have a pool, which is too small if it is
# only in proportion.
config()
{
	printf '%s\n' "name = \"$name\"" 'type = "pvh"' "memory = $mem" \
	    'shadow_memory = 4' 'on_crash = "destroy"' \
	    'on_poweroff = "destroy"' 'on_reboot = "destroy"' \
	    'on_watchdog = "destroy"'
	make_string "$1"
	printf '%s\n' "kernel = \"$string\""
	shift
	make_string "$@"
	printf '%s\n' "cmdline = \"$string\""
}

# Ends xl when the time is over, and is ended itself before that.  What holds
# the domain is closed for good: a shell keeps another one of what a function is
# called without.
timer()
{
	exec 9>&-
	trap 'kill $! 2>/dev/null; exit' TERM
	sleep "$seconds" &
	wait $! || exit
	: >"$work/late"
	kill "$1"
}

# Reads what xl says: when the domain runs, and why it has ended, a number of
# Xen's.  One that is only half made has no name to be found by, so the time
# is that of one that runs.
follow()
{
	while read -r line; do
		printf '%s\n' "$line" >>"$work/said"
		case $line in
		'Waiting for domain '*)
			timer "$1" &
			timer=$! ;;
		*' has shut down, reason code '*)
			reason=${line#* reason code }
			reason=${reason%% *} ;;
		esac
	done
}

# xenconsoled has written everything when it has closed what it writes to.
# The bindings put a carriage return before each line feed.
show_console()
{
	read -r pid </run/xenconsoled.pid
	tries=0
	while test -n "$(find "/proc/$pid/fd" -lname "$log" 2>/dev/null)"; do
		test $((tries += 1)) -le 100 ||
		    fail 'xenconsoled does not end the console'
		sleep 0.05
	done
	test ! -f "$log" || sed -z 's/\r\n/\n/g' "$log"
}

mem=32
while test $# -gt 0; do
	case $1 in
	--mem=*)	mem=${1#--mem=} ;;
	--)		shift; break ;;
	-*)		fail "no such option: $1" ;;
	*)		break ;;
	esac
	shift
done
test -e /proc/xen/privcmd || fail 'this is not the first domain of Xen'
test $# -gt 0 || exit 0
mkdir "$work" || exit 1
config "$@" >"$work/config" || exit 1

# What is left of a domain is destroyed when nobody holds the other end of this
# FIFO any more, unless somebody has said that there is nothing.
mkfifo "$work/held" "$work/xl" || exit 1
exec 9<>"$work/held"
# shellcheck disable=SC2016 # another shell's
setsid sh -c 'read -r word || xl list | while read -r name id rest; do
	case $name in
	"$2" | "(null)") xl destroy "$id" ;;
	esac
    done
    rm -rf "$1" "$3"' \
    sh "$work" "$name" "$log" <"$work/held" >/dev/null 2>&1 9>&- &
reason=
timer=
trap 'test -z "$timer" || kill "$timer"; exit 1' HUP INT TERM

xl create -F "$work/config" </dev/null >"$work/xl" 2>&1 9>&- &
follow $! <"$work/xl"
test -z "$timer" || kill "$timer" 2>/dev/null
test ! -e "$work/late" || xl destroy "$name" 2>/dev/null 9>&-
show_console
status=1
case $reason in
0)	status=0 ;;
1)	echo 'xen-tender: the guest was reset' >&2 ;;
3)	status=255 ;;
*)	if test -e "$work/late"; then
		echo "xen-tender: the guest has not ended in $seconds s" >&2
	else
		cat "$work/said" >&2
	fi ;;
esac
echo none >&9
exec 9>&-
wait
exit $status
