/* SPDX-License-Identifier: ISC */
/*
 * system.h: the calls that the linker sends to system.c, and those that it
 * takes away from there.
 */
#ifndef SOLO5_BSD_OPENBSD_SYSTEM_H
#define SOLO5_BSD_OPENBSD_SYSTEM_H

#include <stddef.h>
#include <sys/types.h>

#include "openbsd.h"

struct passwd;

/* kqueue.c: the device of a tap interface. */
int tap_open_device(const char *name, int flags);

int __real_chdir(const char *dir);
int __real_chroot(const char *dir);
int __real_close(int fd);
pid_t __real_fork(void);
uid_t __real_geteuid(void);
int __real_ioctl(int fd, unsigned long request, ...);
void *__real_mmap(void *p, size_t len, int prot, int flags, int fd,
    off_t offset);
int __real_mprotect(void *p, size_t len, int prot);
int __real_munmap(void *p, size_t len);
int __real_open(const char *path, int flags, ...);
int __real_setgroups(size_t n, const gid_t *gid);
int __real_setresgid(gid_t r, gid_t e, gid_t s);
int __real_setresuid(uid_t r, uid_t e, uid_t s);
int __real_socketpair(int domain, int type, int protocol, int fd[2]);

int __wrap_chdir(const char *dir);
int __wrap_chroot(const char *dir);
int __wrap_close(int fd);
void __wrap_closefrom(int fd);
pid_t __wrap_fork(void);
uid_t __wrap_geteuid(void);
struct passwd *__wrap_getpwnam(const char *name);
int __wrap_ioctl(int fd, unsigned long request, ...);
void *__wrap_mmap(void *p, size_t len, int prot, int flags, int fd,
    off_t offset);
void *__wrap_mmap64(void *p, size_t len, int prot, int flags, int fd,
    off_t offset);
int __wrap_mprotect(void *p, size_t len, int prot);
int __wrap_munmap(void *p, size_t len);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...);
int __wrap_setgroups(size_t n, const gid_t *gid);
int __wrap_setresgid(gid_t r, gid_t e, gid_t s);
int __wrap_setresuid(uid_t r, uid_t e, uid_t s);
int __wrap_socketpair(int domain, int type, int protocol, int fd[2]);

#endif /* SOLO5_BSD_OPENBSD_SYSTEM_H */
