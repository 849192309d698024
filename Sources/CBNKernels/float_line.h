// SPDX-License-Identifier: MIT
#ifndef BNCONFORM_FLOAT_LINE_H
#define BNCONFORM_FLOAT_LINE_H

#include "avx2_lanes.h"

#pragma STDC FP_CONTRACT OFF

typedef struct {
  __m256 slope, slope_rest, anchor, start, low, high;
} bn_pairs;

// Both ends of the line at x, rounded (CorrectRounding.md, "The anchored line"). Some of the sums are
// written as products with one, because sums and products run in different units.
INLINE __m256 bn_pair_ends(__m256 x, const bn_pairs *k, __m256i *differs) {
  const __m256 one = _mm256_set1_ps(1);
  const __m256 s = _mm256_fmadd_ps(k->slope, x, k->start);
  const __m256 z = _mm256_sub_ps(s, k->start);
  const __m256 w = _mm256_sub_ps(s, k->anchor);
  const __m256 r = _mm256_fmadd_ps(k->slope_rest, x, _mm256_fmsub_ps(k->slope, x, z));
  const __m256 low = _mm256_fmadd_ps(w, one, _mm256_add_ps(r, k->low));
  const __m256 high = _mm256_fmadd_ps(w, one, _mm256_add_ps(r, k->high));
  *differs = _mm256_xor_si256(_mm256_castps_si256(low), _mm256_castps_si256(high));
  return low;
}

typedef struct {
  __m256d slope, centre, low, high;
} bn_line4;

// The same in binary64, each line for four of the values.
INLINE __m256 bn_line_ends(__m256 x, const bn_line4 k[2], __m256i *differs) {
  const __m256d v[2] = {
      _mm256_sub_pd(_mm256_cvtps_pd(_mm256_castps256_ps128(x)), k[0].centre),
      _mm256_sub_pd(_mm256_cvtps_pd(_mm256_extractf128_ps(x, 1)), k[1].centre)};
  __m128 low[2], high[2];
  for (int i = 0; i < 2; i++) {
    low[i] = _mm256_cvtpd_ps(_mm256_fmadd_pd(v[i], k[i].slope, k[i].low));
    high[i] = _mm256_cvtpd_ps(_mm256_fmadd_pd(v[i], k[i].slope, k[i].high));
  }
  const __m256 ends = _mm256_set_m128(low[1], low[0]);
  *differs = _mm256_xor_si256(_mm256_castps_si256(ends),
                              _mm256_castps_si256(_mm256_set_m128(high[1], high[0])));
  return ends;
}

#endif
