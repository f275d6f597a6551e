#!/bin/sh
# SPDX-License-Identifier: ISC
#
# elsewhere.sh: instead of a unit test of a build for another machine.

echo "$* cannot be run on the machine that built it"
exit 77
