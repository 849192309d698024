// SPDX-License-Identifier: MIT
#include "avx2_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include "avx2_lanes.h"

#pragma STDC FP_CONTRACT OFF

// Here a lane is a channel: values of neighbouring channels lie side by side. A few rows are taken
// at a time, so that the state of all channels passes through the first cache once for them.
enum { ROWS = 8, STRIP = 4 };

// The state of eight columns: 0 and 1 are their halves.
typedef struct {
  __m256d s[2], h[2], centre[2];
  __m256 low, high;
} column_state;

// Halves are converted from memory, which spares taking a register apart.
INLINE void column_add(column_state *a, const float *from) {
  const __m256 v = _mm256_loadu_ps(from);
  a->low = _mm256_min_ps(a->low, v);
  a->high = _mm256_max_ps(a->high, v);
  for (int i = 0; i < 2; i++) {
    const __m256d d = _mm256_sub_pd(_mm256_cvtps_pd(_mm_loadu_ps(from + 4 * i)), a->centre[i]);
    a->s[i] = _mm256_add_pd(a->s[i], d);
    a->h[i] = _mm256_fmadd_pd(d, d, a->h[i]);
  }
}

// Adds rows to sums that start with zero and to the ends so far.
INLINE void add_rows(const float *x, size_t stride, size_t rows, size_t channels, double *sum,
                     double *square, const bn_column_sums *sums) {
  for (size_t r = 0; r < rows; r += ROWS) {
    const size_t strip = r + ROWS < rows ? ROWS : rows - r;
    for (size_t c = 0; c < channels; c += 8) {
      column_state a;
      a.low = _mm256_loadu_ps(sums->minimum + c);
      a.high = _mm256_loadu_ps(sums->maximum + c);
      for (size_t i = 0; i < 2; i++) {
        a.centre[i] = _mm256_cvtps_pd(_mm_loadu_ps(sums->centre + c + 4 * i));
        a.s[i] = r == 0 ? _mm256_setzero_pd() : _mm256_loadu_pd(sum + c + 4 * i);
        a.h[i] = r == 0 ? _mm256_setzero_pd() : _mm256_loadu_pd(square + c + 4 * i);
      }
      const float *from = x + r * stride + c;
      for (size_t i = 0; i < strip; i++) column_add(&a, from + i * stride);
      _mm256_storeu_ps(sums->minimum + c, a.low);
      _mm256_storeu_ps(sums->maximum + c, a.high);
      for (size_t i = 0; i < 2; i++) {
        _mm256_storeu_pd(sum + c + 4 * i, a.s[i]);
        _mm256_storeu_pd(square + c + 4 * i, a.h[i]);
      }
    }
  }
}

AVX2 void bn_avx2_column_sums(const float *x, size_t stride, size_t rows, size_t channels,
                              bn_column_sums *sums) {
  for (size_t c = 0; c < channels; c += 8) {
    const __m256 first = _mm256_loadu_ps(x + c);
    _mm256_storeu_ps(sums->centre + c, first);
    _mm256_storeu_ps(sums->minimum + c, first);
    _mm256_storeu_ps(sums->maximum + c, first);
    for (size_t i = 0; i < 8; i += 4) {
      _mm256_storeu_pd(sums->sum_rest + c + i, _mm256_setzero_pd());
      _mm256_storeu_pd(sums->square_rest + c + i, _mm256_setzero_pd());
    }
  }
  add_rows(x, stride, rows, channels, sums->sum, sums->square, sums);
}

// Adds numbers to pairs of them.
INLINE void join(const double *part, double *sum, double *rest, size_t count) {
  for (size_t c = 0; c < count; c += 4) {
    __m256d error = _mm256_loadu_pd(rest + c);
    const __m256d total = bn_two_sum(_mm256_loadu_pd(sum + c), _mm256_loadu_pd(part + c), &error);
    _mm256_storeu_pd(sum + c, total);
    _mm256_storeu_pd(rest + c, error);
  }
}

AVX2 void bn_avx2_column_add(const float *x, size_t stride, size_t rows, size_t channels,
                             double *scratch, bn_column_sums *sums) {
  double *sum = scratch, *square = scratch + channels;
  add_rows(x, stride, rows, channels, sum, square, sums);
  join(sum, sums->sum, sums->sum_rest, channels);
  join(square, sums->square, sums->square_rest, channels);
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

void bn_avx2_column_sums(const float *x, size_t stride, size_t rows, size_t channels,
                         bn_column_sums *sums) {
  (void)x, (void)stride, (void)rows, (void)channels, (void)sums;
}
void bn_avx2_column_add(const float *x, size_t stride, size_t rows, size_t channels,
                        double *scratch, bn_column_sums *sums) {
  (void)x, (void)stride, (void)rows, (void)channels, (void)scratch, (void)sums;
}
size_t bn_avx2_column_lines(const float *x, float *y, size_t stride, size_t rows, size_t channels,
                            const bn_column_lines *lines, uint32_t *undecided) {
  (void)x, (void)y, (void)stride, (void)rows, (void)channels, (void)lines, (void)undecided;
  return 0;
}

#endif
