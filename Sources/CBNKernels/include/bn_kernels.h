// SPDX-License-Identifier: MIT
#ifndef BNCONFORM_BN_KERNELS_H
#define BNCONFORM_BN_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// The kernels, compiled once for every processor of an architecture and once for AVX2 and FMA. Both are
// bound to the same contract, which the article CorrectRounding.md proves.

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

/// A line y = (slope + slope_rest)*x + (start - anchor) + [low, high] in float32.
///
/// anchor is 1.5*2^t, above twice every |y|, and start lies in the same binade.
typedef struct {
  float slope, slope_rest, anchor, start, low, high;
} bn_float_line;

/// A plane y = slope_dy*dy + slope_x*(x - centre) + [low, high] whose ends enclose the exact result.
typedef struct {
  double slope_dy, slope_x, centre, low, high;
} bn_plane;

/// Orders stores past the caches before all that follow; may be called on every processor.
void bn_streams_fence(void);

/// Sums of a channel that round: Σ(x - centre) and Σ(x - centre)² (or Σdy and Σ(x - centre)*dy) in four
/// lanes of two numbers each, about Σdy² in four, and the ends of x (or dy) in eight. It starts with
/// zeros and an empty range.
typedef struct {
  double sum[4], sum_rest[4], square[4], square_rest[4], size[4];
  float minimum[8], maximum[8];
} bn_plain_sums;

/// A line y = slope*x + [low, high] in float32, for 16-bit types.
typedef struct {
  float slope, low, high;
} bn_reduced_line;

/// A chunk of 32 values in which some are undecided, and which: bit i for value i.
typedef struct {
  uint32_t index, lanes;
} bn_open_chunk;

/// A plane y = slope_dy*dy + slope_x*x + [low, high] in float32, for 16-bit types.
typedef struct {
  float slope_dy, slope_x, low, high;
} bn_reduced_plane;

/// The range of a block of float64; NaN may go unseen.
typedef struct {
  double minimum, maximum;
} bn_double_range;

/// The sums of a block of float64 about a centre: each is the sum of its two numbers, up to the error
/// that the article bounds.
typedef struct {
  double sum[2], square[2];
  bn_double_range range;
} bn_double_sums;

/// A line y = (slope + slope_rest)*(x - centre) + (start - anchor) + [low, high] in float64.
///
/// anchor is 1.5*2^t, above twice every |y|, and start lies in the same binade.
typedef struct {
  double slope, slope_rest, centre, anchor, start, low, high;
} bn_double_line;

/// A plane y = (slope_dy + slope_dy_rest)*dy + (slope_x + slope_x_rest)*(x - centre) +
/// (start - anchor) + [low, high] in float64, as bn_double_line is a line.
typedef struct {
  double slope_dy, slope_dy_rest, slope_x, slope_x_rest, centre, anchor, start, low, high;
} bn_double_plane;

enum {
  /// How many elements `compare` takes at a time.
  bn_compare_chunk = 128,
  /// After how many it returns at the latest.
  bn_compare_run = 1 << 24,
};

/// What the elements of two tensors so far have made impossible to be changed by smaller errors.
typedef struct {
  /// |actual − expected|, |actual − expected|/|expected| and the share of the allowance.
  float absolute, relative, share;
  /// An allowance of rule_absolute + rule_relative·|expected|, where there is none of each element.
  float rule_absolute, rule_relative;
  /// The distance in representable numbers.
  uint32_t distance;
} bn_compare_limits;

/// What `compare` counts.
typedef struct {
  /// At how many elements the distance is at least 1, 2, 3, 5, 9, … 2^k + 1.
  uint64_t reached[32];
  /// The largest distance.
  uint32_t largest;
} bn_compare_counts;

/// The sums of every channel about its centre, and its ends.
typedef struct {
  /// What is subtracted from every value: a value of the channel.
  float *centre;
  /// Σ(x - centre) and Σ(x - centre)², as two numbers each.
  double *sum, *sum_rest, *square, *square_rest;
  float *minimum, *maximum;
} bn_column_sums;

