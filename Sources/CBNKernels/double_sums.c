// SPDX-License-Identifier: MIT
#include "avx2_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>
#include "double_lanes.h"

#pragma STDC FP_CONTRACT OFF

// Sixteen lanes of at most 128 values each (CorrectRounding.md, "Block sums of float64").
typedef struct {
  __m256d s[4], r[4], h[4], l[4], minimum, maximum;
} accumulator;

INLINE void accumulate(accumulator *a, int i, __m256d d) {
  const __m256d before = a->s[i], above = a->h[i];
  a->s[i] = _mm256_add_pd(before, d);
  a->r[i] = _mm256_add_pd(a->r[i], _mm256_sub_pd(d, _mm256_sub_pd(a->s[i], before)));
  a->h[i] = _mm256_fmadd_pd(d, d, above);
  a->l[i] = _mm256_add_pd(a->l[i], _mm256_fmadd_pd(d, d, _mm256_sub_pd(above, a->h[i])));
}

INLINE void accumulate16(accumulator *a, const double *x, __m256d centre) {
  for (int i = 0; i < 4; i++) {
    const __m256d v = _mm256_loadu_pd(x + 4 * i);
    bn_double_widen(v, &a->minimum, &a->maximum);
    accumulate(a, i, _mm256_sub_pd(v, centre));
  }
}

AVX2 bool bn_avx2_double_range(const double *x, size_t count, bn_double_range *range) {
  __m256d low[2], high[2], odd = _mm256_setzero_pd();
  for (int j = 0; j < 2; j++) low[j] = high[j] = _mm256_set1_pd(x[0]);
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    for (int j = 0; j < 2; j++) {
      const __m256d v = _mm256_loadu_pd(x + i + 4 * j);
      bn_double_widen(v, low + j, high + j);
      odd = _mm256_or_pd(odd, _mm256_cmp_pd(v, v, _CMP_UNORD_Q));
    }
  }
  for (; i < count; i++) {
    const __m256d v = _mm256_set1_pd(x[i]);
    bn_double_widen(v, low, high);
    odd = _mm256_or_pd(odd, _mm256_cmp_pd(v, v, _CMP_UNORD_Q));
  }
  bn_double_take(_mm256_min_pd(low[1], low[0]), _mm256_max_pd(high[1], high[0]), range);
  return _mm256_movemask_pd(odd) != 0 || x[0] != x[0];
}

AVX2 void bn_avx2_double_sums(const double *x, size_t count, double centre, int top,
                              bn_double_sums *sums) {
  const double base = 1.5 * bn_power_of_two(top + 9), anchor = bn_power_of_two(2 * top + 9);
  const __m256d c = _mm256_set1_pd(centre);
  accumulator a;
  for (int i = 0; i < 4; i++) {
    a.s[i] = _mm256_set1_pd(base);
    a.h[i] = _mm256_set1_pd(anchor);
    a.r[i] = a.l[i] = _mm256_setzero_pd();
  }
  a.minimum = a.maximum = _mm256_set1_pd(x[0]);
  size_t i = 0;
  for (; i + 16 <= count; i += 16) accumulate16(&a, x + i, c);
  if (i < count) {
    // Values that are the centre add nothing to the sums, and the range takes none of them.
    double rest[16];
    for (size_t j = 0; j < 16; j++) rest[j] = i + j < count ? x[i + j] : centre;
    for (int j = 0; j < 4; j++) {
      const __m256d v = _mm256_loadu_pd(rest + 4 * j);
      accumulate(&a, j, _mm256_sub_pd(v, c));
    }
    for (; i < count; i++) bn_double_widen(_mm256_set1_pd(x[i]), &a.minimum, &a.maximum);
  }
  for (int j = 0; j < 4; j++) {
    a.s[j] = _mm256_sub_pd(a.s[j], _mm256_set1_pd(base));
    a.h[j] = _mm256_sub_pd(a.h[j], _mm256_set1_pd(anchor));
  }
  bn_double_reduce(a.s, a.r, sums->sum);
  bn_double_reduce(a.h, a.l, sums->square);
  bn_double_take(a.minimum, a.maximum, &sums->range);
}

#else

bool bn_avx2_double_range(const double *x, size_t count, bn_double_range *range) {
  (void)x, (void)count, (void)range;
  return false;
}
void bn_avx2_double_sums(const double *x, size_t count, double centre, int top,
                         bn_double_sums *sums) {
  (void)x, (void)count, (void)centre, (void)top, (void)sums;
}

#endif
