// SPDX-License-Identifier: MIT
#include "avx2_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>
#include "avx2_lanes.h"

#pragma STDC FP_CONTRACT OFF

// Squares of bfloat16 have 16 bits, so that plain sums of 128 in a lane are exact within 15 binades
// (CorrectRounding.md, "16-bit types").
enum { WINDOW = 15 };

typedef struct {
  __m256d s[4], h[4];
  // Of the patterns: the largest with and without a sign, the smallest without; and the smallest
  // magnitude minus one, so that zero is the largest.
  __m256i positive, largest, smallest, bottom;
} accumulator;

INLINE void range16(accumulator *a, __m256i bits) {
  const __m256i magnitude = _mm256_and_si256(bits, _mm256_set1_epi16(0x7fff));
  a->positive = _mm256_max_epi16(a->positive, bits);
  a->largest = _mm256_max_epu16(a->largest, bits);
  a->smallest = _mm256_min_epu16(a->smallest, bits);
  a->bottom = _mm256_min_epu16(a->bottom, _mm256_sub_epi16(magnitude, _mm256_set1_epi16(1)));
}

INLINE void sum16(accumulator *a, __m256i bits) {
  // The values of even and of odd places; the order does not matter to exact sums.
  const __m256 x[2] = {
      _mm256_castsi256_ps(_mm256_slli_epi32(bits, 16)),
      _mm256_castsi256_ps(_mm256_and_si256(bits, _mm256_set1_epi32((int)0xffff0000)))};
  for (int i = 0; i < 4; i++) {
    const __m256d v = _mm256_cvtps_pd(i % 2 ? _mm256_extractf128_ps(x[i / 2], 1)
                                            : _mm256_castps256_ps128(x[i / 2]));
    a->s[i] = _mm256_add_pd(a->s[i], v);
    a->h[i] = _mm256_fmadd_pd(v, v, a->h[i]);
  }
}

INLINE float number(uint16_t bits) {
  const uint32_t wide = (uint32_t)bits << 16;
  float value;
  memcpy(&value, &wide, sizeof value);
  return value;
}

AVX2 void bn_avx2_brain_sums(const uint16_t *x, size_t count, bn_block_sums *sums) {
  const size_t whole = count & ~(size_t)15, rest = count - whole;
  // The rest, padded with zeros for the sums and with a value of its own for the range.
  uint16_t zeros[16] = {0}, same[16];
  memcpy(zeros, x + whole, rest * sizeof(uint16_t));
  for (size_t i = 0; i < 16; i++) same[i] = i < rest ? x[whole + i] : x[0];
  accumulator a;
  for (int i = 0; i < 4; i++) a.s[i] = a.h[i] = _mm256_setzero_pd();
  a.bottom = _mm256_set1_epi16(-1);
  a.positive = a.largest = a.smallest = _mm256_set1_epi16((int16_t)x[0]);
  for (size_t i = 0; i < whole; i += 16) {
    const __m256i bits = _mm256_loadu_si256((const __m256i *)(x + i));
    range16(&a, bits);
    sum16(&a, bits);
  }
  range16(&a, _mm256_loadu_si256((const __m256i *)same));
  if (rest) sum16(&a, _mm256_loadu_si256((const __m256i *)zeros));

  int16_t positives[16];
  uint16_t largest[16], smallest[16], bottoms[16];
  _mm256_storeu_si256((__m256i *)positives, a.positive);
  _mm256_storeu_si256((__m256i *)largest, a.largest);
  _mm256_storeu_si256((__m256i *)smallest, a.smallest);
  _mm256_storeu_si256((__m256i *)bottoms, a.bottom);
  for (int i = 1; i < 16; i++) {
    positives[0] = positives[i] > positives[0] ? positives[i] : positives[0];
    largest[0] = largest[i] > largest[0] ? largest[i] : largest[0];
    smallest[0] = smallest[i] < smallest[0] ? smallest[i] : smallest[0];
    bottoms[0] = bottoms[i] < bottoms[0] ? bottoms[i] : bottoms[0];
  }
  // A negative number has the larger pattern for the larger magnitude. If all numbers have one sign,
  // the smallest pattern is the end nearest to zero.
  sums->minimum = number(largest[0] >> 15 ? largest[0] : smallest[0]);
  sums->maximum = number(positives[0] >= 0 ? (uint16_t)positives[0] : smallest[0]);
  const uint32_t p = bn_bits(sums->minimum) & 0x7fffffff, q = bn_bits(sums->maximum) & 0x7fffffff;
  const int top = bn_exponent(p > q ? p : q);
  const int bottom =
      bottoms[0] == UINT16_MAX ? top : bn_exponent((uint32_t)(bottoms[0] + 1) << 16);
  sums->status = top >= 255 ? 2 : top - bottom > WINDOW ? 1 : 0;
  bn_reduce(a.s, sums->sum);
  bn_reduce(a.h, sums->square);
  sums->square[2] = sums->square[3] = 0;
}

#else

void bn_avx2_brain_sums(const uint16_t *x, size_t count, bn_block_sums *sums) {
  (void)x, (void)count, (void)sums;
}

#endif
