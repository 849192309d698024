// SPDX-License-Identifier: MIT
#include "avx2_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>
#include "avx2_lanes.h"

#pragma STDC FP_CONTRACT OFF

typedef struct {
  __m256d slope, slope_rest, centre, anchor, start, low, high;
} lanes;

// Four results, and where both ends of the line agree: all ones in a lane.
typedef struct {
  __m256d result, same;
} four;

INLINE four ends(__m256d x, const lanes *k) {
  const __m256d d = _mm256_sub_pd(x, k->centre);
  const __m256d s = _mm256_fmadd_pd(d, k->slope, k->start);
  const __m256d r = _mm256_fmsub_pd(d, k->slope, _mm256_sub_pd(s, k->start));
  const __m256d q = _mm256_fmadd_pd(d, k->slope_rest, r), w = _mm256_sub_pd(s, k->anchor);
  four f;
  f.result = _mm256_add_pd(w, _mm256_add_pd(q, k->low));
  const __m256d other = _mm256_add_pd(w, _mm256_add_pd(q, k->high));
  f.same = _mm256_castsi256_pd(
      _mm256_cmpeq_epi64(_mm256_castpd_si256(f.result), _mm256_castpd_si256(other)));
  return f;
}

AVX2 size_t bn_avx2_double_line(const double *x, double *y, size_t count,
                                const bn_double_line *line, bn_open_chunk *undecided,
                                bool streaming) {
  const lanes k = {_mm256_set1_pd(line->slope),  _mm256_set1_pd(line->slope_rest),
                   _mm256_set1_pd(line->centre), _mm256_set1_pd(line->anchor),
                   _mm256_set1_pd(line->start),  _mm256_set1_pd(line->low),
                   _mm256_set1_pd(line->high)};
  streaming = streaming && ((uintptr_t)y & 31) == 0;
  size_t found = 0, i = 0;
  for (; i + 32 <= count; i += 32) {
    uint32_t same = 0;
    for (int j = 0; j < 8; j++) {
      const four f = ends(_mm256_loadu_pd(x + i + 4 * j), &k);
      if (streaming)
        _mm256_stream_pd(y + i + 4 * j, f.result);
      else
        _mm256_storeu_pd(y + i + 4 * j, f.result);
      same |= (uint32_t)_mm256_movemask_pd(f.same) << (4 * j);
    }
    if (same != UINT32_MAX) undecided[found++] = (bn_open_chunk){(uint32_t)(i / 32), ~same};
  }
  if (i < count) {
    bn_open_chunk rest = {(uint32_t)(i / 32), 0};
    for (int j = 0; i < count; j += 4) {
      const size_t left = count - i < 4 ? count - i : 4;
      double in[4], out[4];
      for (size_t n = 0; n < 4; n++) in[n] = x[n < left ? i + n : i];
      const four f = ends(_mm256_loadu_pd(in), &k);
      _mm256_storeu_pd(out, f.result);
      memcpy(y + i, out, left * sizeof(double));
      const uint32_t open = ~(uint32_t)_mm256_movemask_pd(f.same) & ((1u << left) - 1);
      rest.lanes |= open << j;
      i += left;
    }
    if (rest.lanes) undecided[found++] = rest;
  }
  return found;
}

#else

size_t bn_avx2_double_line(const double *x, double *y, size_t count, const bn_double_line *line,
                           bn_open_chunk *undecided, bool streaming) {
  (void)x, (void)y, (void)count, (void)line, (void)undecided, (void)streaming;
  return 0;
}

#endif
