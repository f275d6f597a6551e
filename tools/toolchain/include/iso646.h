/* SPDX-License-Identifier: ISC */
/*
 * iso646.h: names of operators, which C++ has without a header.
 */
#ifndef SOLO5_FREESTANDING_ISO646_H
#define SOLO5_FREESTANDING_ISO646_H

#ifndef __cplusplus
#define and	&&
#define and_eq	&=
#define bitand	&
#define bitor	|
#define compl	~
#define not	!
#define not_eq	!=
#define or	||
#define or_eq	|=
#define xor	^
#define xor_eq	^=
#endif

#endif /* SOLO5_FREESTANDING_ISO646_H */
