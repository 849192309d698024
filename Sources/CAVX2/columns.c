// SPDX-License-Identifier: MIT
#include "avx2_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include "avx2_lanes.h"

#pragma STDC FP_CONTRACT OFF

// Here a lane is a channel: values of neighbouring channels lie side by side. A few rows are taken
// at a time, so that the state of all channels passes through the first cache once for them.
enum { ROWS = 8, STRIP = 4 };

AVX2 void bn_avx2_column_range(const float *x, size_t stride, size_t rows, size_t channels,
                               bn_column_range *range) {
  const __m256i magnitude = _mm256_set1_epi32(0x7fffffff), one = _mm256_set1_epi32(1);
  for (size_t c = 0; c < channels; c += 8) {
    const __m256 first = _mm256_loadu_ps(x + c);
    _mm256_storeu_ps(range->minimum + c, first);
    _mm256_storeu_ps(range->maximum + c, first);
    _mm256_storeu_si256((__m256i *)(range->bottom + c), _mm256_set1_epi32(-1));
  }
  for (size_t r = 0; r < rows; r += ROWS) {
    const size_t end = r + ROWS < rows ? r + ROWS : rows;
    for (size_t c = 0; c < channels; c += 8) {
      __m256 low = _mm256_loadu_ps(range->minimum + c), high = _mm256_loadu_ps(range->maximum + c);
      __m256i bottom = _mm256_loadu_si256((const __m256i *)(range->bottom + c));
      for (size_t i = r; i < end; i++) {
        const __m256 v = _mm256_loadu_ps(x + i * stride + c);
        low = _mm256_min_ps(low, v);
        high = _mm256_max_ps(high, v);
        const __m256i bits = _mm256_and_si256(_mm256_castps_si256(v), magnitude);
        bottom = _mm256_min_epu32(bottom, _mm256_sub_epi32(bits, one));
      }
      _mm256_storeu_ps(range->minimum + c, low);
      _mm256_storeu_ps(range->maximum + c, high);
      _mm256_storeu_si256((__m256i *)(range->bottom + c), bottom);
    }
  }
}

AVX2 void bn_avx2_column_sums(const float *x, size_t stride, size_t rows, size_t channels,
                              const double *anchor, bn_column_sums *sums) {
  for (size_t c = 0; c < channels; c += 4) {
    _mm256_storeu_pd(sums->sum + c, _mm256_setzero_pd());
    _mm256_storeu_pd(sums->low + c, _mm256_setzero_pd());
    _mm256_storeu_pd(sums->high + c, _mm256_loadu_pd(anchor + c));
  }
  for (size_t r = 0; r < rows; r += ROWS) {
    const size_t end = r + ROWS < rows ? r + ROWS : rows;
    for (size_t c = 0; c < channels; c += 8) {
      __m256d s0 = _mm256_loadu_pd(sums->sum + c), s1 = _mm256_loadu_pd(sums->sum + c + 4);
      __m256d h0 = _mm256_loadu_pd(sums->high + c), h1 = _mm256_loadu_pd(sums->high + c + 4);
      __m256d l0 = _mm256_loadu_pd(sums->low + c), l1 = _mm256_loadu_pd(sums->low + c + 4);
      for (size_t i = r; i < end; i++) {
        const __m256d v0 = _mm256_cvtps_pd(_mm_loadu_ps(x + i * stride + c));
        const __m256d v1 = _mm256_cvtps_pd(_mm_loadu_ps(x + i * stride + c + 4));
        const __m256d b0 = h0, b1 = h1;
        s0 = _mm256_add_pd(s0, v0);
        s1 = _mm256_add_pd(s1, v1);
        h0 = _mm256_fmadd_pd(v0, v0, b0);
        h1 = _mm256_fmadd_pd(v1, v1, b1);
        l0 = _mm256_add_pd(l0, _mm256_fmadd_pd(v0, v0, _mm256_sub_pd(b0, h0)));
        l1 = _mm256_add_pd(l1, _mm256_fmadd_pd(v1, v1, _mm256_sub_pd(b1, h1)));
      }
      _mm256_storeu_pd(sums->sum + c, s0), _mm256_storeu_pd(sums->sum + c + 4, s1);
      _mm256_storeu_pd(sums->high + c, h0), _mm256_storeu_pd(sums->high + c + 4, h1);
      _mm256_storeu_pd(sums->low + c, l0), _mm256_storeu_pd(sums->low + c + 4, l1);
    }
  }
  for (size_t c = 0; c < channels; c += 4) {
    const __m256d high = _mm256_loadu_pd(sums->high + c);
    _mm256_storeu_pd(sums->high + c, _mm256_sub_pd(high, _mm256_loadu_pd(anchor + c)));
  }
}

