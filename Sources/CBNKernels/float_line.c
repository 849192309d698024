// SPDX-License-Identifier: MIT
#include "avx2_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include "avx2_lanes.h"
#include "float_line.h"

#pragma STDC FP_CONTRACT OFF

// Decides four groups of eight again, in binary64; whether one value is still undecided.
AVX2 __attribute__((noinline)) static bool again(const float *x, __m256 r[4], const __m256i d[4],
                                                 const bn_line *line) {
  const bn_line4 one = {_mm256_set1_pd(line->slope), _mm256_set1_pd(line->centre),
                        _mm256_set1_pd(line->low), _mm256_set1_pd(line->high)};
  const bn_line4 lines[2] = {one, one};
  __m256i any = _mm256_setzero_si256(), differs;
  for (int j = 0; j < 4; j++) {
    if (_mm256_testz_si256(d[j], d[j])) continue;
    r[j] = bn_line_ends(_mm256_loadu_ps(x + 8 * j), lines, &differs);
    any = _mm256_or_si256(any, differs);
  }
  return !_mm256_testz_si256(any, any);
}

INLINE size_t run(const float *x, float *y, size_t count, const bn_pairs *k, const bn_line *line,
                  uint32_t *undecided, const float *ahead, bool streaming, bool guarded, uint32_t *largest) {
  const __m256i magnitude = _mm256_set1_epi32(0x7fffffff);
  __m256i most = _mm256_setzero_si256();
  size_t found = 0, i = 0;
  for (; i + 32 <= count; i += 32) {
    if (ahead) {
      _mm_prefetch((const char *)(ahead + i), _MM_HINT_T1);
      _mm_prefetch((const char *)(ahead + i + 16), _MM_HINT_T1);
    }
    __m256 r[4];
    __m256i d[4];
    for (int j = 0; j < 4; j++) {
      const __m256 v = _mm256_loadu_ps(x + i + 8 * j);
      if (guarded)
        most = _mm256_max_epu32(most, _mm256_and_si256(_mm256_castps_si256(v), magnitude));
      r[j] = bn_pair_ends(v, k, &d[j]);
    }
    const __m256i any = _mm256_or_si256(_mm256_or_si256(d[0], d[1]), _mm256_or_si256(d[2], d[3]));
    if (!_mm256_testz_si256(any, any) && again(x + i, r, d, line))
      undecided[found++] = (uint32_t)(i / 32);
    for (int j = 0; j < 4; j++) {
      if (streaming)
        _mm256_stream_ps(y + i + 8 * j, r[j]);
      else
        _mm256_storeu_ps(y + i + 8 * j, r[j]);
    }
  }
  if (i < count) {
    float in[32] = {0}, out[32];
    const size_t rest = count - i;
    memcpy(in, x + i, rest * sizeof(float));
    __m256i any = _mm256_setzero_si256(), d;
    for (size_t j = 0; j < rest; j += 8) {
      const __m256 v = _mm256_loadu_ps(in + j);
      if (guarded)
        most = _mm256_max_epu32(most, _mm256_and_si256(_mm256_castps_si256(v), magnitude));
      _mm256_storeu_ps(out + j, bn_pair_ends(v, k, &d));
      any = _mm256_or_si256(any, d);
    }
    memcpy(y + i, out, rest * sizeof(float));
    if (!_mm256_testz_si256(any, any)) undecided[found++] = (uint32_t)(i / 32);
  }
  if (guarded) {
    uint32_t lanes[8];
    _mm256_storeu_si256((__m256i *)lanes, most);
    for (int j = 0; j < 8; j++) *largest = lanes[j] > *largest ? lanes[j] : *largest;
  }
  return found;
}

AVX2 size_t bn_avx2_float_line(const float *x, float *y, size_t count, const bn_float_line *line,
                               const bn_line *wide, uint32_t *undecided, const float *ahead, bool streaming,
                               uint32_t *largest) {
  const bn_pairs k = {_mm256_set1_ps(line->slope), _mm256_set1_ps(line->slope_rest),
                      _mm256_set1_ps(line->anchor), _mm256_set1_ps(line->start),
                      _mm256_set1_ps(line->low), _mm256_set1_ps(line->high)};
  streaming = streaming && ((uintptr_t)y & 31) == 0;
  if (largest)
    return streaming ? run(x, y, count, &k, wide, undecided, ahead, true, true, largest)
                     : run(x, y, count, &k, wide, undecided, ahead, false, true, largest);
  return streaming ? run(x, y, count, &k, wide, undecided, ahead, true, false, largest)
                   : run(x, y, count, &k, wide, undecided, ahead, false, false, largest);
}

