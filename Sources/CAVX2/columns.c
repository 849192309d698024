// SPDX-License-Identifier: MIT
#include "avx2_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include "avx2_lanes.h"

#pragma STDC FP_CONTRACT OFF

// Here a lane is a channel: values of neighbouring channels lie side by side. A few rows are taken
// at a time, so that the state of all channels passes through the first cache once for them.
enum { ROWS = 8, STRIP = 4 };

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

// The state of eight columns: 0 and 1 are their halves.
typedef struct {
  __m256d s[2], h[2], l[2];
  __m256 low, high;
  __m256i bottom;
} column_state;

// Halves are converted from memory, which spares taking a register apart.
INLINE void column_add(column_state *a, const float *from) {
  const __m256 v = _mm256_loadu_ps(from);
  const __m256i magnitude = _mm256_set1_epi32(0x7fffffff), one = _mm256_set1_epi32(1);
  a->low = _mm256_min_ps(a->low, v);
  a->high = _mm256_max_ps(a->high, v);
  const __m256i bits = _mm256_and_si256(_mm256_castps_si256(v), magnitude);
  a->bottom = _mm256_min_epu32(a->bottom, _mm256_sub_epi32(bits, one));
  const __m256d x[2] = {_mm256_cvtps_pd(_mm_loadu_ps(from)), _mm256_cvtps_pd(_mm_loadu_ps(from + 4))};
  for (int i = 0; i < 2; i++) {
    const __m256d before = a->h[i];
    a->s[i] = _mm256_add_pd(a->s[i], x[i]);
    a->h[i] = _mm256_fmadd_pd(x[i], x[i], before);
    a->l[i] = _mm256_add_pd(a->l[i],
                            _mm256_fmadd_pd(x[i], x[i], _mm256_sub_pd(before, a->h[i])));
  }
}

// Anchors for eight columns whose first few values are given: two binades of room above them.
INLINE void column_guess(const float *x, size_t stride, size_t rows, double *anchor) {
  const __m256i magnitude = _mm256_set1_epi32(0x7fffffff);
  __m256i most = _mm256_set1_epi32(0x00800000);
  for (size_t i = 0; i < rows; i++) {
    const __m256i v = _mm256_loadu_si256((const __m256i *)(x + i * stride));
    most = _mm256_max_epu32(most, _mm256_and_si256(v, magnitude));
  }
  const __m256 power =
      _mm256_castsi256_ps(_mm256_and_si256(most, _mm256_set1_epi32(0x7f800000)));
  const __m256d room = _mm256_set1_pd(0x1p14);
  const __m256d a = _mm256_cvtps_pd(_mm256_castps256_ps128(power));
  const __m256d b = _mm256_cvtps_pd(_mm256_extractf128_ps(power, 1));
  _mm256_storeu_pd(anchor, _mm256_mul_pd(_mm256_mul_pd(a, a), room));
  _mm256_storeu_pd(anchor + 4, _mm256_mul_pd(_mm256_mul_pd(b, b), room));
}

// The biased exponents of magnitudes; a subnormal number has that of the smallest normal one.
INLINE __m256i exponents(__m256i magnitude) {
  return _mm256_max_epi32(_mm256_srli_epi32(magnitude, 23), _mm256_set1_epi32(1));
}

// Whether all of eight columns lie in the window below their anchors, which are 2^(2*guess + 10).
INLINE bool column_holds(const column_state *a, const double *anchor) {
  const __m256i magnitude = _mm256_set1_epi32(0x7fffffff);
  const __m256i ends = _mm256_max_epu32(_mm256_and_si256(_mm256_castps_si256(a->low), magnitude),
                                        _mm256_and_si256(_mm256_castps_si256(a->high), magnitude));
  const __m256i top = exponents(ends);
  const __m256i zeros = _mm256_cmpeq_epi32(a->bottom, _mm256_set1_epi32(-1));
  const __m256i least = exponents(_mm256_add_epi32(a->bottom, _mm256_set1_epi32(1)));
  const __m256i bottom = _mm256_blendv_epi8(least, top, zeros);
  // The upper words of eight doubles, in order.
  const __m256 words = _mm256_shuffle_ps(_mm256_castpd_ps(_mm256_loadu_pd(anchor)),
                                         _mm256_castpd_ps(_mm256_loadu_pd(anchor + 4)), 0xdd);
  const __m256i field = _mm256_srli_epi32(
      _mm256_permute4x64_epi64(_mm256_castps_si256(words), 0xd8), 20);
  const __m256i guess = _mm256_add_epi32(
      _mm256_srai_epi32(_mm256_sub_epi32(field, _mm256_set1_epi32(1033)), 1),
      _mm256_set1_epi32(127));
  const __m256i fails = _mm256_or_si256(
      _mm256_cmpgt_epi32(top, guess),
      _mm256_cmpgt_epi32(_mm256_sub_epi32(guess, bottom), _mm256_set1_epi32(BN_COLUMN_WINDOW)));
  return _mm256_testz_si256(fails, fails);
}

AVX2 void bn_avx2_column_guessed(const float *x, size_t stride, size_t rows, size_t channels,
                                 double *anchor, bn_column_range *range, bn_column_sums *sums,
                                 bool *holds) {
  enum { STRIP = 8 };
  for (size_t r = 0; r < rows; r += STRIP) {
    const size_t strip = r + STRIP < rows ? STRIP : rows - r;
    const bool last = r + strip == rows;
    for (size_t c = 0; c < channels; c += 8) {
      const float *from = x + r * stride + c;
      column_state a;
      if (r == 0) {
        column_guess(from, stride, strip, anchor + c);
        a.low = a.high = _mm256_loadu_ps(from);
        a.bottom = _mm256_set1_epi32(-1);
        for (size_t i = 0; i < 2; i++) {
          a.s[i] = a.l[i] = _mm256_setzero_pd();
          a.h[i] = _mm256_loadu_pd(anchor + c + 4 * i);
        }
      } else {
        a.low = _mm256_loadu_ps(range->minimum + c);
        a.high = _mm256_loadu_ps(range->maximum + c);
        a.bottom = _mm256_loadu_si256((const __m256i *)(range->bottom + c));
        for (size_t i = 0; i < 2; i++) {
          a.s[i] = _mm256_loadu_pd(sums->sum + c + 4 * i);
          a.h[i] = _mm256_loadu_pd(sums->high + c + 4 * i);
          a.l[i] = _mm256_loadu_pd(sums->low + c + 4 * i);
        }
      }
      for (size_t i = 0; i < strip; i++) column_add(&a, from + i * stride);
      _mm256_storeu_ps(range->minimum + c, a.low);
      _mm256_storeu_ps(range->maximum + c, a.high);
      _mm256_storeu_si256((__m256i *)(range->bottom + c), a.bottom);
      if (last) holds[c / 8] = column_holds(&a, anchor + c);
      for (size_t i = 0; i < 2; i++) {
        if (last) a.h[i] = _mm256_sub_pd(a.h[i], _mm256_loadu_pd(anchor + c + 4 * i));
        _mm256_storeu_pd(sums->sum + c + 4 * i, a.s[i]);
        _mm256_storeu_pd(sums->high + c + 4 * i, a.h[i]);
        _mm256_storeu_pd(sums->low + c + 4 * i, a.l[i]);
      }
    }
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

void bn_avx2_column_guessed(const float *x, size_t stride, size_t rows, size_t channels,
                            double *anchor, bn_column_range *range, bn_column_sums *sums,
                            bool *holds) {
  (void)x, (void)stride, (void)rows, (void)channels, (void)anchor, (void)range, (void)sums;
  (void)holds;
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
