/* SPDX-License-Identifier: ISC */
/*
 * stdnoreturn.h: functions that do not return.
 */
#ifndef SOLO5_FREESTANDING_STDNORETURN_H
#define SOLO5_FREESTANDING_STDNORETURN_H

#define noreturn	_Noreturn

#endif /* SOLO5_FREESTANDING_STDNORETURN_H */
