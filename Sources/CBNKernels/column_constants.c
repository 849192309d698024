// SPDX-License-Identifier: MIT
#include "avx2_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include "avx2_lanes.h"

#pragma STDC FP_CONTRACT OFF

INLINE __m256d absolute(__m256d a) {
  return _mm256_andnot_pd(_mm256_set1_pd(-0.0), a);
}

INLINE __m256d four(const float *values, size_t at, double otherwise) {
  return values ? _mm256_cvtps_pd(_mm_loadu_ps(values + at)) : _mm256_set1_pd(otherwise);
}

// Rounds v to float32 if every number within e of it rounds to the same; the mask of those that do.
INLINE int decided(__m256d v, __m256d e, __m128 *rounded) {
  const __m128 low = _mm256_cvtpd_ps(_mm256_sub_pd(v, e));
  const __m128 high = _mm256_cvtpd_ps(_mm256_add_pd(v, e));
  *rounded = low;
  return _mm_movemask_ps(
      _mm_castsi128_ps(_mm_cmpeq_epi32(_mm_castps_si128(low), _mm_castps_si128(high))));
}

// What is known of four channels: their mean as two numbers, n²·variance, and bounds for the errors.
typedef struct {
  __m256d mean, rest, mean_error, spread, spread_error;
} moments;

// Σ(x - centre) has an absolute error of √(n·Σ(x - centre)²) times the relative one of the squares.
INLINE moments moments_of(const bn_column_sums *sums, size_t c, double count, double error) {
  const __m256d n = _mm256_set1_pd(count), r = _mm256_set1_pd(error);
  const __m256d s = _mm256_add_pd(_mm256_loadu_pd(sums->sum + c), _mm256_loadu_pd(sums->sum_rest + c));
  const __m256d q =
      _mm256_add_pd(_mm256_loadu_pd(sums->square + c), _mm256_loadu_pd(sums->square_rest + c));
  const __m256d centre = _mm256_cvtps_pd(_mm_loadu_ps(sums->centre + c));
  const __m256d scaled = _mm256_mul_pd(n, q), one = _mm256_set1_pd(1 / count);
  moments m;
  m.rest = _mm256_setzero_pd();
  m.mean = bn_two_sum(centre, _mm256_mul_pd(s, one), &m.rest);
  m.mean_error = _mm256_mul_pd(_mm256_mul_pd(r, one), _mm256_sqrt_pd(scaled));
  m.spread = _mm256_sub_pd(scaled, _mm256_mul_pd(s, s));
  m.spread_error = _mm256_mul_pd(_mm256_set1_pd(3 * error), scaled);
  return m;
}

// Moves the running statistics of four channels; the mask of those that are decided (R23).
AVX2 static int move_running(const bn_column_parameters *p, size_t c, const moments *m) {
  const __m256d factor = _mm256_set1_pd(p->factor), kept = _mm256_set1_pd(1 - p->factor);
  const __m256d pair = _mm256_set1_pd(1 / (p->count * (p->count - 1)));
  const __m256d small = _mm256_set1_pd(0x1p-50), least = _mm256_set1_pd(0x1p-880);
  const __m256d size = _mm256_set1_pd(p->stress * 1.01), part = absolute(factor);
  __m128 means, variances;
  __m256d a = _mm256_mul_pd(kept, four(p->running_mean, c, 0)), b = _mm256_mul_pd(factor, m->mean);
  __m256d e = _mm256_fmadd_pd(small, _mm256_add_pd(absolute(a), absolute(b)), least);
  e = _mm256_fmadd_pd(part, m->mean_error, e);
  int mask = decided(_mm256_add_pd(a, b), _mm256_mul_pd(size, e), &means);
  a = _mm256_mul_pd(kept, four(p->running_var, c, 0));
  b = _mm256_mul_pd(factor, _mm256_mul_pd(m->spread, pair));
  e = _mm256_fmadd_pd(small, _mm256_add_pd(absolute(a), absolute(b)), least);
  e = _mm256_fmadd_pd(part, _mm256_mul_pd(m->spread_error, pair), e);
  mask &= decided(_mm256_add_pd(a, b), _mm256_mul_pd(size, e), &variances);
  for (int i = 0; i < 4; i++) {
    if (!(mask >> i & 1)) continue;
    p->running_mean[c + (size_t)i] = means[i];
    p->running_var[c + (size_t)i] = variances[i];
  }
  return mask;
}

