/* SPDX-License-Identifier: ISC */
/*
 * net.h: network devices, by hypercalls.
 */
#ifndef SOLO5_HVT_NET_H
#define SOLO5_HVT_NET_H

#include <solo5/hvt_abi.h>

struct vm;

/* Both return a solo5_result_t. */
int net_write(const struct vm *vm, const struct hvt_hc_net_write *call);
int net_read(const struct vm *vm, struct hvt_hc_net_read *call);

/*
 * Before each POLL: a device of which a read has failed, and that says nothing
 * but that it has gone away, would end every wait at once, for ever.
 */
void net_forget_ended(const struct vm *vm);

#endif /* SOLO5_HVT_NET_H */
