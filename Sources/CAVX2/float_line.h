// SPDX-License-Identifier: MIT
#ifndef BNCONFORM_FLOAT_LINE_H
#define BNCONFORM_FLOAT_LINE_H

#include "avx2_lanes.h"

#pragma STDC FP_CONTRACT OFF

typedef struct {
  __m256 slope, slope_rest, base, low, high;
} bn_pairs;

// Both ends of the line at x, rounded (CorrectRounding.md, "Pairs of float32"). Some of the sums are
// written as products with one, because sums and products run in different units.
INLINE __m256 bn_pair_ends(__m256 x, const bn_pairs *k, __m256i *differs) {
  const __m256 one = _mm256_set1_ps(1);
  const __m256 p = _mm256_mul_ps(k->slope, x);
  const __m256 e = _mm256_fmsub_ps(k->slope, x, p);
  const __m256 s = _mm256_add_ps(p, k->base);
  const __m256 z = _mm256_fmsub_ps(s, one, p);
  const __m256 left = _mm256_sub_ps(p, _mm256_sub_ps(s, z));
  const __m256 t = _mm256_add_ps(left, _mm256_fmsub_ps(k->base, one, z));
  const __m256 r = _mm256_add_ps(_mm256_fmadd_ps(k->slope_rest, x, e), t);
  const __m256 low = _mm256_fmadd_ps(s, one, _mm256_add_ps(r, k->low));
  const __m256 high = _mm256_fmadd_ps(s, one, _mm256_add_ps(r, k->high));
  *differs = _mm256_xor_si256(_mm256_castps_si256(low), _mm256_castps_si256(high));
  return low;
}

#endif
