// SPDX-License-Identifier: MIT
#include "avx2_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include "avx2_lanes.h"

#pragma STDC FP_CONTRACT OFF

typedef struct {
  __m256d slope, centre, low, high;
} lanes;

// Eight values: the rounded lower end goes to y, what differs from the upper end is returned.
INLINE __m256i eight(const float *x, __m256 *y, const lanes *k, bool centred) {
  const __m256 v = _mm256_loadu_ps(x);
  __m256d a = _mm256_cvtps_pd(_mm256_castps256_ps128(v));
  __m256d b = _mm256_cvtps_pd(_mm256_extractf128_ps(v, 1));
  if (centred) {
    a = _mm256_sub_pd(a, k->centre);
    b = _mm256_sub_pd(b, k->centre);
  }
  const __m256 low = _mm256_set_m128(_mm256_cvtpd_ps(_mm256_fmadd_pd(b, k->slope, k->low)),
                                     _mm256_cvtpd_ps(_mm256_fmadd_pd(a, k->slope, k->low)));
  const __m256 high = _mm256_set_m128(_mm256_cvtpd_ps(_mm256_fmadd_pd(b, k->slope, k->high)),
                                      _mm256_cvtpd_ps(_mm256_fmadd_pd(a, k->slope, k->high)));
  *y = low;
  return _mm256_xor_si256(_mm256_castps_si256(low), _mm256_castps_si256(high));
}

INLINE size_t run(const float *x, float *y, size_t count, const lanes *k,
                              uint32_t *undecided, const float *ahead, bool streaming,
                              bool centred) {
  size_t found = 0, i = 0;
  for (; i + 32 <= count; i += 32) {
    if (ahead) {
      _mm_prefetch((const char *)(ahead + i), _MM_HINT_T1);
      _mm_prefetch((const char *)(ahead + i + 16), _MM_HINT_T1);
    }
    __m256 r[4];
    const __m256i d0 = eight(x + i, r, k, centred), d1 = eight(x + i + 8, r + 1, k, centred);
    const __m256i d2 = eight(x + i + 16, r + 2, k, centred);
    const __m256i d3 = eight(x + i + 24, r + 3, k, centred);
    for (int j = 0; j < 4; j++) {
      if (streaming)
        _mm256_stream_ps(y + i + 8 * j, r[j]);
      else
        _mm256_storeu_ps(y + i + 8 * j, r[j]);
    }
    const __m256i any = _mm256_or_si256(_mm256_or_si256(d0, d1), _mm256_or_si256(d2, d3));
    if (!_mm256_testz_si256(any, any)) undecided[found++] = (uint32_t)(i / 32);
  }
  if (i < count) {
    bool differs = false;
    const double slope = _mm256_cvtsd_f64(k->slope), centre = _mm256_cvtsd_f64(k->centre);
    const double low = _mm256_cvtsd_f64(k->low), high = _mm256_cvtsd_f64(k->high);
    const uint32_t chunk = (uint32_t)(i / 32);
    for (; i < count; i++) {
      const double v = centred ? (double)x[i] - centre : (double)x[i];
      const float a = (float)__builtin_fma(v, slope, low), b = (float)__builtin_fma(v, slope, high);
      y[i] = a;
      differs |= bn_bits(a) != bn_bits(b);
    }
    if (differs) undecided[found++] = chunk;
  }
  return found;
}

AVX2 size_t bn_avx2_line(const float *x, float *y, size_t count, const bn_line *line,
                         uint32_t *undecided, const float *ahead, bool streaming) {
  const lanes k = {_mm256_set1_pd(line->slope), _mm256_set1_pd(line->centre),
                   _mm256_set1_pd(line->low), _mm256_set1_pd(line->high)};
  streaming = streaming && ((uintptr_t)y & 31) == 0;
  size_t found;
  if (line->centre != 0)
    found = streaming ? run(x, y, count, &k, undecided, ahead, true, true)
                      : run(x, y, count, &k, undecided, ahead, false, true);
  else
    found = streaming ? run(x, y, count, &k, undecided, ahead, true, false)
                      : run(x, y, count, &k, undecided, ahead, false, false);
  return found;
}

#else

size_t bn_avx2_line(const float *x, float *y, size_t count, const bn_line *line,
                    uint32_t *undecided, const float *ahead, bool streaming) {
  (void)x, (void)y, (void)count, (void)line, (void)undecided, (void)ahead, (void)streaming;
  return 0;
}

#endif
