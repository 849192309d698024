// SPDX-License-Identifier: MIT
#include "avx2_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>
#include "reduced_lanes.h"

#pragma STDC FP_CONTRACT OFF

INLINE __m256 widened(__m128i bits, bool brain) {
  return brain ? _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(bits), 16))
               : _mm256_cvtph_ps(bits);
}

// Both ends of the line at sixteen values, rounded.
INLINE sixteen ends(__m256i x, __m256 slope, __m256 low, __m256 high, bool brain) {
  sixteen r;
  __m256i other;
  if (brain) {
    const __m256 even = brain_even(x), odd = brain_odd(x);
    r.result = brain_bits(_mm256_fmadd_ps(even, slope, low), _mm256_fmadd_ps(odd, slope, low));
    other = brain_bits(_mm256_fmadd_ps(even, slope, high), _mm256_fmadd_ps(odd, slope, high));
  } else {
    const __m256 a = _mm256_cvtph_ps(_mm256_castsi256_si128(x));
    const __m256 b = _mm256_cvtph_ps(_mm256_extracti128_si256(x, 1));
    r.result = half_bits(_mm256_fmadd_ps(a, slope, low), _mm256_fmadd_ps(b, slope, low));
    other = half_bits(_mm256_fmadd_ps(a, slope, high), _mm256_fmadd_ps(b, slope, high));
  }
  r.differs = _mm256_xor_si256(r.result, other);
  return r;
}

INLINE size_t run(const uint16_t *x, uint16_t *y, size_t count, const bn_reduced_line *line,
                  bn_open_chunk *undecided, const uint16_t *ahead, bool brain) {
  const __m256 slope = _mm256_set1_ps(line->slope);
  const __m256 low = _mm256_set1_ps(line->low), high = _mm256_set1_ps(line->high);
  size_t found = 0, i = 0;
  for (; i + 32 <= count; i += 32) {
    if (ahead) _mm_prefetch((const char *)(ahead + i), _MM_HINT_T1);
    const __m256i *from = (const __m256i *)(x + i);
    const sixteen a = ends(_mm256_loadu_si256(from), slope, low, high, brain);
    const sixteen b = ends(_mm256_loadu_si256(from + 1), slope, low, high, brain);
    _mm256_storeu_si256((__m256i *)(y + i), a.result);
    _mm256_storeu_si256((__m256i *)(y + i) + 1, b.result);
    const __m256i any = _mm256_or_si256(a.differs, b.differs);
    if (!_mm256_testz_si256(any, any))
      undecided[found++] = (bn_open_chunk){(uint32_t)(i / 32), open_lanes(a.differs, b.differs)};
  }
  if (i < count) {
    uint16_t in[32] = {0}, out[32];
    memcpy(in, x + i, (count - i) * sizeof(uint16_t));
    const sixteen a = ends(_mm256_loadu_si256((const __m256i *)in), slope, low, high, brain);
    const sixteen b = ends(_mm256_loadu_si256((const __m256i *)in + 1), slope, low, high, brain);
    _mm256_storeu_si256((__m256i *)out, a.result);
    _mm256_storeu_si256((__m256i *)out + 1, b.result);
    memcpy(y + i, out, (count - i) * sizeof(uint16_t));
    const uint32_t lanes = open_lanes(a.differs, b.differs) & ((1u << (count - i)) - 1);
    if (lanes) undecided[found++] = (bn_open_chunk){(uint32_t)(i / 32), lanes};
  }
  return found;
}

AVX2 size_t bn_avx2_reduced_line(const uint16_t *x, uint16_t *y, size_t count,
                                 const bn_reduced_line *line, bn_open_chunk *undecided,
                                 const uint16_t *ahead, bool brain) {
  return brain ? run(x, y, count, line, undecided, ahead, true)
               : run(x, y, count, line, undecided, ahead, false);
}

AVX2 void bn_avx2_widen(const uint16_t *x, float *y, size_t count, bool brain) {
  size_t i = 0;
  for (; i + 8 <= count; i += 8)
    _mm256_storeu_ps(y + i, widened(_mm_loadu_si128((const __m128i *)(x + i)), brain));
  if (i == count) return;
  uint16_t in[8] = {0};
  float out[8];
  memcpy(in, x + i, (count - i) * sizeof(uint16_t));
  _mm256_storeu_ps(out, widened(_mm_loadu_si128((const __m128i *)in), brain));
  memcpy(y + i, out, (count - i) * sizeof(float));
}

#else

size_t bn_avx2_reduced_line(const uint16_t *x, uint16_t *y, size_t count,
                            const bn_reduced_line *line, bn_open_chunk *undecided,
                            const uint16_t *ahead, bool brain) {
  (void)x, (void)y, (void)count, (void)line, (void)undecided, (void)ahead, (void)brain;
  return 0;
}
void bn_avx2_widen(const uint16_t *x, float *y, size_t count, bool brain) {
  (void)x, (void)y, (void)count, (void)brain;
}

#endif
