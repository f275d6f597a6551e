/* SPDX-License-Identifier: ISC */
/*
 * model.h: what of FreeBSD a tender calls, on Linux.
 *
 *	vmm.c		machines of vmm(4), by name, and their requests
 *	vcpu.c		their CPU, by ../machine.c
 *	calls.c		system calls on descriptors: whose they are, and rights
 *	capsicum.c	rights, and capability mode
 *	kqueue.c	kqueue(2)
 *	world.c		all that is Linux, without FreeBSD's headers
 *
 * It is strict: what the kernel refuses is refused, and what no program may
 * rely on is violated.  BHYVE_MODEL says what is to be otherwise, as words
 * NAME=VALUE: an error by its name, for what the name says.
 */
#ifndef SOLO5_TESTSUITE_BSD_FREEBSD_MODEL_H
#define SOLO5_TESTSUITE_BSD_FREEBSD_MODEL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

struct vm_exit;
struct vm_memseg;
struct vm_run;

/* Descriptors from here on are the model's own, and no program's. */
#define MODEL_FD	900
#define MODEL_FDS	1024

enum model_kind {
	MODEL_FILE,		/* Linux's, as it is */
	MODEL_VMM,		/* /dev/vmm/NAME */
	MODEL_CONTROL,		/* /dev/vmmctl */
	MODEL_KQUEUE
};

struct model_fd {
	enum model_kind kind;
	bool limited;		/* to rights */
	uint64_t rights[2];
	size_t nrequests;	/* limited to, if any right is */
	unsigned long request[16];
};

extern struct model_fd model_fd[MODEL_FDS];

/* What a release has; see release-*.c. */
struct model_release {
	size_t memmaps;		/* of a machine; for 13, the least of any */
	const char *control;	/* none, plain, or close */
};

extern const struct model_release model_release;

/*
 * Whether BHYVE_MODEL has the word name=ERROR; then errno is that.  And the
 * value of any word, or NULL.
 */
bool model_fails(const char *name);
const char *model_value(const char *name, char *buf, size_t size);

/* Ends the program, which has done what no program may. */
void model_violation(const char *fmt, ...)
    __attribute__((__noreturn__, __format__(__printf__, 1, 2)));

/* Refuses, as the kernel does: returns -1, with errno. */
int model_refuse(int error);

/* capsicum.c */

/* Whether all these rights are there; else errno, or the end. */
bool model_may(int fd, uint64_t rights);
bool model_may_request(int fd, unsigned long request);
bool model_sandboxed(const char *what);

/* vmm.c */

bool vmm_is_device(const char *path);
int vmm_open(const char *path);
int vmm_control_open(void);
int vmm_ioctl(int fd, unsigned long request, void *arg);
int vmm_control_ioctl(int fd, unsigned long request, void *arg);
void *vmm_mmap(void *addr, size_t len, int prot, int flags, int fd,
    off_t gpa);
int vmm_create(const char *name, size_t len);
int vmm_destroy(const char *name, size_t len);
bool vmm_has(uint64_t gpa);

/* vcpu.c: requests of the CPU; and running it, errno if that is refused. */

int vcpu_ioctl(unsigned long request, void *arg);
int vcpu_run(struct vm_exit *e);
uint64_t vcpu_tsc_freq(void);

/* release-*.c: the forms that requests have in a release. */

int release_run(void *arg);
bool release_memseg_valid(const struct vm_memseg *seg);

/* For tests: where a run is to store what stopped the CPU, and where it is. */
void release_run_prepare(struct vm_run *run, struct vm_exit *e);
const struct vm_exit *release_run_exit(const struct vm_run *run,
    const struct vm_exit *e);

/* world.c; functions return 0 or more, or a negative errno. */

int world_registry(const char *name, bool create);
int world_forget(const char *name);
bool world_forgotten(int fd);
/* A process that forgets what is told it, once the descriptor is closed. */
int world_keeper(void);
int world_keeper_tell(int fd, const char *name);
/* Memory of the kernel's: a descriptor above MODEL_FD, and where it is. */
int world_memory(size_t size, void **mem);
void *world_mmap(void *addr, size_t len, int prot, int flags, int fd,
    off_t offset);
int world_mprotect(void *addr, size_t len, int prot);
int world_tap(const char *name);
unsigned int world_tap_index(int fd);	/* or 0 */
int world_epoll(void);
int world_epoll_add(int epoll, int fd, uint64_t data);
int world_epoll_remove(int epoll, int fd);
bool world_hung_up(int fd);
int world_epoll_wait(int epoll, uint64_t *data, int n,
    const struct timespec *timeout);
int world_sandbox(void);

#endif /* SOLO5_TESTSUITE_BSD_FREEBSD_MODEL_H */
