/* SPDX-License-Identifier: ISC */
/*
 * reaper.h: a process that waits for the end of this one, which may be
 * SIGKILL, to end what outlives it.
 */
#ifndef SOLO5_HVT_HOST_REAPER_H
#define SOLO5_HVT_HOST_REAPER_H

struct reaper {
	/*
	 * (optional) Gives up what is not needed for reap(), or returns in
	 * words what failed, with errno.
	 */
	const char *(*confine)(void);
	void	(*reap)(void);
	int	keep;	/* a descriptor that these two need, or -1 */
};

/*
 * Starts one, and returns a socket to it once it is ready; or a negative
 * errno, with what failed.  When the socket is closed, reap() is called; and
 * when a byte comes, which is then answered.  To be called before there is
 * what is to be ended, and a second thread.
 */
int reaper_start(const struct reaper *reaper, const char **what);

#endif /* SOLO5_HVT_HOST_REAPER_H */
