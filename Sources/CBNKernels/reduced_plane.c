// SPDX-License-Identifier: MIT
#include "avx2_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>
#include "reduced_lanes.h"

#pragma STDC FP_CONTRACT OFF

typedef struct {
  __m256 slope_dy, slope_x, low, high;
} lanes;

// Both ends of the plane at eight pairs.
INLINE void both(__m256 x, __m256 dy, const lanes *k, __m256 *low, __m256 *high) {
  *low = _mm256_fmadd_ps(dy, k->slope_dy, _mm256_fmadd_ps(x, k->slope_x, k->low));
  *high = _mm256_fmadd_ps(dy, k->slope_dy, _mm256_fmadd_ps(x, k->slope_x, k->high));
}

// Both ends of the plane at sixteen pairs, rounded.
INLINE sixteen ends(__m256i x, __m256i dy, const lanes *k, bool brain) {
  __m256 low[2], high[2];
  sixteen r;
  __m256i other;
  if (brain) {
    both(brain_even(x), brain_even(dy), k, low, high);
    both(brain_odd(x), brain_odd(dy), k, low + 1, high + 1);
    r.result = brain_bits(low[0], low[1]);
    other = brain_bits(high[0], high[1]);
  } else {
    both(_mm256_cvtph_ps(_mm256_castsi256_si128(x)), _mm256_cvtph_ps(_mm256_castsi256_si128(dy)),
         k, low, high);
    both(_mm256_cvtph_ps(_mm256_extracti128_si256(x, 1)),
         _mm256_cvtph_ps(_mm256_extracti128_si256(dy, 1)), k, low + 1, high + 1);
    r.result = half_bits(low[0], low[1]);
    other = half_bits(high[0], high[1]);
  }
  r.differs = _mm256_xor_si256(r.result, other);
  return r;
}

INLINE size_t run(const uint16_t *x, const uint16_t *dy, uint16_t *dx, size_t count,
                  const bn_reduced_plane *plane, bn_open_chunk *undecided, bool brain) {
  const lanes k = {_mm256_set1_ps(plane->slope_dy), _mm256_set1_ps(plane->slope_x),
                   _mm256_set1_ps(plane->low), _mm256_set1_ps(plane->high)};
  size_t found = 0, i = 0;
  for (; i + 32 <= count; i += 32) {
    const __m256i *left = (const __m256i *)(x + i), *right = (const __m256i *)(dy + i);
    const sixteen a = ends(_mm256_loadu_si256(left), _mm256_loadu_si256(right), &k, brain);
    const sixteen b = ends(_mm256_loadu_si256(left + 1), _mm256_loadu_si256(right + 1), &k, brain);
    _mm256_storeu_si256((__m256i *)(dx + i), a.result);
    _mm256_storeu_si256((__m256i *)(dx + i) + 1, b.result);
    const __m256i any = _mm256_or_si256(a.differs, b.differs);
    if (!_mm256_testz_si256(any, any))
      undecided[found++] = (bn_open_chunk){(uint32_t)(i / 32), open_lanes(a.differs, b.differs)};
  }
  if (i < count) {
    __m256i in[2][2] = {{_mm256_setzero_si256(), _mm256_setzero_si256()},
                        {_mm256_setzero_si256(), _mm256_setzero_si256()}};
    memcpy(in[0], x + i, (count - i) * sizeof(uint16_t));
    memcpy(in[1], dy + i, (count - i) * sizeof(uint16_t));
    const sixteen a = ends(in[0][0], in[1][0], &k, brain), b = ends(in[0][1], in[1][1], &k, brain);
    const __m256i out[2] = {a.result, b.result};
    memcpy(dx + i, out, (count - i) * sizeof(uint16_t));
    const uint32_t open = open_lanes(a.differs, b.differs) & ((1u << (count - i)) - 1);
    if (open) undecided[found++] = (bn_open_chunk){(uint32_t)(i / 32), open};
  }
  return found;
}

AVX2 size_t bn_avx2_reduced_plane(const uint16_t *x, const uint16_t *dy, uint16_t *dx,
                                  size_t count, const bn_reduced_plane *plane,
                                  bn_open_chunk *undecided, bool brain) {
  return brain ? run(x, dy, dx, count, plane, undecided, true)
               : run(x, dy, dx, count, plane, undecided, false);
}

#else

size_t bn_avx2_reduced_plane(const uint16_t *x, const uint16_t *dy, uint16_t *dx, size_t count,
                             const bn_reduced_plane *plane, bn_open_chunk *undecided, bool brain) {
  (void)x, (void)dy, (void)dx, (void)count, (void)plane, (void)undecided, (void)brain;
  return 0;
}

#endif