// The constants of ChannelLine.swift for four channels at once, in binary64 alone: their errors are
// in the bound (CorrectRounding.md, "Columns").
AVX2 void bn_avx2_column_constants(const bn_column_sums *sums,
                                   const bn_column_parameters *parameters, size_t channels,
                                   bn_column_lines *lines, uint8_t *special) {
  const double count = parameters->count;
  const __m256d n = _mm256_set1_pd(count), one = _mm256_set1_pd(1 / count);
  const __m256d zero = _mm256_setzero_pd();
  const __m256d added = _mm256_set1_pd(count * count * parameters->eps);
  const __m256d huge = _mm256_set1_pd(0x1p300), u = _mm256_set1_pd(0x1p-53);
  for (size_t c = 0; c < channels; c += 4) {
    const moments m = moments_of(sums, c, count, parameters->error);
    const __m256d scale = _mm256_add_pd(m.spread, added);
    const __m256d gamma = four(parameters->gamma, c, 1), beta = four(parameters->beta, c, 0);
    const __m256d inverse = _mm256_div_pd(n, _mm256_sqrt_pd(scale));
    const __m256d slope = _mm256_mul_pd(inverse, gamma);
    const __m256d base = _mm256_fnmadd_pd(slope, m.rest, beta);

    const __m256d low = _mm256_cvtps_pd(_mm_loadu_ps(sums->minimum + c));
    const __m256d high = _mm256_cvtps_pd(_mm_loadu_ps(sums->maximum + c));
    const __m256d a = absolute(slope);
    const __m256d reach = _mm256_fmadd_pd(
        _mm256_set1_pd(0x1p-50), absolute(m.mean),
        _mm256_mul_pd(_mm256_set1_pd(1 + 0x1p-50),
                      _mm256_max_pd(_mm256_sub_pd(high, m.mean), _mm256_sub_pd(m.mean, low))));
    // 1/scale is the square of inverse/n.
    const __m256d scaled = _mm256_mul_pd(inverse, one);
    const __m256d relative = _mm256_fmadd_pd(
        _mm256_set1_pd(0.51), _mm256_mul_pd(m.spread_error, _mm256_mul_pd(scaled, scaled)),
        _mm256_set1_pd(6 * 0x1p-53));
    __m256d error = _mm256_mul_pd(
        _mm256_set1_pd(4), _mm256_mul_pd(u, _mm256_add_pd(_mm256_mul_pd(a, reach), absolute(base))));
    error = _mm256_fmadd_pd(a, _mm256_fmadd_pd(relative, reach, m.mean_error), error);
    error = _mm256_fmadd_pd(_mm256_set1_pd(0x1p-80),
                            _mm256_fmadd_pd(a, absolute(m.mean), absolute(beta)), error);
    error = _mm256_mul_pd(_mm256_add_pd(error, _mm256_set1_pd(0x1p-880)),
                          _mm256_set1_pd(1.01 * parameters->stress));
    _mm256_storeu_pd(lines->slope + c, slope);
    _mm256_storeu_pd(lines->centre + c, m.mean);
    _mm256_storeu_pd(lines->low + c, _mm256_sub_pd(base, error));
    _mm256_storeu_pd(lines->high + c, _mm256_add_pd(base, error));

    // Each comparison is false for NaN; a constant channel, γ = 0 and all else go another way.
    __m256d fine = _mm256_cmp_pd(relative, _mm256_set1_pd(0x1p-36), _CMP_LT_OQ);
    fine = _mm256_and_pd(fine, _mm256_cmp_pd(m.mean_error,
                                             _mm256_mul_pd(_mm256_set1_pd(0x1p-36), reach),
                                             _CMP_LT_OQ));
    fine = _mm256_and_pd(fine, _mm256_cmp_pd(scale, zero, _CMP_GT_OQ));
    fine = _mm256_and_pd(fine, _mm256_cmp_pd(low, high, _CMP_LT_OQ));
    fine = _mm256_and_pd(fine, _mm256_cmp_pd(absolute(gamma), huge, _CMP_LT_OQ));
    fine = _mm256_and_pd(fine, _mm256_cmp_pd(absolute(gamma), zero, _CMP_GT_OQ));
    fine = _mm256_and_pd(fine, _mm256_cmp_pd(absolute(beta), huge, _CMP_LT_OQ));
    fine = _mm256_and_pd(fine, _mm256_cmp_pd(absolute(m.mean), huge, _CMP_LT_OQ));
    const int mask = _mm256_movemask_pd(fine);
    int moved = 15;
    if (parameters->running_mean && mask == 15)
      moved = move_running(parameters, c, &m);
    else if (parameters->running_mean)
      moved = 0;
    for (int i = 0; i < 4; i++)
      special[c + (size_t)i] = (uint8_t)((~mask >> i & 1) | (~moved >> i & 1) << 1);
  }
}

