// SPDX-License-Identifier: MIT
#ifndef BNCONFORM_AVX2_LANES_H
#define BNCONFORM_AVX2_LANES_H

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

// What several kernels need: the range of a block, and exact reduction of lanes.

#define AVX2 __attribute__((target("avx2,fma,f16c")))
#define INLINE AVX2 __attribute__((always_inline)) static inline

#pragma STDC FP_CONTRACT OFF

/// The running range of a block in lanes.
typedef struct {
  __m256 minimum[2], maximum[2];
  /// The smallest magnitude pattern minus one, so that zero is the largest.
  __m256i bottom[2];
} bn_range;

/// The range of a block: its ends and the biased exponents of its largest and smallest magnitude.
typedef struct {
  float minimum, maximum;
  int top, bottom;
} bn_span;

INLINE void bn_range_start(bn_range *range, float first) {
  for (int i = 0; i < 2; i++) {
    range->minimum[i] = range->maximum[i] = _mm256_set1_ps(first);
    range->bottom[i] = _mm256_set1_epi32(-1);
  }
}

INLINE void bn_range_add(bn_range *range, __m256 x0, __m256 x1) {
  const __m256 x[2] = {x0, x1};
  const __m256i magnitude = _mm256_set1_epi32(0x7fffffff), one = _mm256_set1_epi32(1);
  for (int i = 0; i < 2; i++) {
    range->minimum[i] = _mm256_min_ps(range->minimum[i], x[i]);
    range->maximum[i] = _mm256_max_ps(range->maximum[i], x[i]);
    const __m256i bits = _mm256_and_si256(_mm256_castps_si256(x[i]), magnitude);
    range->bottom[i] = _mm256_min_epu32(range->bottom[i], _mm256_sub_epi32(bits, one));
  }
}

static inline uint32_t bn_bits(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static inline double bn_power_of_two(int exponent) {
  const uint64_t bits = (uint64_t)(exponent + 1023) << 52;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

/// The biased exponent of a magnitude pattern; subnormal numbers count as the smallest normal ones.
static inline int bn_exponent(uint32_t magnitude) {
  const int field = (int)(magnitude >> 23);
  return field > 0 ? field : 1;
}

INLINE bn_span bn_range_span(const bn_range *range) {
  __m256 low = _mm256_min_ps(range->minimum[0], range->minimum[1]);
  __m256 high = _mm256_max_ps(range->maximum[0], range->maximum[1]);
  __m256i bottom = _mm256_min_epu32(range->bottom[0], range->bottom[1]);
  float lows[8], highs[8];
  uint32_t bottoms[8];
  _mm256_storeu_ps(lows, low);
  _mm256_storeu_ps(highs, high);
  _mm256_storeu_si256((__m256i *)bottoms, bottom);
  bn_span span = {lows[0], highs[0], 0, 0};
  uint32_t smallest = bottoms[0];
  for (int i = 1; i < 8; i++) {
    span.minimum = lows[i] < span.minimum ? lows[i] : span.minimum;
    span.maximum = highs[i] > span.maximum ? highs[i] : span.maximum;
    smallest = bottoms[i] < smallest ? bottoms[i] : smallest;
  }
  const uint32_t a = bn_bits(span.minimum) & 0x7fffffff, b = bn_bits(span.maximum) & 0x7fffffff;
  span.top = bn_exponent(a > b ? a : b);
  span.bottom = smallest == UINT32_MAX ? span.top : bn_exponent(smallest + 1);
  return span;
}

/// Adds b to a and the error of that to e (TwoSum, Knuth).
INLINE __m256d bn_two_sum(__m256d a, __m256d b, __m256d *e) {
  const __m256d s = _mm256_add_pd(a, b);
  const __m256d part = _mm256_sub_pd(s, a);
  const __m256d error = _mm256_add_pd(_mm256_sub_pd(a, _mm256_sub_pd(s, part)),
                                      _mm256_sub_pd(b, part));
  *e = _mm256_add_pd(*e, error);
  return s;
}

static inline double bn_two_sum1(double a, double b, double *e) {
  const double s = a + b, part = s - a;
  *e += (a - (s - part)) + (b - part);
  return s;
}

/// The exact sum of sixteen lanes as two numbers.
INLINE void bn_reduce(const __m256d lanes[4], double sum[2]) {
  __m256d e = _mm256_setzero_pd();
  const __m256d a = bn_two_sum(lanes[0], lanes[1], &e);
  const __m256d b = bn_two_sum(lanes[2], lanes[3], &e);
  double v[4], errors[4];
  _mm256_storeu_pd(v, bn_two_sum(a, b, &e));
  _mm256_storeu_pd(errors, e);
  double error = (errors[0] + errors[1]) + (errors[2] + errors[3]);
  const double c = bn_two_sum1(v[0], v[1], &error), d = bn_two_sum1(v[2], v[3], &error);
  sum[0] = bn_two_sum1(c, d, &error);
  sum[1] = error;
}

#endif
