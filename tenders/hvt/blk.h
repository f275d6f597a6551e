/* SPDX-License-Identifier: ISC */
/*
 * blk.h: block devices, by hypercalls.
 */
#ifndef SOLO5_HVT_BLK_H
#define SOLO5_HVT_BLK_H

#include <solo5/hvt_abi.h>

struct vm;

/* Both return a solo5_result_t. */
int blk_write(const struct vm *vm, const struct hvt_hc_block_write *call);
int blk_read(const struct vm *vm, const struct hvt_hc_block_read *call);

#endif /* SOLO5_HVT_BLK_H */