// The lines in float32 are made from those in double; their own error is in the bound of ChannelLine.swift.
// A line that cancels (a large mean beside a small deviation) serves better in double.
AVX2 bool bn_avx2_column_float_lines(const bn_column_lines *lines, const bn_column_sums *sums,
                                     size_t channels, double stress, const uint8_t *special,
                                     float *pairs) {
  const __m256d least = _mm256_set1_pd(0x1p-80), most = _mm256_set1_pd(0x1p100);
  int fine = 15;
  for (size_t c = 0; c < channels; c += 4) {
    const __m256d slope = _mm256_loadu_pd(lines->slope + c), a = absolute(slope);
    const __m256d mean = _mm256_loadu_pd(lines->centre + c);
    const __m256d low = _mm256_loadu_pd(lines->low + c), high = _mm256_loadu_pd(lines->high + c);
    // The base of the centred line, to which its own bound belongs.
    const __m256d half = _mm256_set1_pd(0.5);
    const __m256d shifted = _mm256_mul_pd(half, _mm256_add_pd(low, high));
    const __m256d bound = _mm256_sub_pd(high, low);
    const __m256d base = _mm256_fnmadd_pd(slope, mean, shifted);
    const __m256d x = _mm256_max_pd(absolute(_mm256_cvtps_pd(_mm_loadu_ps(sums->minimum + c))),
                                    absolute(_mm256_cvtps_pd(_mm_loadu_ps(sums->maximum + c))));
    const __m256d turn = _mm256_mul_pd(a, x), reach = _mm256_add_pd(turn, absolute(base));
    // A power of two above twice the reach: the exponent of it, and two more.
    const __m256d enough = _mm256_max_pd(_mm256_mul_pd(reach, _mm256_set1_pd(1.0001)),
                                         _mm256_set1_pd(0x1p-100));
    const __m256d binade = _mm256_mul_pd(
        _mm256_set1_pd(4),
        _mm256_castsi256_pd(_mm256_and_si256(_mm256_castpd_si256(enough),
                                             _mm256_set1_epi64x(0x7ff0000000000000))));
    const __m256d anchor = _mm256_mul_pd(binade, _mm256_set1_pd(1.5));
    __m256d error = _mm256_mul_pd(binade, _mm256_set1_pd(0x1.04p-45 * stress));
    error = _mm256_add_pd(_mm256_add_pd(error, bound), _mm256_set1_pd(0x1p-125));
    const __m128 slope1 = _mm256_cvtpd_ps(slope);
    const __m128 start = _mm256_cvtpd_ps(_mm256_add_pd(anchor, base));
    const __m256d left = _mm256_sub_pd(base, _mm256_sub_pd(_mm256_cvtps_pd(start), anchor));
    const __m128 slope2 = _mm256_cvtpd_ps(_mm256_sub_pd(slope, _mm256_cvtps_pd(slope1)));
    float *to = pairs + c / 8 * 48 + c % 8;
    _mm_storeu_ps(to, slope1);
    _mm_storeu_ps(to + 8, slope2);
    _mm_storeu_ps(to + 16, _mm256_cvtpd_ps(anchor));
    _mm_storeu_ps(to + 24, start);
    _mm_storeu_ps(to + 32, _mm256_cvtpd_ps(_mm256_sub_pd(left, error)));
    _mm_storeu_ps(to + 40, _mm256_cvtpd_ps(_mm256_add_pd(left, error)));
    // Cancelling by more than 2^6 leaves too much undecided; each comparison is false for NaN.
    const __m256d deviation = _mm256_mul_pd(
        a, _mm256_max_pd(
               _mm256_sub_pd(_mm256_cvtps_pd(_mm_loadu_ps(sums->maximum + c)), mean),
               _mm256_sub_pd(mean, _mm256_cvtps_pd(_mm_loadu_ps(sums->minimum + c)))));
    const __m256d size = _mm256_add_pd(deviation, absolute(shifted));
    __m256d good = _mm256_cmp_pd(reach, _mm256_mul_pd(size, _mm256_set1_pd(64)), _CMP_LT_OQ);
    good = _mm256_and_pd(good, _mm256_cmp_pd(a, least, _CMP_GT_OQ));
    good = _mm256_and_pd(good, _mm256_cmp_pd(a, _mm256_set1_pd(0x1p80), _CMP_LT_OQ));
    good = _mm256_and_pd(good, _mm256_cmp_pd(reach, most, _CMP_LT_OQ));
    good = _mm256_and_pd(good, _mm256_cmp_pd(x, most, _CMP_LT_OQ));
    int mask = _mm256_movemask_pd(good);
    for (int i = 0; i < 4; i++) {
      const size_t at = c + (size_t)i;
      if (!(special[at] & 1)) continue;
      for (int j = 0; j < 6; j++) to[8 * j + i] = 0;
      mask |= 1 << i;
    }
    fine &= mask;
  }
  return fine == 15;
}

#else

bool bn_avx2_column_float_lines(const bn_column_lines *lines, const bn_column_sums *sums,
                                size_t channels, double stress, const uint8_t *special,
                                float *pairs) {
  (void)lines, (void)sums, (void)channels, (void)stress, (void)special, (void)pairs;
  return false;
}

void bn_avx2_column_constants(const bn_column_sums *sums, const bn_column_parameters *parameters,
                              size_t channels, bn_column_lines *lines, uint8_t *special) {
  (void)sums, (void)parameters, (void)channels, (void)lines, (void)special;
}

#endif
