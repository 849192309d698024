// SPDX-License-Identifier: MIT
#ifndef BNCONFORM_LANES_H
#define BNCONFORM_LANES_H

#include <string.h>
#include "bn_kernels.h"

// Vectors as wide as the registers that the including file compiles for, and what has no spelling for
// both widths. A file defines BN_AVX2 as 1 or 0 before it includes this; the kernels know only the types
// and functions below, so that one source serves every processor.

#if BN_AVX2
#include <immintrin.h>
#define BN_BYTES 32
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#else
#define BN_BYTES 16
#endif

#define INLINE __attribute__((always_inline)) static inline
#define VECTOR(type, bytes) type __attribute__((ext_vector_type((bytes) / sizeof(type))))

// An enclosure needs every rounding where it stands: no compiler may contract.
#pragma STDC FP_CONTRACT OFF

/// Numbers, and as many float32 or 16-bit patterns as there are numbers of twice the width.
typedef VECTOR(double, BN_BYTES) vd;
typedef VECTOR(float, BN_BYTES) vf;
typedef VECTOR(float, BN_BYTES / 2) vh;
/// Bits of a vector, by elements.
typedef VECTOR(uint64_t, BN_BYTES) vq;
typedef VECTOR(int64_t, BN_BYTES) vl;
typedef VECTOR(uint32_t, BN_BYTES) vu;
typedef VECTOR(int32_t, BN_BYTES) vi;
typedef VECTOR(uint16_t, BN_BYTES) vs;
typedef VECTOR(int16_t, BN_BYTES) vz;

enum {
  D = BN_BYTES / 8,
  F = BN_BYTES / 4,
  /// Accumulators have four vectors of D lanes; a block of 2048 gives one lane at most 2^M values.
  M = BN_AVX2 ? 7 : 8,
};

#define LOAD(name, type, element)           \
  INLINE type name(const element *x) {      \
    type v;                                 \
    memcpy(&v, x, sizeof v);                \
    return v;                               \
  }
LOAD(load_d, vd, double)
LOAD(load_f, vf, float)
LOAD(load_h, vh, float)
LOAD(load_u, vu, void)
LOAD(load_s, vs, uint16_t)

INLINE void store_d(double *x, vd v) { memcpy(x, &v, sizeof v); }
INLINE void store_f(float *x, vf v) { memcpy(x, &v, sizeof v); }
INLINE void store_h(float *x, vh v) { memcpy(x, &v, sizeof v); }

/// Writes past the caches, or as usual.
INLINE void put(char *x, vu v, bool streaming) {
  if (streaming)
    __builtin_nontemporal_store(v, (vu *)x);
  else
    memcpy(x, &v, sizeof v);
}

INLINE vd wide(vh x) { return __builtin_convertvector(x, vd); }
INLINE vh narrow(vd x) { return __builtin_convertvector(x, vh); }
/// D neighbouring float32; from memory, which spares taking a register apart.
INLINE vd load_wide(const float *x) { return wide(load_h(x)); }

INLINE vf join(vh a, vh b) {
#if BN_AVX2
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7);
#else
  return __builtin_shufflevector(a, b, 0, 1, 2, 3);
#endif
}

INLINE vh half_of(vf x, int half) {
#if BN_AVX2
  return half ? x.hi : x.lo;
#else
  return half ? x.zw : x.xy;
#endif
}

/// a·b + c, rounded once where the processor can, else twice: every bound holds for both.
#if BN_AVX2
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#else
#define FMA(a, b, c) ((a) * (b) + (c))
#endif

/// The smaller and the larger; the second where the first is NaN.
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define ABS(a) ((vd)((vq)(a) & 0x7fffffffffffffff))

INLINE bool any(vu bits) {
#if BN_AVX2
  return !_mm256_testz_si256((__m256i)bits, (__m256i)bits);
#else
  const vq v = (vq)bits;
  return (v[0] | v[1]) != 0;
#endif
}

/// One bit for each lane that is not zero.
INLINE int mask_of(vl lanes) {
#if BN_AVX2
  return _mm256_movemask_pd((__m256d)lanes);
#else
  return (lanes[0] != 0) | (lanes[1] != 0) << 1;
#endif
}

static inline uint32_t bits_of(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static inline double power_of_two(int exponent) {
  const uint64_t bits = (uint64_t)(exponent + 1023) << 52;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// A product without rounding. Without fma a number is cut into 26 and 27 bits by a mask (Dekker).

INLINE vd upper(vd x) { return (vd)((vq)x & 0xfffffffff8000000); }

/// A factor of many products.
typedef struct {
  vd value, upper, lower;
} factor;

INLINE factor factor_of(vd x) { return (factor){x, upper(x), x - upper(x)}; }

/// f·d − p for p = fl(f·d).
INLINE vd product_rest(const factor *f, vd d, vd p) {
  const vd a = upper(d), b = d - a;
  return (((f->upper * a - p) + f->upper * b) + f->lower * a) + f->lower * b;
}

/// f·d + base, and its error, rounded once or twice (CorrectRounding.md, "The anchored line of float64").
INLINE vd product_onto(const factor *f, vd d, vd base, vd *rest) {
#if BN_AVX2
  const vd s = FMA(d, f->value, base);
  *rest = FMA(d, f->value, -(s - base));
#else
  const vd p = f->value * d, s = p + base;
  *rest = (p - (s - base)) + product_rest(f, d, p);
#endif
  return s;
}

/// Adds b to a and the error of that to e (TwoSum, Knuth).
#define TWO_SUM(name, type)                        \
  INLINE type name(type a, type b, type *e) {      \
    const type s = a + b, part = s - a;            \
    *e += (a - (s - part)) + (b - part);           \
    return s;                                      \
  }
TWO_SUM(two_sum, vd)
TWO_SUM(two_sum1, double)

/// The sum of the lanes of four vectors as two numbers, to which rests are added plainly.
INLINE void reduce(const vd lanes[4], vd rests, double sum[2]) {
  vd e = rests;
  const vd a = two_sum(lanes[0], lanes[1], &e), b = two_sum(lanes[2], lanes[3], &e);
  const vd v = two_sum(a, b, &e);
  double s = v[0], error = e[0];
  for (int i = 1; i < D; i++) s = two_sum1(s, v[i], &error);
  for (int i = 1; i < D; i++) error += e[i];
  sum[0] = s;
  sum[1] = error;
}

#endif
