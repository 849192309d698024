// SPDX-License-Identifier: MIT
#include "avx2_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>
#include "double_lanes.h"

#pragma STDC FP_CONTRACT OFF

// Sixteen lanes of at most 128 pairs each (CorrectRounding.md, "Gradients of float64").
typedef struct {
  __m256d s[4], r[4], h[4], l[4];
} accumulator;

INLINE void accumulate(accumulator *a, int i, __m256d d, __m256d dy) {
  const __m256d before = a->s[i], above = a->h[i];
  a->s[i] = _mm256_add_pd(before, dy);
  a->r[i] = _mm256_add_pd(a->r[i], _mm256_sub_pd(dy, _mm256_sub_pd(a->s[i], before)));
  a->h[i] = _mm256_fmadd_pd(d, dy, above);
  a->l[i] = _mm256_add_pd(a->l[i], _mm256_fmadd_pd(d, dy, _mm256_sub_pd(above, a->h[i])));
}

AVX2 void bn_avx2_double_pair_sums(const double *x, const double *dy, size_t count, double centre,
                                   int top_x, int top_dy, bn_double_sums *sums) {
  const double base = 1.5 * bn_power_of_two(top_dy + 9);
  const double anchor = 1.5 * bn_power_of_two(top_x + top_dy + 10);
  const __m256d c = _mm256_set1_pd(centre);
  __m256d minimum = _mm256_set1_pd(dy[0]), maximum = minimum;
  accumulator a;
  for (int i = 0; i < 4; i++) {
    a.s[i] = _mm256_set1_pd(base);
    a.h[i] = _mm256_set1_pd(anchor);
    a.r[i] = a.l[i] = _mm256_setzero_pd();
  }
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    for (int j = 0; j < 4; j++) {
      const __m256d g = _mm256_loadu_pd(dy + i + 4 * j);
      bn_double_widen(g, &minimum, &maximum);
      accumulate(&a, j, _mm256_sub_pd(_mm256_loadu_pd(x + i + 4 * j), c), g);
    }
  }
  if (i < count) {
    // Pairs with a dy of zero add nothing to the sums, and the range takes none of them.
    double rest[2][16] = {{0}};
    for (size_t j = 0; j < 16; j++) rest[0][j] = i + j < count ? x[i + j] : centre;
    memcpy(rest[1], dy + i, (count - i) * sizeof(double));
    for (int j = 0; j < 4; j++)
      accumulate(&a, j, _mm256_sub_pd(_mm256_loadu_pd(rest[0] + 4 * j), c),
                 _mm256_loadu_pd(rest[1] + 4 * j));
    for (; i < count; i++) bn_double_widen(_mm256_set1_pd(dy[i]), &minimum, &maximum);
  }
  for (int j = 0; j < 4; j++) {
    a.s[j] = _mm256_sub_pd(a.s[j], _mm256_set1_pd(base));
    a.h[j] = _mm256_sub_pd(a.h[j], _mm256_set1_pd(anchor));
  }
  bn_double_reduce(a.s, a.r, sums->sum);
  bn_double_reduce(a.h, a.l, sums->square);
  bn_double_take(minimum, maximum, &sums->range);
}

typedef struct {
  __m256d slope_dy, slope_dy_rest, slope_x, slope_x_rest, centre, anchor, start, low, high;
} lanes;

// Four results, and where both ends of the plane agree: all ones in a lane.
typedef struct {
  __m256d result, same;
} four;

INLINE four ends(__m256d x, __m256d dy, const lanes *k) {
  const __m256d d = _mm256_sub_pd(x, k->centre);
  const __m256d s = _mm256_fmadd_pd(dy, k->slope_dy, k->start);
  const __m256d r = _mm256_fmsub_pd(dy, k->slope_dy, _mm256_sub_pd(s, k->start));
  const __m256d t = _mm256_fmadd_pd(d, k->slope_x, s);
  const __m256d v = _mm256_fmsub_pd(d, k->slope_x, _mm256_sub_pd(t, s));
  const __m256d q = _mm256_add_pd(_mm256_fmadd_pd(dy, k->slope_dy_rest, r),
                                  _mm256_fmadd_pd(d, k->slope_x_rest, v));
  const __m256d w = _mm256_sub_pd(t, k->anchor);
  four f;
  f.result = _mm256_add_pd(w, _mm256_add_pd(q, k->low));
  const __m256d other = _mm256_add_pd(w, _mm256_add_pd(q, k->high));
  f.same = _mm256_castsi256_pd(
      _mm256_cmpeq_epi64(_mm256_castpd_si256(f.result), _mm256_castpd_si256(other)));
  return f;
}

AVX2 size_t bn_avx2_double_plane(const double *x, const double *dy, double *dx, size_t count,
                                 const bn_double_plane *plane, bn_open_chunk *undecided,
                                 bool streaming) {
  const lanes k = {_mm256_set1_pd(plane->slope_dy), _mm256_set1_pd(plane->slope_dy_rest),
                   _mm256_set1_pd(plane->slope_x),  _mm256_set1_pd(plane->slope_x_rest),
                   _mm256_set1_pd(plane->centre),   _mm256_set1_pd(plane->anchor),
                   _mm256_set1_pd(plane->start),    _mm256_set1_pd(plane->low),
                   _mm256_set1_pd(plane->high)};
  streaming = streaming && ((uintptr_t)dx & 31) == 0;
  size_t found = 0, i = 0;
  for (; i + 32 <= count; i += 32) {
    uint32_t same = 0;
    for (int j = 0; j < 8; j++) {
      const size_t at = i + 4 * (size_t)j;
      const four f = ends(_mm256_loadu_pd(x + at), _mm256_loadu_pd(dy + at), &k);
      if (streaming)
        _mm256_stream_pd(dx + at, f.result);
      else
        _mm256_storeu_pd(dx + at, f.result);
      same |= (uint32_t)_mm256_movemask_pd(f.same) << (4 * j);
    }
    if (same != UINT32_MAX) undecided[found++] = (bn_open_chunk){(uint32_t)(i / 32), ~same};
  }
  if (i < count) {
    bn_open_chunk rest = {(uint32_t)(i / 32), 0};
    for (int j = 0; i < count; j += 4) {
      const size_t left = count - i < 4 ? count - i : 4;
      double in[2][4], out[4];
      for (size_t n = 0; n < 4; n++) {
        in[0][n] = x[n < left ? i + n : i];
        in[1][n] = dy[n < left ? i + n : i];
      }
      const four f = ends(_mm256_loadu_pd(in[0]), _mm256_loadu_pd(in[1]), &k);
      _mm256_storeu_pd(out, f.result);
      memcpy(dx + i, out, left * sizeof(double));
      const uint32_t open = ~(uint32_t)_mm256_movemask_pd(f.same) & ((1u << left) - 1);
      rest.lanes |= open << j;
      i += left;
    }
    if (rest.lanes) undecided[found++] = rest;
  }
  return found;
}

#else

void bn_avx2_double_pair_sums(const double *x, const double *dy, size_t count, double centre,
                              int top_x, int top_dy, bn_double_sums *sums) {
  (void)x, (void)dy, (void)count, (void)centre, (void)top_x, (void)top_dy, (void)sums;
}
size_t bn_avx2_double_plane(const double *x, const double *dy, double *dx, size_t count,
                            const bn_double_plane *plane, bn_open_chunk *undecided,
                            bool streaming) {
  (void)x, (void)dy, (void)dx, (void)count, (void)plane, (void)undecided, (void)streaming;
  return 0;
}

#endif