// Decides some rows of eight columns again, in binary64; lists what is still undecided.
AVX2 __attribute__((noinline)) static size_t columns_again(const float *x, float *y, size_t stride,
                                                           size_t rows, const bn_pairs *k,
                                                           const bn_column_lines *lines, size_t c,
                                                           uint32_t group, uint32_t groups,
                                                           uint32_t *undecided) {
  bn_line4 wide[2];
  size_t found = 0;
  for (size_t j = 0; j < 2; j++) {
    wide[j].slope = _mm256_loadu_pd(lines->slope + c + 4 * j);
    wide[j].centre = _mm256_loadu_pd(lines->centre + c + 4 * j);
    wide[j].low = _mm256_loadu_pd(lines->low + c + 4 * j);
    wide[j].high = _mm256_loadu_pd(lines->high + c + 4 * j);
  }
  for (size_t i = 0; i < rows; i++) {
    __m256i differs;
    const __m256 v = _mm256_loadu_ps(x + i * stride);
    (void)bn_pair_ends(v, k, &differs);
    if (_mm256_testz_si256(differs, differs)) continue;
    _mm256_storeu_ps(y + i * stride, bn_line_ends(v, wide, &differs));
    if (!_mm256_testz_si256(differs, differs)) undecided[found++] = group + (uint32_t)i * groups;
  }
  return found;
}

AVX2 size_t bn_avx2_column_pairs(const float *x, float *y, size_t stride, size_t rows,
                                 size_t channels, const float *pairs,
                                 const bn_column_lines *wide, uint32_t *undecided) {
  enum { STRIP = 4 };
  size_t found = 0;
  const size_t groups = channels / 8;
  // The rows that were summed last are still in a cache and come first.
  for (size_t next = (rows + STRIP - 1) / STRIP; next > 0; next--) {
    const size_t r = (next - 1) * STRIP, strip = r + STRIP < rows ? STRIP : rows - r;
    for (size_t c = 0; c < channels; c += 8) {
      const float *line = pairs + 6 * c;
      const bn_pairs k = {_mm256_loadu_ps(line), _mm256_loadu_ps(line + 8),
                          _mm256_loadu_ps(line + 16), _mm256_loadu_ps(line + 24),
                          _mm256_loadu_ps(line + 32), _mm256_loadu_ps(line + 40)};
      const float *from = x + r * stride + c;
      float *to = y + r * stride + c;
      __m256i any = _mm256_setzero_si256();
      for (size_t i = 0; i < strip; i++) {
        __m256i differs;
        _mm256_storeu_ps(to + i * stride,
                         bn_pair_ends(_mm256_loadu_ps(from + i * stride), &k, &differs));
        any = _mm256_or_si256(any, differs);
      }
      if (!_mm256_testz_si256(any, any))
        found += columns_again(from, to, stride, strip, &k, wide, c,
                               (uint32_t)(r * groups + c / 8), (uint32_t)groups,
                               undecided + found);
    }
  }
  return found;
}

#else

size_t bn_avx2_float_line(const float *x, float *y, size_t count, const bn_float_line *line,
                          const bn_line *wide, uint32_t *undecided, const float *ahead,
                          bool streaming, uint32_t *largest) {
  (void)x, (void)y, (void)count, (void)line, (void)wide, (void)undecided, (void)ahead;
  (void)streaming, (void)largest;
  return 0;
}
size_t bn_avx2_column_pairs(const float *x, float *y, size_t stride, size_t rows, size_t channels,
                            const float *pairs, const bn_column_lines *wide,
                            uint32_t *undecided) {
  (void)x, (void)y, (void)stride, (void)rows, (void)channels, (void)pairs, (void)wide;
  (void)undecided;
  return 0;
}

#endif
