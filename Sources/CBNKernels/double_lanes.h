// SPDX-License-Identifier: MIT
#ifndef BNCONFORM_DOUBLE_LANES_H
#define BNCONFORM_DOUBLE_LANES_H

#include "avx2_lanes.h"

// What several kernels for float64 need: ranges, and the reduction of lanes with their rests.

#pragma STDC FP_CONTRACT OFF

// A NaN is the first operand, which the comparison leaves out.
INLINE void bn_double_widen(__m256d x, __m256d *minimum, __m256d *maximum) {
  *minimum = _mm256_min_pd(x, *minimum);
  *maximum = _mm256_max_pd(x, *maximum);
}

// The sum of sixteen lanes and of their rests as two numbers.
INLINE void bn_double_reduce(const __m256d lanes[4], const __m256d rests[4], double sum[2]) {
  double rest[4];
  bn_reduce(lanes, sum);
  _mm256_storeu_pd(rest, _mm256_add_pd(_mm256_add_pd(rests[0], rests[1]),
                                       _mm256_add_pd(rests[2], rests[3])));
  sum[1] += (rest[0] + rest[1]) + (rest[2] + rest[3]);
}

INLINE void bn_double_take(__m256d minimum, __m256d maximum, bn_double_range *range) {
  double low[4], high[4];
  _mm256_storeu_pd(low, minimum);
  _mm256_storeu_pd(high, maximum);
  *range = (bn_double_range){low[0], high[0]};
  for (int i = 1; i < 4; i++) {
    range->minimum = low[i] < range->minimum ? low[i] : range->minimum;
    range->maximum = high[i] > range->maximum ? high[i] : range->maximum;
  }
}

#endif
