/* SPDX-License-Identifier: ISC */
/*
 * signals.h: the signals that end the program.
 */
#ifndef SOLO5_HVT_SIGNALS_H
#define SOLO5_HVT_SIGNALS_H

/* From now on SIGTERM and SIGINT end the program with a message. */
void signals_init(void);

#endif /* SOLO5_HVT_SIGNALS_H */