AVX2 size_t bn_avx2_column_lines(const float *x, float *y, size_t stride, size_t rows,
                                 size_t channels, const bn_column_lines *lines,
                                 uint32_t *undecided) {
  size_t found = 0;
  const size_t groups = channels / 8;
  for (size_t r = 0; r < rows; r += STRIP) {
    const size_t end = r + STRIP < rows ? r + STRIP : rows;
    for (size_t c = 0; c < channels; c += 8) {
      const __m256d slope0 = _mm256_loadu_pd(lines->slope + c);
      const __m256d slope1 = _mm256_loadu_pd(lines->slope + c + 4);
      const __m256d centre0 = _mm256_loadu_pd(lines->centre + c);
      const __m256d centre1 = _mm256_loadu_pd(lines->centre + c + 4);
      const __m256d low0 = _mm256_loadu_pd(lines->low + c);
      const __m256d low1 = _mm256_loadu_pd(lines->low + c + 4);
      const __m256d high0 = _mm256_loadu_pd(lines->high + c);
      const __m256d high1 = _mm256_loadu_pd(lines->high + c + 4);
      for (size_t i = r; i < end; i++) {
        const float *from = x + i * stride + c;
        const __m256d v0 = _mm256_sub_pd(_mm256_cvtps_pd(_mm_loadu_ps(from)), centre0);
        const __m256d v1 = _mm256_sub_pd(_mm256_cvtps_pd(_mm_loadu_ps(from + 4)), centre1);
        const __m256 low = _mm256_set_m128(_mm256_cvtpd_ps(_mm256_fmadd_pd(v1, slope1, low1)),
                                           _mm256_cvtpd_ps(_mm256_fmadd_pd(v0, slope0, low0)));
        const __m256 high = _mm256_set_m128(_mm256_cvtpd_ps(_mm256_fmadd_pd(v1, slope1, high1)),
                                            _mm256_cvtpd_ps(_mm256_fmadd_pd(v0, slope0, high0)));
        _mm256_storeu_ps(y + i * stride + c, low);
        const __m256i differs =
            _mm256_xor_si256(_mm256_castps_si256(low), _mm256_castps_si256(high));
        if (!_mm256_testz_si256(differs, differs))
          undecided[found++] = (uint32_t)(i * groups + c / 8);
      }
    }
  }
  return found;
}

#else

void bn_avx2_column_range(const float *x, size_t stride, size_t rows, size_t channels,
                          bn_column_range *range) {
  (void)x, (void)stride, (void)rows, (void)channels, (void)range;
}
void bn_avx2_column_sums(const float *x, size_t stride, size_t rows, size_t channels,
                         const double *anchor, bn_column_sums *sums) {
  (void)x, (void)stride, (void)rows, (void)channels, (void)anchor, (void)sums;
}
size_t bn_avx2_column_lines(const float *x, float *y, size_t stride, size_t rows, size_t channels,
                            const bn_column_lines *lines, uint32_t *undecided) {
  (void)x, (void)y, (void)stride, (void)rows, (void)channels, (void)lines, (void)undecided;
  return 0;
}

#endif
