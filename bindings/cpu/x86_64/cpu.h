/* SPDX-License-Identifier: ISC */
/*
 * cpu.h: x86_64, as far as code that is not for it has to know.
 *
 * The cpu.h of every CPU defines the same names.
 */
#ifndef SOLO5_CPU_CPU_H
#define SOLO5_CPU_CPU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What memory is protected in, at least. */
#define CPU_PAGE_SIZE	4096u

/* Ends everything, where there is nobody to ask: an invalid instruction. */
static inline __attribute__((__always_inline__, __noreturn__)) void
cpu_trap(void)
{
	__asm__ volatile("ud2");
	__builtin_unreachable();
}

/* Copies and fills as memcpy() and memset() do. */
static inline void
cpu_copy(void *dst, const void *src, size_t len)
{
	size_t words = len / 8;

	len %= 8;
	__asm__ volatile("rep movsq"
	    : "+D"(dst), "+S"(src), "+c"(words) : : "memory");
	__asm__ volatile("rep movsb"
	    : "+D"(dst), "+S"(src), "+c"(len) : : "memory");
}

static inline void
cpu_fill(void *dst, unsigned char c, size_t len)
{
	size_t words = len / 8;

	len %= 8;
	__asm__ volatile("rep stosq"
	    : "+D"(dst), "+c"(words) : "a"(c * 0x0101010101010101u)
	    : "memory");
	__asm__ volatile("rep stosb"
	    : "+D"(dst), "+c"(len) : "a"(c) : "memory");
}

/* The state of FPU and SSE registers, in memory. */
struct cpu_fpu {
	uint16_t control;
	uint16_t status;
	uint8_t tag;
	uint8_t reserved0[19];
	uint32_t mxcsr;
	uint8_t reserved1[484];
} __attribute__((__aligned__(16)));

_Static_assert(sizeof(struct cpu_fpu) == 512, "cpu_fpu");

/*
 * Puts the FPU into the state that the ABI has at the entry of a program: all
 * exceptions masked, rounding to nearest, x87 with 64 bits of mantissa.  One
 * instruction for all of it, and one that KVM can emulate where the hardware
 * does not help it, as it cannot LDMXCSR.
 */
static inline __attribute__((__always_inline__)) void
cpu_fpu_init(void)
{
	static const struct cpu_fpu initial = {
		.control = 0x37f,
		.mxcsr = 0x1f80,
	};

	__asm__ volatile("fxrstor %0" : : "m"(initial));
}

static inline __attribute__((__always_inline__)) uint64_t
cpu_cycles(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return (uint64_t)high << 32 | low;
}

static inline __attribute__((__always_inline__)) void
cpu_id(uint32_t leaf, uint32_t *eax, uint32_t *ebx, uint32_t *ecx,
    uint32_t *edx)
{
	__asm__ volatile("cpuid"
	    : "=a"(*eax), "=b"(*ebx), "=c"(*ecx), "=d"(*edx)
	    : "a"(leaf), "c"(0));
}

/* A bit of leaf 1, ECX. */
static inline __attribute__((__always_inline__)) bool
cpu_has(unsigned int bit)
{
	uint32_t eax, ebx, ecx, edx;

	cpu_id(1, &eax, &ebx, &ecx, &edx);
	return (ecx >> bit & 1) != 0;
}

static inline __attribute__((__always_inline__)) bool
cpu_has_xsave(void)
{
	return cpu_has(26);
}

static inline __attribute__((__always_inline__)) bool
cpu_has_rdrand(void)
{
	return cpu_has(30);
}

/*
 * 64 bits from the CPU's generator of random numbers, if it has one and that
 * does not run dry; ten tries are what its manual asks for.
 */
static inline __attribute__((__always_inline__)) bool
cpu_random(uint64_t *value)
{
	bool done = false;

	if (cpu_has_rdrand())
		for (int i = 0; i < 10 && !done; i++)
			__asm__ volatile("rdrand %0\n\tsetc %1"
			    : "=r"(*value), "=qm"(done) : : "cc");
	return done;
}

/*
 * Thread-local storage is of variant II: the image ends at the thread
 * pointer, and at the thread pointer is a word that holds itself.
 *
 *	block                        tp
 *	| .tdata | .tbss             | tp |
 */

/* An alignment that is more than it need be does no harm. */
#define CPU_TLS_GUESS_MAX	SIZE_MAX

/* Bytes beside the image. */
static inline size_t
cpu_tls_room(size_t align)
{
	(void)align;
	return sizeof(uintptr_t);
}

/* The image in an aligned block. */
static inline uintptr_t
cpu_tls_image(uintptr_t block, size_t align)
{
	(void)align;
	return block;
}

/* The thread pointer of an aligned block. */
static inline uintptr_t
cpu_tls_tp(uintptr_t block, size_t image_size, size_t align)
{
	(void)align;
	return block + image_size;
}

/* A word that need not be aligned: other linker scripts do not pad. */
struct cpu_tls_word {
	uintptr_t value;
} __attribute__((__packed__, __may_alias__));

/* Writes what is beside the image. */
static inline void
cpu_tls_setup(uintptr_t tp)
{
	((struct cpu_tls_word *)tp)->value = tp;
}

/*
 * What follows is for targets where the unikernel has a CPU to itself.
 */

/* Sets up what is needed to notice and report that an instruction failed. */
void cpu_init(void);

/*
 * The same where the host lets nobody ask what the CPU is, nor change its
 * mode: of the vector registers there are those that it has enabled.
 */
void cpu_tables_init(void);

/* A model-specific register. */
static inline uint64_t
cpu_msr(uint32_t msr)
{
	uint32_t low, high;

	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
	return (uint64_t)high << 32 | low;
}

/*
 * Makes base the thread pointer, by writing FS_BASE.  The CPU does not take
 * an address of which the upper 17 bits are not all alike.
 */
static inline bool
cpu_set_tls_base(uintptr_t base)
{
	if ((uintptr_t)((intptr_t)(base << 16) >> 16) != base)
		return false;
	__asm__ volatile("wrmsr"
	    :
	    : "c"(0xc0000100u), "a"((uint32_t)base), "d"(base >> 32)
	    : "memory");
	return true;
}

/*
 * After cpu_init(): where the CPU goes for an interrupt that may come while
 * the application runs, and on which stack.
 */
void cpu_interrupt_set(unsigned int vector, const char *entry,
    char *stack_end);

/* What an exception leaves for the host, and for a debugger there. */
struct cpu_trap {
	uint64_t cr2;
	uint64_t ec;
	uint64_t rip;
	uint64_t cs;
	uint64_t rflags;
	uint64_t rsp;
	uint64_t ss;
	uint64_t magic;		/* CPU_TRAP_MAGIC: there are regs */
	uint64_t regs[15];	/* r15 ... r12 rbp rbx r11 ... r8 rax rcx
				   rdx rsi rdi */
};

#define CPU_TRAP_MAGIC	0x5347455250415254u

/* Between vectors.S and cpu.c. */

#define CPU_VECTORS	32
#define CPU_INTERRUPTS	16	/* their vectors follow */

struct cpu_pushed {
	uint64_t regs[15];
	uint64_t vector;
	/* rip, cs, rflags, rsp, ss; for some, an error code before them. */
	uint64_t frame[];
};

extern const char cpu_vectors[CPU_VECTORS][8];

__attribute__((__noreturn__)) void
    cpu_trapped(const struct cpu_pushed *pushed);

#endif /* SOLO5_CPU_CPU_H */
