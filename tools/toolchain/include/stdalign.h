/* SPDX-License-Identifier: ISC */
/*
 * stdalign.h: alignment, by the names that C++ has without a header.
 */
#ifndef SOLO5_FREESTANDING_STDALIGN_H
#define SOLO5_FREESTANDING_STDALIGN_H

#ifndef __cplusplus
#define alignas		_Alignas
#define alignof		_Alignof
#endif

#define __alignas_is_defined	1
#define __alignof_is_defined	1

#endif /* SOLO5_FREESTANDING_STDALIGN_H */
