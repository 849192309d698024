// SPDX-License-Identifier: MIT
#include "avx2_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include "avx2_lanes.h"
#include "float_line.h"

#pragma STDC FP_CONTRACT OFF

INLINE size_t run(const float *x, float *y, size_t count, const bn_pairs *k, uint32_t *undecided,
                  const float *ahead, bool streaming, bool guarded, uint32_t *largest) {
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
    for (int j = 0; j < 4; j++) {
      if (streaming)
        _mm256_stream_ps(y + i + 8 * j, r[j]);
      else
        _mm256_storeu_ps(y + i + 8 * j, r[j]);
    }
    const __m256i any = _mm256_or_si256(_mm256_or_si256(d[0], d[1]), _mm256_or_si256(d[2], d[3]));
    if (!_mm256_testz_si256(any, any)) undecided[found++] = (uint32_t)(i / 32);
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
  // Streamed stores are ordered by nothing else, and another thread may read them next.
  if (streaming) _mm_sfence();
  return found;
}

AVX2 size_t bn_avx2_float_line(const float *x, float *y, size_t count, const bn_float_line *line,
                               uint32_t *undecided, const float *ahead, bool streaming,
                               uint32_t *largest) {
  const bn_pairs k = {_mm256_set1_ps(line->slope), _mm256_set1_ps(line->slope_rest),
                      _mm256_set1_ps(line->base), _mm256_set1_ps(line->low),
                      _mm256_set1_ps(line->high)};
  streaming = streaming && ((uintptr_t)y & 31) == 0;
  if (largest)
    return streaming ? run(x, y, count, &k, undecided, ahead, true, true, largest)
                     : run(x, y, count, &k, undecided, ahead, false, true, largest);
  return streaming ? run(x, y, count, &k, undecided, ahead, true, false, largest)
                   : run(x, y, count, &k, undecided, ahead, false, false, largest);
}

AVX2 size_t bn_avx2_column_pairs(const float *x, float *y, size_t stride, size_t rows,
                                 size_t channels, const bn_column_float_lines *lines,
                                 uint32_t *undecided) {
  enum { STRIP = 8 };
  size_t found = 0;
  const size_t groups = channels / 8;
  for (size_t r = 0; r < rows; r += STRIP) {
    const size_t end = r + STRIP < rows ? r + STRIP : rows;
    for (size_t c = 0; c < channels; c += 8) {
      const bn_pairs k = {_mm256_loadu_ps(lines->slope + c), _mm256_loadu_ps(lines->slope_rest + c),
                          _mm256_loadu_ps(lines->base + c), _mm256_loadu_ps(lines->low + c),
                          _mm256_loadu_ps(lines->high + c)};
      for (size_t i = r; i < end; i++) {
        __m256i differs;
        const __m256 v = _mm256_loadu_ps(x + i * stride + c);
        _mm256_storeu_ps(y + i * stride + c, bn_pair_ends(v, &k, &differs));
        if (!_mm256_testz_si256(differs, differs))
          undecided[found++] = (uint32_t)(i * groups + c / 8);
      }
    }
  }
  return found;
}

#else

size_t bn_avx2_float_line(const float *x, float *y, size_t count, const bn_float_line *line,
                          uint32_t *undecided, const float *ahead, bool streaming,
                          uint32_t *largest) {
  (void)x, (void)y, (void)count, (void)line, (void)undecided, (void)ahead, (void)streaming;
  (void)largest;
  return 0;
}
size_t bn_avx2_column_pairs(const float *x, float *y, size_t stride, size_t rows, size_t channels,
                            const bn_column_float_lines *lines, uint32_t *undecided) {
  (void)x, (void)y, (void)stride, (void)rows, (void)channels, (void)lines, (void)undecided;
  return 0;
}

#endif
