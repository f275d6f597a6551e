#!/bin/sh
# SPDX-License-Identifier: ISC
#
# old.sh: a unikernel of ours runs on the spt tenders of older releases, which
# give it no entropy and no vDSO, and allow block I/O only block by block.

. "${srcdir:-.}/lib.sh"

test -n "${TENDER-}" || skip 'no tender to run it with'

cat >manifest.c <<'EOF'
#define MFT_ENTRIES 2
#include "mft_abi.h"
MFT1_NOTE_DECLARE_BEGIN
{
  .version = MFT_VERSION, .entries = 2,
  .e = {
    { .name = "", .type = MFT_RESERVED_FIRST },
    { .name = "disk", .type = MFT_DEV_BLOCK_BASIC },
  }
}
MFT1_NOTE_DECLARE_END
EOF
dd if=/dev/zero of=disk bs=512 count=10 2>/dev/null
run "$cc" -O2 -z solo5-abi=spt "$here/guest/old.c" manifest.c -o old
succeeds 'linking'

run "$OLDTENDER" old disk
[ "$status" -eq 77 ] && skip "$(cat err)"
succeeds 'old tender'
first=$(cat out)
sum=$(cksum <disk)
check 'old tender: it wrote to the disk' test "$sum" != \
    "$(dd if=/dev/zero bs=512 count=10 2>/dev/null | cksum)"

# Without entropy of the tender's the guard is another one each time.
run "$OLDTENDER" old disk
succeeds 'old tender, again'
check 'old tender: another guard' test "$(cat out)" != "$first"

# On ours the same, in fewer calls.
dd if=/dev/zero of=disk bs=512 count=10 2>/dev/null
run "$TENDER" --mem=8 --block:disk=disk old --solo5:quiet old
succeeds 'our tender'
check 'our tender: another guard' test "$(cat out)" != "$first"
same 'our tender: the same on the disk' "$(cksum <disk)" "$sum"

finish
