// SPDX-License-Identifier: MIT
#ifndef BNCONFORM_AVX2_KERNELS_H
#define BNCONFORM_AVX2_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The kernels that need AVX2 and FMA, each the twin of a Swift one in FastBatchNorm and bound to
// the same contract, which the article CorrectRounding.md proves. They may only be called where
// bn_avx2_available() is true; elsewhere (and on other processors) they are empty.

/// Exact sums of a block: each is the sum of its numbers, without any rounding.
typedef struct {
  /// The sum of x (or of dy) as two numbers.
  double sum[2];
  /// The sum of x*x (or of x*dy) as four numbers.
  double square[4];
  /// The smallest and the largest x; of no meaning where the status is 2.
  float minimum, maximum;
  /// 0: exact; 1: the values span too many binades; 2: one of them is NaN or infinite.
  int32_t status;
} bn_block_sums;

/// A line y = slope*(x - centre) + [low, high] whose two ends enclose the exact result.
typedef struct {
  double slope, centre, low, high;
} bn_line;

/// A plane y = slope_dy*dy + slope_x*x + [low, high] whose two ends enclose the exact result.
typedef struct {
  double slope_dy, slope_x, low, high;
} bn_plane;

/// Whether the processor and the system have AVX2, FMA and F16C.
bool bn_avx2_available(void);

/// The exact sums of at most 2048 values.
void bn_avx2_block_sums(const float *x, size_t count, bn_block_sums *sums);

/// Rounds a line at every x to float32; lists the chunks of 32 in which one value is undecided.
///
/// Returns how many were listed; `undecided` has room for (count + 31) / 32. While it works it asks
/// for `ahead` to be fetched, unless that is NULL, and writes past the caches if `streaming`.
size_t bn_avx2_line(const float *x, float *y, size_t count, const bn_line *line,
                    uint32_t *undecided, const float *ahead, bool streaming);

#endif
