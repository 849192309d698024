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
  __m256i low, high, bottom;
} accumulator;

// The patterns in the order of the numbers: sign and magnitude made two's complement.
INLINE __m256i ordered(__m256i bits) {
  const __m256i mask = _mm256_and_si256(_mm256_srai_epi16(bits, 15), _mm256_set1_epi16(0x7fff));
  return _mm256_xor_si256(bits, mask);
}

INLINE void range16(accumulator *a, __m256i bits) {
  const __m256i magnitude = _mm256_and_si256(bits, _mm256_set1_epi16(0x7fff));
  const __m256i order = ordered(bits);
  a->low = _mm256_min_epi16(a->low, order);
  a->high = _mm256_max_epi16(a->high, order);
  a->bottom = _mm256_min_epu16(a->bottom, _mm256_sub_epi16(magnitude, _mm256_set1_epi16(1)));
}

INLINE void sum16(accumulator *a, __m256i bits) {
  const __m256i lower = _mm256_cvtepu16_epi32(_mm256_castsi256_si128(bits));
  const __m256i upper = _mm256_cvtepu16_epi32(_mm256_extracti128_si256(bits, 1));
  const __m256 x[2] = {_mm256_castsi256_ps(_mm256_slli_epi32(lower, 16)),
                       _mm256_castsi256_ps(_mm256_slli_epi32(upper, 16))};
  for (int i = 0; i < 4; i++) {
    const __m256d v = _mm256_cvtps_pd(i % 2 ? _mm256_extractf128_ps(x[i / 2], 1)
                                            : _mm256_castps256_ps128(x[i / 2]));
    a->s[i] = _mm256_add_pd(a->s[i], v);
    a->h[i] = _mm256_fmadd_pd(v, v, a->h[i]);
  }
}

INLINE float number(int16_t order) {
  const uint16_t bits = (uint16_t)(order < 0 ? order ^ 0x7fff : order);
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
  a.low = a.high = ordered(_mm256_set1_epi16((int16_t)x[0]));
  for (size_t i = 0; i < whole; i += 16) {
    const __m256i bits = _mm256_loadu_si256((const __m256i *)(x + i));
    range16(&a, bits);
    sum16(&a, bits);
  }
  range16(&a, _mm256_loadu_si256((const __m256i *)same));
  if (rest) sum16(&a, _mm256_loadu_si256((const __m256i *)zeros));

  int16_t lows[16], highs[16];
  uint16_t bottoms[16];
  _mm256_storeu_si256((__m256i *)lows, a.low);
  _mm256_storeu_si256((__m256i *)highs, a.high);
  _mm256_storeu_si256((__m256i *)bottoms, a.bottom);
  for (int i = 1; i < 16; i++) {
    lows[0] = lows[i] < lows[0] ? lows[i] : lows[0];
    highs[0] = highs[i] > highs[0] ? highs[i] : highs[0];
    bottoms[0] = bottoms[i] < bottoms[0] ? bottoms[i] : bottoms[0];
  }
  sums->minimum = number(lows[0]);
  sums->maximum = number(highs[0]);
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
