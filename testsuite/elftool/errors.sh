#!/bin/sh
# SPDX-License-Identifier: ISC
#
# errors.sh: every manifest that is refused is refused for its own reason, at
# its own place, and leaves no output.

. "${srcdir:-.}/lib.sh"

# refuses TEXT MESSAGE: TEXT is refused, from a file and from standard input.
refuses() {
	printf '%s' "$1" >m.json
	run gen-manifest m.json m.c
	fails "$1" "m.json:$2"
	check_not "$1: no output" test -e m.c
	run gen-manifest - - <m.json
	fails "$1" "<stdin>:$2"
}

# manifest DEVICES: a manifest with this text in the brackets, from line 1,
# column 55.
manifest() {
	printf '{ "type": "solo5.manifest", "version": 1, "devices": [%s] }' \
	    "$1"
}

esc=$(printf '\033')

# Ends of messages.
no_name='is not 1 to 67 letters and digits'
types='there are BLOCK_BASIC and NET_BASIC'

# Syntax.  The words, and the column, are the JSON library's own and change
# with its version, so only the line and a part of the text are looked at.
misparses() {
	printf '%s' "$1" >m.json
	run gen-manifest m.json m.c
	fails_like "$1" "m.json:$2:*$3*"
	check_not "$1: no output" test -e m.c
}

misparses '' 1 'expected'
misparses 'x' 1 "near 'x'"
misparses '{ "type": ' 1 'near end of file'
misparses '{
  "type": "solo5.manifest"
  "version": 1 }' 3 "expected near '\"version\"'"
misparses "$(manifest '') x" 1 'end of file expected'
misparses '{ "type": "a",
"type": "b" }' 2 'duplicate object key'
misparses "$(manifest '
{ "name": "a",
"name": "b" }')" 3 'duplicate object key'
misparses '{ "type": "\u0000" }' 1 'not allowed'
misparses '{ "version": 99999999999999999999 }' 1 'too big integer'
misparses "{ \"${esc}[31m" 1 'control character 0x1b'
misparses '{ "type":
nul }' 2 "invalid token near 'nul'"
misparses '{ type: 1 }' 1 "near 'type'"
misparses "$(manifest '{ "name": "a", }')" 1 'expected'

# The outermost object.
refuses '[]' '1:1: must be an object'
refuses '
  []' '2:3: must be an object'
refuses '{}' "1:1: missing key 'type'"
refuses '{ "type": "solo5.manifest" }' "1:1: missing key 'version'"
refuses '{ "type": "solo5.manifest", "version": 1 }' \
    "1:1: missing key 'devices'"
refuses '{ "version": 1, "devices": [] }' "1:1: missing key 'type'"
refuses '{ "typ": "solo5.manifest" }' "1:3: unknown key 'typ'"
refuses '{ "Type": "solo5.manifest" }' "1:3: unknown key 'Type'"
refuses '{ "": 1 }' "1:3: unknown key ''"
refuses '{
	"type": "solo5.manifest",
	"comment": "x" }' "3:2: unknown key 'comment'"
refuses '{ "type": "solo5.abi" }' '1:11: type: must be "solo5.manifest"'
refuses '{ "type": 1 }' '1:11: type: must be "solo5.manifest"'
refuses '{ "type": null }' '1:11: type: must be "solo5.manifest"'
for v in 0 2 -1 1.0 1e0 '"1"' true null '[ 1 ]' '{ "a": 1 }'; do
	refuses '{ "version": '"$v"' }' '1:14: version: must be the integer 1'
done
for v in '{}' '"a"' 1 null; do
	refuses '{ "devices": '"$v"' }' '1:14: devices: must be an array'
done

# Devices.
refuses "$(manifest 1)" '1:55: devices[0]: must be an object'
refuses "$(manifest '{}, {}')" "1:55: devices[0]: missing key 'name'"
refuses "$(manifest '{ "name": "a" }')" "1:55: devices[0]: missing key 'type'"
refuses "$(manifest '{ "type": "NET_BASIC" }')" \
    "1:55: devices[0]: missing key 'name'"
refuses "$(manifest '{ "name": "a", "type": "NET_BASIC" },
[]')" '2:1: devices[1]: must be an object'
refuses "$(manifest '
  { "name": "a", "type": "NET_BASIC", "mac": "02:00:00:00:00:01" }')" \
    "2:39: devices[0]: unknown key 'mac'"
