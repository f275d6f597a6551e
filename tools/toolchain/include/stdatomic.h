/* SPDX-License-Identifier: ISC */
/*
 * stdatomic.h: what happens at once.  Only clang comes without a header for
 * this, and so the names are those that clang has for it.
 */
#ifndef SOLO5_FREESTANDING_STDATOMIC_H
#define SOLO5_FREESTANDING_STDATOMIC_H

#include <stddef.h>
#include <stdint.h>

#define ATOMIC_BOOL_LOCK_FREE		__GCC_ATOMIC_BOOL_LOCK_FREE
#define ATOMIC_CHAR_LOCK_FREE		__GCC_ATOMIC_CHAR_LOCK_FREE
#define ATOMIC_CHAR16_T_LOCK_FREE	__GCC_ATOMIC_CHAR16_T_LOCK_FREE
#define ATOMIC_CHAR32_T_LOCK_FREE	__GCC_ATOMIC_CHAR32_T_LOCK_FREE
#define ATOMIC_WCHAR_T_LOCK_FREE	__GCC_ATOMIC_WCHAR_T_LOCK_FREE
#define ATOMIC_SHORT_LOCK_FREE		__GCC_ATOMIC_SHORT_LOCK_FREE
#define ATOMIC_INT_LOCK_FREE		__GCC_ATOMIC_INT_LOCK_FREE
#define ATOMIC_LONG_LOCK_FREE		__GCC_ATOMIC_LONG_LOCK_FREE
#define ATOMIC_LLONG_LOCK_FREE		__GCC_ATOMIC_LLONG_LOCK_FREE
#define ATOMIC_POINTER_LOCK_FREE	__GCC_ATOMIC_POINTER_LOCK_FREE

typedef enum memory_order {
	memory_order_relaxed = __ATOMIC_RELAXED,
	memory_order_consume = __ATOMIC_CONSUME,
	memory_order_acquire = __ATOMIC_ACQUIRE,
	memory_order_release = __ATOMIC_RELEASE,
	memory_order_acq_rel = __ATOMIC_ACQ_REL,
	memory_order_seq_cst = __ATOMIC_SEQ_CST
} memory_order;

typedef _Atomic(_Bool) atomic_bool;
typedef _Atomic(char) atomic_char;
typedef _Atomic(signed char) atomic_schar;
typedef _Atomic(unsigned char) atomic_uchar;
typedef _Atomic(short) atomic_short;
typedef _Atomic(unsigned short) atomic_ushort;
typedef _Atomic(int) atomic_int;
typedef _Atomic(unsigned int) atomic_uint;
typedef _Atomic(long) atomic_long;
typedef _Atomic(unsigned long) atomic_ulong;
typedef _Atomic(long long) atomic_llong;
typedef _Atomic(unsigned long long) atomic_ullong;
typedef _Atomic(__CHAR16_TYPE__) atomic_char16_t;
typedef _Atomic(__CHAR32_TYPE__) atomic_char32_t;
typedef _Atomic(wchar_t) atomic_wchar_t;
typedef _Atomic(int_least8_t) atomic_int_least8_t;
typedef _Atomic(int_least16_t) atomic_int_least16_t;
typedef _Atomic(int_least32_t) atomic_int_least32_t;
typedef _Atomic(int_least64_t) atomic_int_least64_t;
typedef _Atomic(uint_least8_t) atomic_uint_least8_t;
typedef _Atomic(uint_least16_t) atomic_uint_least16_t;
typedef _Atomic(uint_least32_t) atomic_uint_least32_t;
typedef _Atomic(uint_least64_t) atomic_uint_least64_t;
typedef _Atomic(int_fast8_t) atomic_int_fast8_t;
typedef _Atomic(int_fast16_t) atomic_int_fast16_t;
typedef _Atomic(int_fast32_t) atomic_int_fast32_t;
typedef _Atomic(int_fast64_t) atomic_int_fast64_t;
typedef _Atomic(uint_fast8_t) atomic_uint_fast8_t;
typedef _Atomic(uint_fast16_t) atomic_uint_fast16_t;
typedef _Atomic(uint_fast32_t) atomic_uint_fast32_t;
typedef _Atomic(uint_fast64_t) atomic_uint_fast64_t;
typedef _Atomic(intptr_t) atomic_intptr_t;
typedef _Atomic(uintptr_t) atomic_uintptr_t;
typedef _Atomic(size_t) atomic_size_t;
typedef _Atomic(ptrdiff_t) atomic_ptrdiff_t;
typedef _Atomic(intmax_t) atomic_intmax_t;
typedef _Atomic(uintmax_t) atomic_uintmax_t;

