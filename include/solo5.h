/* SPDX-License-Identifier: ISC */
/*
 * solo5.h: the interface between a unikernel and Solo5.
 *
 * A unikernel includes this header, defines solo5_app_main(), and links with
 * the bindings of one target.  It is the only header that an application
 * needs.  See solo5(3).
 *
 * There is one thread of control.  No function here may be called from a
 * signal or interrupt handler, and Solo5 never interrupts the application.
 */
#ifndef SOLO5_H
#define SOLO5_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus) && __cplusplus >= 201103L
#define SOLO5_NORETURN [[noreturn]]
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define SOLO5_NORETURN _Noreturn
#else
#define SOLO5_NORETURN __attribute__((__noreturn__))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What a call that can fail returns.  EINVAL and EUNSPEC report a mistake of
 * the caller and a failure of the host; Solo5 may abort the unikernel instead
 * of returning them, so a program must not depend on seeing either.
 */
typedef enum {
	SOLO5_R_OK = 0,		/* done */
	SOLO5_R_AGAIN,		/* nothing to do now, try again later */
	SOLO5_R_EINVAL,		/* an argument is not valid */
	SOLO5_R_EUNSPEC		/* the host failed; the reason is not known */
} solo5_result_t;

/*
 * What the application is started with.  Both the structure and the command
 * line stay valid, and are the application's to keep, until it ends.
 */
struct solo5_start_info {
	const char *cmdline;	/* the words, as one string */
	uintptr_t heap_start;	/* first byte of free memory, page aligned */
	size_t heap_size;	/* bytes; read-write, never executable */
};

/*
 * The application's entry point, which the application defines.  The initial
 * stack begins at the end of the heap region and grows down into it; the
 * application decides how much of the region it leaves to the stack.
 * Returning a value is the same as calling solo5_exit() with it.
 */
int solo5_app_main(const struct solo5_start_info *info);

/*
 * Ending.  The host sees the low eight bits of the status.  A status of 255
 * and above is reserved for Solo5 itself.
 */
#define SOLO5_EXIT_SUCCESS	0
#define SOLO5_EXIT_FAILURE	1
#define SOLO5_EXIT_ABORT	255

/* Ends the unikernel with a status. */
SOLO5_NORETURN void solo5_exit(int status);

/* Ends the unikernel with SOLO5_EXIT_ABORT; the host may keep a core dump. */
SOLO5_NORETURN void solo5_abort(void);

/* Time, in nanoseconds. */
typedef uint64_t solo5_time_t;

/* Time since an arbitrary moment in the past; it never goes back. */
solo5_time_t solo5_clock_monotonic(void);

/*
 * Time since 1970-01-01T00:00Z.  It is the host's clock, so it goes where
 * that goes: also backwards, and on across a suspend of the host.
 */
solo5_time_t solo5_clock_wall(void);

/*
 * A handle names an acquired device.  A set has the bit 1 << handle for each
 * of its members.
 */
typedef uint64_t solo5_handle_t;
typedef uint64_t solo5_handle_set_t;

/*
 * Sleeps until solo5_clock_monotonic() has reached deadline or a network
 * device has a frame to read, and perhaps returns earlier.  A deadline that
 * has passed makes it poll and return at once.  If ready_set is not NULL, the
 * network devices that have a frame are stored there.
 */
void solo5_yield(solo5_time_t deadline, solo5_handle_set_t *ready_set);

/*
 * Writes size bytes to the console, as they are.  It never fails; what the
 * host does not take is lost.
 */
void solo5_console_write(const char *buf, size_t size);

/* Length of an Ethernet address, and of the header before a frame's payload. */
#define SOLO5_NET_ALEN	6
#define SOLO5_NET_HLEN	14

struct solo5_net_info {
	uint8_t mac_address[SOLO5_NET_ALEN];
	size_t mtu;		/* bytes, not counting the Ethernet header */
};

/*
 * Acquires the network device that the manifest calls name, once.  Stores its
 * handle and its properties.  A name that is not in the manifest, that has
 * another type, or that is acquired already, is EINVAL.
 */
solo5_result_t solo5_net_acquire(const char *name, solo5_handle_t *handle,
    struct solo5_net_info *info);

/*
 * Sends one frame of size bytes, header included, at most mtu +
 * SOLO5_NET_HLEN.  Never blocks: a frame that the host cannot take now is
 * dropped without an error.
 */
solo5_result_t solo5_net_write(solo5_handle_t handle, const uint8_t *buf,
    size_t size);

/*
 * Receives one frame, header included, into buf of size bytes, which must be
 * at least mtu + SOLO5_NET_HLEN, and stores its length in *read_size.  Returns
 * AGAIN if there is none.
 */
solo5_result_t solo5_net_read(solo5_handle_t handle, uint8_t *buf, size_t size,
    size_t *read_size);

/* An offset into a block device, in bytes. */
typedef uint64_t solo5_off_t;

struct solo5_block_info {
	solo5_off_t capacity;	/* bytes, a multiple of block_size */
	solo5_off_t block_size;	/* bytes, the unit of all I/O */
};

/* Acquires a block device; as solo5_net_acquire(). */
solo5_result_t solo5_block_acquire(const char *name, solo5_handle_t *handle,
    struct solo5_block_info *info);

/*
 * Write and read size bytes at offset, both multiples of the block size, and
 * within the device; anything else is EINVAL and touches nothing.  Any whole
 * number of blocks may be moved by one call.  A failure of the host's device
 * is EUNSPEC.
 */
solo5_result_t solo5_block_write(solo5_handle_t handle, solo5_off_t offset,
    const uint8_t *buf, size_t size);
solo5_result_t solo5_block_read(solo5_handle_t handle, solo5_off_t offset,
    uint8_t *buf, size_t size);

/*
 * Thread-local storage, of the local-exec model.  For each thread of its own
 * the application allocates solo5_tls_size() bytes, fills them by calling
 * solo5_tls_init() with their address, and whenever it switches to the
 * thread, passes solo5_tls_tp_offset() of the same address to
 * solo5_set_tls_base().  The block may have any address; the alignment that
 * thread-local objects ask for is honoured inside it.  Before the first
 * solo5_set_tls_base() no thread-local object may be used.
 */
size_t solo5_tls_size(void);
uintptr_t solo5_tls_tp_offset(uintptr_t tls);
solo5_result_t solo5_tls_init(uintptr_t tls);
solo5_result_t solo5_set_tls_base(uintptr_t base);

#ifdef __cplusplus
}
#endif

#endif /* SOLO5_H */
