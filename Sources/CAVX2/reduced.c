// SPDX-License-Identifier: MIT
#include "avx2_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>
#include "avx2_lanes.h"

#pragma STDC FP_CONTRACT OFF

INLINE __m256 widened(__m128i bits, bool brain) {
  return brain ? _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(bits), 16))
               : _mm256_cvtph_ps(bits);
}

// The bfloat16 nearest to each value, ties to even, in the low half of each lane; no NaN comes here.
INLINE __m256i brain_bits(__m256 x) {
  const __m256i bits = _mm256_castps_si256(x), one = _mm256_set1_epi32(1);
  const __m256i odd = _mm256_and_si256(_mm256_srli_epi32(bits, 16), one);
  const __m256i sum = _mm256_add_epi32(_mm256_add_epi32(bits, _mm256_set1_epi32(0x7fff)), odd);
  return _mm256_srli_epi32(sum, 16);
}

INLINE __m128i packed(__m256i lanes) {
  return _mm_packus_epi32(_mm256_castsi256_si128(lanes), _mm256_extracti128_si256(lanes, 1));
}

// Both ends of the line at eight values, rounded; the mask of bytes that agree.
INLINE int eight(const uint16_t *x, uint16_t *y, __m256 slope, __m256 low, __m256 high, bool brain) {
  const __m256 v = widened(_mm_loadu_si128((const __m128i *)x), brain);
  const __m256 a = _mm256_fmadd_ps(v, slope, low), b = _mm256_fmadd_ps(v, slope, high);
  const __m128i p = brain ? packed(brain_bits(a)) : _mm256_cvtps_ph(a, _MM_FROUND_TO_NEAREST_INT);
  const __m128i q = brain ? packed(brain_bits(b)) : _mm256_cvtps_ph(b, _MM_FROUND_TO_NEAREST_INT);
  _mm_storeu_si128((__m128i *)y, p);
  return _mm_movemask_epi8(_mm_cmpeq_epi16(p, q));
}

INLINE size_t run(const uint16_t *x, uint16_t *y, size_t count, const bn_reduced_line *line,
                  uint32_t *undecided, const uint16_t *ahead, bool brain) {
  const __m256 slope = _mm256_set1_ps(line->slope);
  const __m256 low = _mm256_set1_ps(line->low), high = _mm256_set1_ps(line->high);
  size_t found = 0, i = 0;
  for (; i + 32 <= count; i += 32) {
    int agree = 0xffff;
    if (ahead) _mm_prefetch((const char *)(ahead + i), _MM_HINT_T1);
    for (size_t j = i; j < i + 32; j += 8) agree &= eight(x + j, y + j, slope, low, high, brain);
    if (agree != 0xffff) undecided[found++] = (uint32_t)(i / 32);
  }
  if (i < count) {
    uint16_t in[32] = {0}, out[32];
    const size_t rest = count - i;
    int agree = 0xffff;
    memcpy(in, x + i, rest * sizeof(uint16_t));
    for (size_t j = 0; j < rest; j += 8)
      agree &= eight(in + j, out + j, slope, low, high, brain);
    memcpy(y + i, out, rest * sizeof(uint16_t));
    if (agree != 0xffff) undecided[found++] = (uint32_t)(i / 32);
  }
  return found;
}

AVX2 size_t bn_avx2_reduced_line(const uint16_t *x, uint16_t *y, size_t count,
                                 const bn_reduced_line *line, uint32_t *undecided,
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
                            const bn_reduced_line *line, uint32_t *undecided,
                            const uint16_t *ahead, bool brain) {
  (void)x, (void)y, (void)count, (void)line, (void)undecided, (void)ahead, (void)brain;
  return 0;
}
void bn_avx2_widen(const uint16_t *x, float *y, size_t count, bool brain) {
  (void)x, (void)y, (void)count, (void)brain;
}

#endif
