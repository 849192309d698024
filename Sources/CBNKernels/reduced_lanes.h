// SPDX-License-Identifier: MIT
#ifndef BNCONFORM_REDUCED_LANES_H
#define BNCONFORM_REDUCED_LANES_H

#include "avx2_lanes.h"

// How the kernels of 16-bit types round both ends of an enclosure, sixteen at a time.

#pragma STDC FP_CONTRACT OFF

// Sixteen results, and where the two ends of the line differ.
typedef struct {
  __m256i result, differs;
} sixteen;

// Ties go away from zero here. An exact result lies strictly between the two ends, and if both round
// to one number in this way, so does everything between them to nearest even.
INLINE __m256i brain_bits(__m256 even, __m256 odd) {
  const __m256i half = _mm256_set1_epi32(0x8000);
  const __m256i a = _mm256_add_epi32(_mm256_castps_si256(even), half);
  const __m256i b = _mm256_add_epi32(_mm256_castps_si256(odd), half);
  return _mm256_blend_epi16(_mm256_srli_epi32(a, 16), b, 0xaa);
}

INLINE __m256i half_bits(__m256 first, __m256 second) {
  return _mm256_set_m128i(_mm256_cvtps_ph(second, _MM_FROUND_TO_NEAREST_INT),
                          _mm256_cvtps_ph(first, _MM_FROUND_TO_NEAREST_INT));
}

// Sixteen bfloat16 as float32: those of even and those of odd place.
INLINE __m256 brain_even(__m256i x) { return _mm256_castsi256_ps(_mm256_slli_epi32(x, 16)); }

INLINE __m256 brain_odd(__m256i x) {
  return _mm256_castsi256_ps(_mm256_and_si256(x, _mm256_set1_epi32((int)0xffff0000)));
}

// One bit for each of 32 lanes that is not zero.
INLINE uint32_t open_lanes(__m256i a, __m256i b) {
  const __m256i zero = _mm256_setzero_si256();
  const __m256i same =
      _mm256_packs_epi16(_mm256_cmpeq_epi16(a, zero), _mm256_cmpeq_epi16(b, zero));
  return ~(uint32_t)_mm256_movemask_epi8(_mm256_permute4x64_epi64(same, 0xd8));
}

#endif
