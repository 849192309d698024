// SPDX-License-Identifier: MIT
#include "avx2_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>
#include "avx2_lanes.h"

#pragma STDC FP_CONTRACT OFF

// Sixteen lanes of at most 128 values each (CorrectRounding.md, "Block sums"): a block is exact if
// its non-zero values span at most 22 binades.
enum { LANES = 16, WINDOW = 22 };

typedef struct {
  __m256d s[4], h[4], l[4];
} accumulator;

INLINE void accumulate(accumulator *a, __m256 x0, __m256 x1) {
  __m256d v[4] = {_mm256_cvtps_pd(_mm256_castps256_ps128(x0)),
                  _mm256_cvtps_pd(_mm256_extractf128_ps(x0, 1)),
                  _mm256_cvtps_pd(_mm256_castps256_ps128(x1)),
                  _mm256_cvtps_pd(_mm256_extractf128_ps(x1, 1))};
  for (int i = 0; i < 4; i++) {
    const __m256d before = a->h[i];
    a->s[i] = _mm256_add_pd(a->s[i], v[i]);
    a->h[i] = _mm256_fmadd_pd(v[i], v[i], before);
    a->l[i] = _mm256_add_pd(a->l[i],
                            _mm256_fmadd_pd(v[i], v[i], _mm256_sub_pd(before, a->h[i])));
  }
}

AVX2 void bn_avx2_block_sums(const float *x, size_t count, bn_block_sums *sums) {
  const size_t whole = count & ~(size_t)15;
  // The rest, padded with zeros for the sums and with a value of its own for the range.
  float zeros[16] = {0}, same[16];
  const size_t rest = count - whole;
  memcpy(zeros, x + whole, rest * sizeof(float));
  for (size_t i = 0; i < 16; i++) same[i] = i < rest ? x[whole + i] : x[0];

  bn_range range;
  bn_range_start(&range, x[0]);
  for (size_t i = 0; i < whole; i += 16)
    bn_range_add(&range, _mm256_loadu_ps(x + i), _mm256_loadu_ps(x + i + 8));
  bn_range_add(&range, _mm256_loadu_ps(same), _mm256_loadu_ps(same + 8));
  const bn_span span = bn_range_span(&range);
  sums->minimum = span.minimum;
  sums->maximum = span.maximum;
  sums->status = span.top >= 255 ? 2 : span.top - span.bottom > WINDOW ? 1 : 0;
  if (sums->status != 0) return;

  const double anchor = bn_power_of_two(2 * (span.top - 127) + 9);
  accumulator a;
  for (int i = 0; i < 4; i++) {
    a.s[i] = a.l[i] = _mm256_setzero_pd();
    a.h[i] = _mm256_set1_pd(anchor);
  }
  for (size_t i = 0; i < whole; i += 16)
    accumulate(&a, _mm256_loadu_ps(x + i), _mm256_loadu_ps(x + i + 8));
  if (rest) accumulate(&a, _mm256_loadu_ps(zeros), _mm256_loadu_ps(zeros + 8));
  for (int i = 0; i < 4; i++) a.h[i] = _mm256_sub_pd(a.h[i], _mm256_set1_pd(anchor));
  bn_reduce(a.s, sums->sum);
  bn_reduce(a.h, sums->square);
  bn_reduce(a.l, sums->square + 2);
  // A NaN hides from the comparisons of the range, but not from the sum.
  if (!(sums->sum[0] - sums->sum[0] == 0)) sums->status = 2;
}

bool bn_avx2_available(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
         __builtin_cpu_supports("f16c");
}

void bn_streams_fence(void) { _mm_sfence(); }

#else

bool bn_avx2_available(void) { return false; }
void bn_streams_fence(void) {}
void bn_avx2_block_sums(const float *x, size_t count, bn_block_sums *sums) {
  (void)x, (void)count, (void)sums;
}

#endif
