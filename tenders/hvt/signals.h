/* SPDX-License-Identifier: ISC */
/*
 * signals.h: the signals that end the program.
 */
#ifndef SOLO5_HVT_SIGNALS_H
#define SOLO5_HVT_SIGNALS_H

/*
 * From now on SIGTERM, SIGINT and SIGALRM end the program with a message, for
 * which nobody is waited long.
 */
void signals_init(void);

#endif /* SOLO5_HVT_SIGNALS_H */
