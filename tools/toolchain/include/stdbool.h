/* SPDX-License-Identifier: ISC */
/*
 * stdbool.h: truth.
 */
#ifndef SOLO5_FREESTANDING_STDBOOL_H
#define SOLO5_FREESTANDING_STDBOOL_H

#ifndef __cplusplus
#define bool	_Bool
#define false	0
#define true	1
#endif

#define __bool_true_false_are_defined	1

#endif /* SOLO5_FREESTANDING_STDBOOL_H */
