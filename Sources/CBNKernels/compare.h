// SPDX-License-Identifier: MIT

// Counting over two tensors at the speed of memory, with AVX2 only.

enum { chunk = bn_compare_chunk };

typedef struct {
  __m256 absolute, relative, share, rule_absolute, rule_relative, smallest, largest;
  __m256i distance;
} lanes;

// Numbers that grow with the floats, neighbours by 1, both zeros 0.
INLINE __m256i ordinal(__m256i bits, __m256i magnitude) {
  const __m256i sign = _mm256_srai_epi32(bits, 31);
  return _mm256_sub_epi32(_mm256_xor_si256(magnitude, sign), sign);
}

INLINE __m256 narrowed(const double *values) {
  return _mm256_set_m128(_mm256_cvtpd_ps(_mm256_loadu_pd(values + 4)),
                         _mm256_cvtpd_ps(_mm256_loadu_pd(values)));
}

// Distances of a chunk and their maximum; false if an element may change more than the counts.
INLINE bool distances(const float *actual, const float *expected, const double *allowances,
                      const lanes *k, uint32_t *found, uint32_t *largest) {
  const __m256i clear = _mm256_set1_epi32(0x7fffffff);
  __m256i magnitudes = _mm256_setzero_si256(), most = magnitudes;
  __m256 beyond = _mm256_setzero_ps(), equal = beyond;
  for (int i = 0; i < chunk; i += 8) {
    const __m256 a = _mm256_loadu_ps(actual + i), e = _mm256_loadu_ps(expected + i);
    const __m256i p = _mm256_castps_si256(a), q = _mm256_castps_si256(e);
    const __m256i r = _mm256_and_si256(p, clear), s = _mm256_and_si256(q, clear);
    magnitudes = _mm256_max_epi32(magnitudes, _mm256_max_epi32(r, s));
    const __m256i x = ordinal(p, r), y = ordinal(q, s);
    const __m256i d = _mm256_sub_epi32(_mm256_max_epi32(x, y), _mm256_min_epi32(x, y));
    most = _mm256_max_epu32(most, d);
    _mm256_storeu_si256((__m256i *)(found + i), d);
    const __m256 size = _mm256_castsi256_ps(
        _mm256_and_si256(_mm256_castps_si256(_mm256_sub_ps(a, e)), clear));
    const __m256 bound = _mm256_castsi256_ps(s);
    const __m256 allowance =
        allowances ? narrowed(allowances + i)
                   : _mm256_fmadd_ps(k->rule_relative, bound, k->rule_absolute);
    // min takes its second operand where the first is NaN, as an allowance without a value is.
    __m256 limit = _mm256_mul_ps(k->share, _mm256_min_ps(allowance, k->largest));
    limit = _mm256_min_ps(limit, _mm256_mul_ps(k->relative, bound));
    limit = _mm256_and_ps(limit, _mm256_cmp_ps(limit, k->smallest, _CMP_GE_OQ));
    limit = _mm256_min_ps(limit, k->absolute);
    beyond = _mm256_or_ps(beyond, _mm256_cmp_ps(size, limit, _CMP_NLE_UQ));
    equal = _mm256_or_ps(equal, _mm256_cmp_ps(size, k->absolute, _CMP_EQ_OQ));
  }
  const __m256i special =
      _mm256_cmpgt_epi32(magnitudes, _mm256_set1_epi32(0x7f7fffff));
  // Differences of numbers less than a factor of 2 apart are exact (Sterbenz); those of others may be
  // larger than the maximum that they look equal to.
  const __m256i apart = _mm256_srli_epi32(most, 22);
  if (!_mm256_testz_si256(apart, apart)) beyond = _mm256_or_ps(beyond, equal);
  // Distances from 2^31 on would be negative where they are counted.
  const __m256i limit = _mm256_min_epu32(k->distance, clear);
  const __m256i far = _mm256_xor_si256(_mm256_max_epu32(most, limit), limit);
  const __m256i any =
      _mm256_or_si256(_mm256_or_si256(special, far), _mm256_castps_si256(beyond));
  if (!_mm256_testz_si256(any, any)) return false;
  uint32_t each[8];
  _mm256_storeu_si256((__m256i *)each, most);
  *largest = 0;
  for (int i = 0; i < 8; i++) *largest = each[i] > *largest ? each[i] : *largest;
  return true;
}

static size_t compare(const float *actual, const float *expected, const double *allowances,
                      size_t count, const bn_compare_limits *limits,
                      bn_compare_counts *counts) {
  const lanes k = {_mm256_set1_ps(limits->absolute), _mm256_set1_ps(limits->relative),
                   _mm256_set1_ps(limits->share), _mm256_set1_ps(limits->rule_absolute),
                   _mm256_set1_ps(limits->rule_relative), _mm256_set1_ps(0x1p-100f),
                   _mm256_set1_ps(0x1.fffffep127f), _mm256_set1_epi32((int)limits->distance)};
  // At how many elements of a lane the distance is at least 1, 2, 3, 5, 9, …
  __m256i reached[32];
  for (int bin = 0; bin < 32; bin++) reached[bin] = _mm256_setzero_si256();
  uint32_t found[chunk], largest;
  size_t done = 0;
  for (; done + chunk <= count && done < bn_compare_run; done += chunk) {
    if (!distances(actual + done, expected + done, allowances ? allowances + done : NULL, &k,
                   found, &largest))
      break;
    if (largest > counts->largest) counts->largest = largest;
    int bin = 0;
    for (uint32_t start = 1; start <= largest && bin < 32; bin++) {
      const __m256i below = _mm256_set1_epi32((int)(start - 1));
      __m256i sum = reached[bin];
      for (int i = 0; i < chunk; i += 8)
        sum = _mm256_sub_epi32(
            sum, _mm256_cmpgt_epi32(_mm256_loadu_si256((const __m256i *)(found + i)), below));
      reached[bin] = sum;
      start = bin == 0 ? 2 : 2 * start - 1;
    }
  }
  for (int bin = 0; bin < 32; bin++) {
    uint32_t each[8];
    _mm256_storeu_si256((__m256i *)each, reached[bin]);
    for (int i = 0; i < 8; i++) counts->reached[bin] += each[i];
  }
  return done;
}