#define ATOMIC_VAR_INIT(value)		(value)
#define atomic_init(o, v)		__c11_atomic_init((o), (v))
#define atomic_is_lock_free(o)		__c11_atomic_is_lock_free(sizeof(*(o)))
#define kill_dependency(y)		(y)

#define atomic_thread_fence(m)		__c11_atomic_thread_fence(m)
#define atomic_signal_fence(m)		__c11_atomic_signal_fence(m)

#define atomic_load_explicit(o, m)	__c11_atomic_load((o), (m))
#define atomic_store_explicit(o, v, m)	__c11_atomic_store((o), (v), (m))
#define atomic_exchange_explicit(o, v, m)				\
	__c11_atomic_exchange((o), (v), (m))
#define atomic_compare_exchange_strong_explicit(o, e, v, m, n)		\
	__c11_atomic_compare_exchange_strong((o), (e), (v), (m), (n))
#define atomic_compare_exchange_weak_explicit(o, e, v, m, n)		\
	__c11_atomic_compare_exchange_weak((o), (e), (v), (m), (n))
#define atomic_fetch_add_explicit(o, v, m)				\
	__c11_atomic_fetch_add((o), (v), (m))
#define atomic_fetch_sub_explicit(o, v, m)				\
	__c11_atomic_fetch_sub((o), (v), (m))
#define atomic_fetch_or_explicit(o, v, m)				\
	__c11_atomic_fetch_or((o), (v), (m))
#define atomic_fetch_xor_explicit(o, v, m)				\
	__c11_atomic_fetch_xor((o), (v), (m))
#define atomic_fetch_and_explicit(o, v, m)				\
	__c11_atomic_fetch_and((o), (v), (m))

#define atomic_load(o)		atomic_load_explicit(o, __ATOMIC_SEQ_CST)
#define atomic_store(o, v)	atomic_store_explicit(o, v, __ATOMIC_SEQ_CST)
#define atomic_exchange(o, v)						\
	atomic_exchange_explicit(o, v, __ATOMIC_SEQ_CST)
#define atomic_compare_exchange_strong(o, e, v)				\
	atomic_compare_exchange_strong_explicit(o, e, v,		\
	    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)
#define atomic_compare_exchange_weak(o, e, v)				\
	atomic_compare_exchange_weak_explicit(o, e, v,			\
	    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)
#define atomic_fetch_add(o, v)						\
	atomic_fetch_add_explicit(o, v, __ATOMIC_SEQ_CST)
#define atomic_fetch_sub(o, v)						\
	atomic_fetch_sub_explicit(o, v, __ATOMIC_SEQ_CST)
#define atomic_fetch_or(o, v)						\
	atomic_fetch_or_explicit(o, v, __ATOMIC_SEQ_CST)
#define atomic_fetch_xor(o, v)						\
	atomic_fetch_xor_explicit(o, v, __ATOMIC_SEQ_CST)
#define atomic_fetch_and(o, v)						\
	atomic_fetch_and_explicit(o, v, __ATOMIC_SEQ_CST)

typedef atomic_bool atomic_flag;

#define ATOMIC_FLAG_INIT	0
#define atomic_flag_test_and_set_explicit(f, m)				\
	atomic_exchange_explicit(f, 1, m)
#define atomic_flag_clear_explicit(f, m)				\
	atomic_store_explicit(f, 0, m)
#define atomic_flag_test_and_set(f)					\
	atomic_flag_test_and_set_explicit(f, __ATOMIC_SEQ_CST)
#define atomic_flag_clear(f)						\
	atomic_flag_clear_explicit(f, __ATOMIC_SEQ_CST)

#endif /* SOLO5_FREESTANDING_STDATOMIC_H */