/// A line for every channel.
typedef struct {
  double *slope, *centre, *low, *high;
} bn_column_lines;

/// What the constants of all channels are computed from, beside their sums.
typedef struct {
  double count, eps;
  /// A bound for the error of Σ(x - centre)², relative.
  double error;
  /// γ and β; NULL means 1 and 0.
  const float *_Nullable gamma, *_Nullable beta;
  /// What the error bounds are multiplied by.
  double stress;
  /// The running statistics to move by `factor`, or NULL.
  float *_Nullable running_mean, *_Nullable running_var;
  double factor;
} bn_column_parameters;

/// The kernels of one kind.
typedef struct {
  /// The exact sums of at most 2048 values.
  void (*_Nonnull block_sums)(const float *x, size_t count, bn_block_sums *sums);
  /// Rounds a line at every x to float32; lists the chunks of 32 in which values are undecided, and which.
  ///
  /// Returns how many chunks were listed; `open` has room for (count + 31) / 32. While it works it asks
  /// for `ahead` to be fetched, unless that is NULL, and writes past the caches if `streaming`: then
  /// bn_streams_fence() has to follow before another thread reads. The largest magnitude pattern of x is
  /// joined to *largest, unless that is NULL.
  size_t (*_Nonnull line)(const float *x, float *y, size_t count, const bn_line *line,
                          bn_open_chunk *open, const float *_Nullable ahead, bool streaming,
                          uint32_t *_Nullable largest);
  /// Rounds a line at every x, as `line` does, without a conversion to double; NULL without fma.
  ///
  /// What it leaves open is decided by `wide`, the same line in double, before it is listed.
  size_t (*_Nullable float_line)(const float *x, float *y, size_t count, const bn_float_line *line,
                                 const bn_line *wide, bn_open_chunk *open,
                                 const float *_Nullable ahead, bool streaming,
                                 uint32_t *_Nullable largest);
  /// Adds values; the centre is one of those of the channel.
  void (*_Nonnull plain_sums)(const float *x, size_t count, float centre, bn_plain_sums *sums);
  /// Adds pairs.
  void (*_Nonnull plain_pair_sums)(const float *x, const float *dy, size_t count, float centre,
                                   bn_plain_sums *sums);
  /// Rounds a line at every x to bfloat16 or binary16, as `line` does to float32.
  size_t (*_Nonnull reduced_line)(const uint16_t *x, uint16_t *y, size_t count,
                                  const bn_reduced_line *line, bn_open_chunk *open,
                                  const uint16_t *_Nullable ahead, bool brain);
  /// The exact sums of at most 2048 bfloat16; status 1 sooner than `block_sums`.
  void (*_Nonnull brain_sums)(const uint16_t *x, size_t count, bn_block_sums *sums);
  /// Converts bfloat16 or binary16 to float32.
  void (*_Nonnull widen)(const uint16_t *x, float *y, size_t count, bool brain);
  /// The exact Σdy and Σx*dy of at most 2048 pairs, and the ends of dy.
  void (*_Nonnull gradient_sums)(const float *x, const float *dy, size_t count,
                                 bn_block_sums *sums);
  /// The largest magnitude pattern; NaN counts as larger than infinity.
  uint32_t (*_Nonnull largest)(const float *x, size_t count);
  /// Rounds a plane at every pair, as `line` does a line; asks ahead by so many elements.
  size_t (*_Nonnull plane)(const float *x, const float *dy, float *dx, size_t count,
                           const bn_plane *plane, bn_open_chunk *open, ptrdiff_t ahead,
                           bool streaming);
  /// Rounds a plane at every pair to bfloat16 or binary16, as `reduced_line` does a line.
  size_t (*_Nonnull reduced_plane)(const uint16_t *x, const uint16_t *dy, uint16_t *dx,
                                   size_t count, const bn_reduced_plane *plane, bn_open_chunk *open,
                                   bool brain);
  /// The ends of at least one value, and whether one of them is NaN.
  bool (*_Nonnull double_range)(const double *x, size_t count, bn_double_range *range);
  /// Σ(x - centre) and Σ(x - centre)² of at most 2048 values, every |x - centre| below 2^(top + 1).
  void (*_Nonnull double_sums)(const double *x, size_t count, double centre, int top,
                               bn_double_sums *sums);
  /// Rounds a line at every x to float64 and lists the undecided chunks, as `reduced_line` does.
  size_t (*_Nonnull double_line)(const double *x, double *y, size_t count,
                                 const bn_double_line *line, bn_open_chunk *open, bool streaming);
  /// Σdy and Σ(x - centre)*dy of at most 2048 pairs, every |x - centre| below 2^(top_x + 1) and every |dy|
  /// below 2^(top_dy + 1), and the range of dy.
  void (*_Nonnull double_pair_sums)(const double *x, const double *dy, size_t count, double centre,
                                    int top_x, int top_dy, bn_double_sums *sums);
  /// Rounds a plane at every pair, as `double_line` does a line.
  size_t (*_Nonnull double_plane)(const double *x, const double *dy, double *dx, size_t count,
                                  const bn_double_plane *plane, bn_open_chunk *open,
                                  bool streaming);
  /// Counts the elements of whole chunks, up to one with an element that is special or beyond a limit.
  ///
  /// Returns how many elements were counted. Allowances are one a number, or NULL. NULL without AVX2.
  size_t (*_Nullable compare)(const float *actual, const float *expected,
                              const double *_Nullable allowances, size_t count,
                              const bn_compare_limits *limits, bn_compare_counts *counts);
  /// The sums of every channel, of at most 256 rows, the first of which are the centres.
  ///
  /// Values of neighbouring channels lie side by side, `stride` is the distance between rows, and the
  /// number of channels is a multiple of `columns`.
  void (*_Nonnull column_sums)(const float *x, size_t stride, size_t rows, size_t channels,
                               bn_column_sums *sums);
  /// Adds at most 256 more rows; `scratch` has room for two numbers of every channel.
  void (*_Nonnull column_add)(const float *x, size_t stride, size_t rows, size_t channels,
                              double *scratch, bn_column_sums *sums);
  /// The line and the running statistics of every channel.
  ///
  /// `special` becomes 1 for a channel whose line this way does not serve, and 2 is added for one whose
  /// running statistics it leaves as they were because one of them is undecided.
  void (*_Nonnull column_constants)(const bn_column_sums *sums,
                                    const bn_column_parameters *parameters, size_t channels,
                                    bn_column_lines *lines, uint8_t *special);
  /// The same lines in float32; false if one of them does not serve in that form. NULL without fma.
  ///
  /// Six times `columns` numbers for each group of channels, which pass through the caches together.
  /// A channel with 1 in `special` gets a line that leaves nothing undecided.
  bool (*_Nullable column_float_lines)(const bn_column_lines *lines, const bn_column_sums *sums,
                                       size_t channels, double stress, const uint8_t *special,
                                       float *pairs);
  /// Rounds the lines at every x; lists the undecided groups of `columns` channels, as row * groups + group.
  size_t (*_Nonnull column_lines)(const float *x, float *y, size_t stride, size_t rows,
                                  size_t channels, const bn_column_lines *lines, uint32_t *open);
  /// The same with lines in float32; what they leave open is decided by `wide`. NULL without fma.
  size_t (*_Nullable column_pairs)(const float *x, float *y, size_t stride, size_t rows,
                                   size_t channels, const float *pairs, const bn_column_lines *wide,
                                   uint32_t *open);
  /// How many neighbouring channels the column kernels take together.
  size_t columns;
} bn_kernels;

/// Those for every processor of the architecture.
const bn_kernels *bn_kernels_baseline(void);

/// Those for AVX2, FMA and F16C; NULL where the processor or the system has not all of them.
const bn_kernels *_Nullable bn_kernels_avx2(void);

#pragma clang assume_nonnull end

#endif
