// SPDX-License-Identifier: MIT

// All kernels, for the processors that lanes.h was included for, and the table of them.

#include "lanes.h"

#include "float_sums.h"
#include "rounding.h"
#include "brain_sums.h"
#include "double_sums.h"
#include "columns.h"
#include "column_constants.h"
#if BN_AVX2
#include "compare.h"
#endif

static const bn_kernels kernels = {
    .block_sums = block_sums,
    .line = line,
    .plain_sums = plain_sums,
    .plain_pair_sums = plain_pair_sums,
    .reduced_line = reduced_line,
    .brain_sums = brain_sums,
    .widen = widen,
    .gradient_sums = gradient_sums,
    .largest = largest,
    .plane = plane,
    .reduced_plane = reduced_plane,
    .double_range = double_range,
    .double_sums = double_sums,
    .double_line = double_line,
    .double_pair_sums = double_pair_sums,
    .double_plane = double_plane,
    .column_sums = column_sums,
    .column_add = column_add,
    .column_constants = column_constants,
    .column_lines = column_lines,
#if BN_AVX2
    .float_line = float_line,
    .column_float_lines = column_float_lines,
    .column_pairs = column_pairs,
    .compare = compare,
#endif
    .columns = F,
};
