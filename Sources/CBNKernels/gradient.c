// SPDX-License-Identifier: MIT
#include "avx2_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>
#include "avx2_lanes.h"

#pragma STDC FP_CONTRACT OFF

// Sixteen lanes of at most 128 pairs each (CorrectRounding.md, "Block sums of products"): dy may
// span 22 binades, x and dy together 43.
enum { WINDOW = 22, PRODUCT_WINDOW = 43 };

typedef struct {
  __m256d s[4], h[4], l[4];
} accumulator;

INLINE void accumulate(accumulator *a, int i, __m128 x, __m128 dy) {
  const __m256d v = _mm256_cvtps_pd(x), g = _mm256_cvtps_pd(dy), before = a->h[i];
  a->s[i] = _mm256_add_pd(a->s[i], g);
  a->h[i] = _mm256_fmadd_pd(v, g, before);
  a->l[i] = _mm256_add_pd(a->l[i], _mm256_fmadd_pd(v, g, _mm256_sub_pd(before, a->h[i])));
}

INLINE void accumulate16(accumulator *a, const float *x, const float *dy) {
  for (int i = 0; i < 4; i++) accumulate(a, i, _mm_loadu_ps(x + 4 * i), _mm_loadu_ps(dy + 4 * i));
}

INLINE bn_span span_of(const float *x, size_t whole, const float *rest) {
  bn_range range;
  bn_range_start(&range, rest[0]);
  for (size_t i = 0; i < whole; i += 16)
    bn_range_add(&range, _mm256_loadu_ps(x + i), _mm256_loadu_ps(x + i + 8));
  bn_range_add(&range, _mm256_loadu_ps(rest), _mm256_loadu_ps(rest + 8));
  return bn_range_span(&range);
}

AVX2 void bn_avx2_gradient_sums(const float *x, const float *dy, size_t count,
                                bn_block_sums *sums) {
  const size_t whole = count & ~(size_t)15, rest = count - whole;
  // The rest, padded with zeros for the sums and with a value of its own for the range.
  float zeros[2][16] = {{0}}, same[2][16];
  memcpy(zeros[0], x + whole, rest * sizeof(float));
  memcpy(zeros[1], dy + whole, rest * sizeof(float));
  for (size_t i = 0; i < 16; i++) {
    same[0][i] = i < rest ? x[whole + i] : x[0];
    same[1][i] = i < rest ? dy[whole + i] : dy[0];
  }
  const bn_span a = span_of(x, whole, same[0]), b = span_of(dy, whole, same[1]);
  sums->minimum = b.minimum;
  sums->maximum = b.maximum;
  const int width = b.top - b.bottom;
  sums->status = a.top >= 255 || b.top >= 255                                     ? 2
                 : width > WINDOW || width + a.top - a.bottom > PRODUCT_WINDOW ? 1
                                                                                  : 0;
  if (sums->status != 0) return;

  const double anchor = 1.5 * bn_power_of_two(a.top + b.top - 2 * 127 + 10);
  accumulator k;
  for (int i = 0; i < 4; i++) {
    k.s[i] = k.l[i] = _mm256_setzero_pd();
    k.h[i] = _mm256_set1_pd(anchor);
  }
  for (size_t i = 0; i < whole; i += 16) accumulate16(&k, x + i, dy + i);
  if (rest) accumulate16(&k, zeros[0], zeros[1]);
  for (int i = 0; i < 4; i++) k.h[i] = _mm256_sub_pd(k.h[i], _mm256_set1_pd(anchor));
  bn_reduce(k.s, sums->sum);
  bn_reduce(k.h, sums->square);
  bn_reduce(k.l, sums->square + 2);
  // A NaN hides from the comparisons of the range, but not from the sums.
  const double all = sums->sum[0] + sums->square[0];
  if (!(all - all == 0)) sums->status = 2;
}

typedef struct {
  __m256d slope_dy, slope_x, centre, low, high;
} lanes;

INLINE __m256i eight(const float *x, const float *dy, __m256 *dx, const lanes *k) {
  __m128 low[2], high[2];
  for (int i = 0; i < 2; i++) {
    const __m256d t = _mm256_sub_pd(_mm256_cvtps_pd(_mm_loadu_ps(x + 4 * i)), k->centre);
    const __m256d g = _mm256_cvtps_pd(_mm_loadu_ps(dy + 4 * i));
    low[i] = _mm256_cvtpd_ps(
        _mm256_fmadd_pd(g, k->slope_dy, _mm256_fmadd_pd(t, k->slope_x, k->low)));
    high[i] = _mm256_cvtpd_ps(
        _mm256_fmadd_pd(g, k->slope_dy, _mm256_fmadd_pd(t, k->slope_x, k->high)));
  }
  *dx = _mm256_set_m128(low[1], low[0]);
  return _mm256_xor_si256(_mm256_castps_si256(*dx),
                          _mm256_castps_si256(_mm256_set_m128(high[1], high[0])));
}

AVX2 size_t bn_avx2_plane(const float *x, const float *dy, float *dx, size_t count,
                          const bn_plane *plane, uint32_t *undecided, ptrdiff_t ahead,
                          bool streaming) {
  const lanes k = {_mm256_set1_pd(plane->slope_dy), _mm256_set1_pd(plane->slope_x),
                   _mm256_set1_pd(plane->centre), _mm256_set1_pd(plane->low),
                   _mm256_set1_pd(plane->high)};
  streaming = streaming && ((uintptr_t)dx & 31) == 0;
  size_t found = 0, i = 0;
  for (; i + 32 <= count; i += 32) {
    if (ahead) {
      for (int j = 0; j < 32; j += 16) {
        _mm_prefetch((const char *)(x + ahead + i + j), _MM_HINT_T1);
        _mm_prefetch((const char *)(dy + ahead + i + j), _MM_HINT_T1);
      }
    }
    __m256 r[4];
    __m256i any = _mm256_setzero_si256();
    for (int j = 0; j < 4; j++)
      any = _mm256_or_si256(any, eight(x + i + 8 * j, dy + i + 8 * j, r + j, &k));
    for (int j = 0; j < 4; j++) {
      if (streaming)
        _mm256_stream_ps(dx + i + 8 * j, r[j]);
      else
        _mm256_storeu_ps(dx + i + 8 * j, r[j]);
    }
    if (!_mm256_testz_si256(any, any)) undecided[found++] = (uint32_t)(i / 32);
  }
  if (i < count) {
    bool differs = false;
    const uint32_t chunk = (uint32_t)(i / 32);
    for (; i < count; i++) {
      const double t = (double)x[i] - plane->centre, g = dy[i];
      const float a = (float)__builtin_fma(g, plane->slope_dy,
                                           __builtin_fma(t, plane->slope_x, plane->low));
      const float b = (float)__builtin_fma(g, plane->slope_dy,
                                           __builtin_fma(t, plane->slope_x, plane->high));
      dx[i] = a;
      differs |= bn_bits(a) != bn_bits(b);
    }
    if (differs) undecided[found++] = chunk;
  }
  return found;
}

#else

void bn_avx2_gradient_sums(const float *x, const float *dy, size_t count, bn_block_sums *sums) {
  (void)x, (void)dy, (void)count, (void)sums;
}
size_t bn_avx2_plane(const float *x, const float *dy, float *dx, size_t count,
                     const bn_plane *plane, uint32_t *undecided, ptrdiff_t ahead, bool streaming) {
  (void)x, (void)dy, (void)dx, (void)count, (void)plane, (void)undecided, (void)ahead;
  (void)streaming;
  return 0;
}

#endif