for v in 1 null true '[ "a" ]'; do
	refuses "$(manifest '{ "name": '"$v"' }')" \
	    '1:65: devices[0].name: must be a string'
	refuses "$(manifest '{ "type": '"$v"' }')" \
	    '1:65: devices[0].type: must be a string'
done
for v in '' a-b a_b 'a b' ../a 'a"b' 'a,b' 'a\b'; do
	json=$(printf '%s' "$v" | sed 's/["\\]/\\&/g')
	refuses "$(manifest '{ "name": "'"$json"'" }')" \
	    "1:65: devices[0].name: '$v' $no_name"
done
for v in FOO net_basic NET_BASIC1 RESERVED_FIRST ''; do
	refuses "$(manifest '{ "type": "'"$v"'" }')" \
	    "1:65: devices[0].type: unknown device type '$v'; $types"
done
refuses "$(manifest '{ "name": "a", "type": "NET_BASIC" },
  { "name": "b", "type": "NET_BASIC" },
  { "type": "BLOCK_BASIC", "name": "a" }')" \
    "3:36: devices[2].name: 'a' is the name of devices[0] already"
refuses "$(devices 64)" '4:14: devices: too many entries, maximum 63'
refuses "$(devices 1000)" '4:14: devices: too many entries, maximum 63'
refuses "$(manifest '{ "name": "'"$(name 68)"'" }')" \
    "1:65: devices[0].name: '$(name 40 | tr 7 0)...' $no_name"

# The place is found behind what looks like structure but is in a string, in
# characters and not in bytes; and what is shown is printable.
refuses '{ "\u0074ype": "}],{[\"\\" }' '1:16: type: must be "solo5.manifest"'
shown='\xc3\xa9]}"{[\ \xc3\xa9\x1b\xc2\x9b'
refuses "$(manifest '{"name":"\u00e9]}\"{[\\ '"é"'\u001b\u009b","type":""}')" \
    "1:63: devices[0].name: '$shown' $no_name"
refuses '{ "é": 1 }' "1:3: unknown key '\\xc3\\xa9'"
refuses "$(manifest '
  { "type": "é" }')" \
    "2:13: devices[0].type: unknown device type '\\xc3\\xa9'; $types"
refuses "$(manifest '{"name":"éé"
}')" "1:63: devices[0].name: '\\xc3\\xa9\\xc3\\xa9' $no_name"
refuses '{ "type": "solo5.manifest", "devices": [
  { "name": "é", "x": 1 } ] }' \
    "2:13: devices[0].name: '\\xc3\\xa9' $no_name"

# Bytes that a shell cannot hold.
printf '{"a\000b":1}' >m.json
run gen-manifest m.json m.c
fails_like 'NUL in a string' 'm.json:1:*control character 0x0*'
printf '{"a":1}\000' >m.json
run gen-manifest m.json m.c
fails_like 'NUL behind the end' 'm.json:1:*'
printf '{"a\377":1}' >m.json
run gen-manifest m.json m.c
fails_like 'not UTF-8' 'm.json:1:*0xff*'
printf '\357\273\277{}' >m.json
run gen-manifest m.json m.c
fails_like 'byte order mark' 'm.json:1:*'

# Deep, long and endless input ends soon, and with one line.
awk 'BEGIN { for (i = 0; i < 500000; i++) printf "[" }' >m.json
run gen-manifest m.json m.c
fails_like 'deep arrays' 'm.json:1:*depth*'
awk 'BEGIN { for (i = 0; i < 1000; i++) printf "{\"a\":" }' >m.json
run gen-manifest m.json m.c
fails_like 'deep objects' 'm.json:1:*'
{
	printf '{"'
	head -c 500000 /dev/zero | tr '\0' k
	printf '": 1}'
} >m.json
run gen-manifest m.json m.c
fails 'long key' "m.json:1:2: unknown key '$(name 40 | tr 0-9 k)...'"
{
	devices 1
	head -c 1048576 /dev/zero | tr '\0' ' '
} >m.json
run gen-manifest m.json m.c
fails 'long file' 'm.json: cannot read: File too large'
if [ -c /dev/zero ]; then
	run gen-manifest /dev/zero m.c
	fails 'endless file' '/dev/zero: cannot read: File too large'
fi
check_not 'no output' test -e m.c

finish
