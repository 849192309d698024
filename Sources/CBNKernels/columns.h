// SPDX-License-Identifier: MIT

// Here a lane is a channel: values of neighbouring channels lie side by side (CorrectRounding.md,
// "Columns"). A few rows are taken at a time, so that the state of all channels passes through the first
// cache once for them.
enum { SUM_ROWS = 8, STRIP = 4 };

// The state of F columns: 0 and 1 are their halves.
typedef struct {
  vd s[2], h[2], centre[2];
  vf low, high;
} column_state;

INLINE void column_add_row(column_state *a, const float *from) {
  const vf v = load_f(from);
  a->low = MIN(v, a->low);
  a->high = MAX(v, a->high);
  for (int i = 0; i < 2; i++) {
    const vd d = load_wide(from + D * i) - a->centre[i];
    a->s[i] += d;
    a->h[i] = FMA(d, d, a->h[i]);
  }
}

// Adds rows to sums that start with zero and to the ends so far.
INLINE void add_rows(const float *x, size_t stride, size_t rows, size_t channels, double *sum,
                     double *square, const bn_column_sums *sums) {
  for (size_t r = 0; r < rows; r += SUM_ROWS) {
    const size_t strip = r + SUM_ROWS < rows ? SUM_ROWS : rows - r;
    for (size_t c = 0; c < channels; c += F) {
      column_state a;
      a.low = load_f(sums->minimum + c);
      a.high = load_f(sums->maximum + c);
      for (size_t i = 0; i < 2; i++) {
        a.centre[i] = load_wide(sums->centre + c + D * i);
        a.s[i] = r == 0 ? (vd)0.0 : load_d(sum + c + D * i);
        a.h[i] = r == 0 ? (vd)0.0 : load_d(square + c + D * i);
      }
      const float *from = x + r * stride + c;
      for (size_t i = 0; i < strip; i++) column_add_row(&a, from + i * stride);
      store_f(sums->minimum + c, a.low);
      store_f(sums->maximum + c, a.high);
      for (size_t i = 0; i < 2; i++) {
        store_d(sum + c + D * i, a.s[i]);
        store_d(square + c + D * i, a.h[i]);
      }
    }
  }
}

static void column_sums(const float *x, size_t stride, size_t rows, size_t channels,
                        bn_column_sums *sums) {
  const size_t bytes = channels * sizeof(float);
  memcpy(sums->centre, x, bytes);
  memcpy(sums->minimum, x, bytes);
  memcpy(sums->maximum, x, bytes);
  memset(sums->sum_rest, 0, 2 * bytes);
  memset(sums->square_rest, 0, 2 * bytes);
  add_rows(x, stride, rows, channels, sums->sum, sums->square, sums);
}

// Adds numbers to pairs of them.
INLINE void join_sums(const double *part, double *sum, double *rest, size_t count) {
  for (size_t c = 0; c < count; c += D) {
    vd error = load_d(rest + c);
    store_d(sum + c, two_sum(load_d(sum + c), load_d(part + c), &error));
    store_d(rest + c, error);
  }
}

static void column_add(const float *x, size_t stride, size_t rows, size_t channels, double *scratch,
                       bn_column_sums *sums) {
  double *sum = scratch, *square = scratch + channels;
  add_rows(x, stride, rows, channels, sum, square, sums);
  join_sums(sum, sums->sum, sums->sum_rest, channels);
  join_sums(square, sums->square, sums->square_rest, channels);
}

INLINE void column_lanes(const bn_column_lines *lines, size_t c, line_lanes k[2]) {
  for (size_t i = 0; i < 2; i++) {
    const size_t at = c + D * i;
    k[i] = (line_lanes){load_d(lines->slope + at), load_d(lines->centre + at),
                        load_d(lines->low + at), load_d(lines->high + at)};
  }
}

// Rounds one group of columns in one row; whether a result is undecided.
INLINE bool column_round(const float *from, float *to, const line_lanes k[2]) {
  vh low[2], high[2];
  for (int i = 0; i < 2; i++)
    both_ends(load_wide(from + D * i) - k[i].centre, k[i].slope, k[i].low, k[i].high, low + i,
              high + i);
  const vf results = join(low[0], low[1]);
  store_f(to, results);
  return any((vu)results ^ (vu)join(high[0], high[1]));
}

static size_t column_lines(const float *x, float *y, size_t stride, size_t rows, size_t channels,
                           const bn_column_lines *lines, uint32_t *open) {
  size_t found = 0;
  const size_t groups = channels / F;
  for (size_t r = 0; r < rows; r += STRIP) {
    const size_t end = r + STRIP < rows ? r + STRIP : rows;
    for (size_t c = 0; c < channels; c += F) {
      line_lanes k[2];
      column_lanes(lines, c, k);
      for (size_t i = r; i < end; i++)
        if (column_round(x + i * stride + c, y + i * stride + c, k))
          open[found++] = (uint32_t)(i * groups + c / F);
    }
  }
  return found;
}

#if BN_AVX2
// Decides some rows of eight columns again, in binary64; lists what is still undecided.
__attribute__((noinline)) static size_t columns_again(const float *x, float *y, size_t stride,
                                                      size_t rows, const pair_lanes *k,
                                                      const bn_column_lines *lines, size_t c,
                                                      uint32_t group, uint32_t groups,
                                                      uint32_t *open) {
  line_lanes wide[2];
  column_lanes(lines, c, wide);
  size_t found = 0;
  for (size_t i = 0; i < rows; i++) {
    vu low, high;
    pair_ends_of(load_f(x + i * stride), k, &low, &high);
    if (any(low ^ high) && column_round(x + i * stride, y + i * stride, wide))
      open[found++] = group + (uint32_t)i * groups;
  }
  return found;
}

static size_t column_pairs(const float *x, float *y, size_t stride, size_t rows, size_t channels,
                           const float *pairs, const bn_column_lines *wide, uint32_t *open) {
  size_t found = 0;
  const size_t groups = channels / F;
  // The rows that were summed last are still in a cache and come first.
  for (size_t next = (rows + STRIP - 1) / STRIP; next > 0; next--) {
    const size_t r = (next - 1) * STRIP, strip = r + STRIP < rows ? STRIP : rows - r;
    for (size_t c = 0; c < channels; c += F) {
      const float *line = pairs + 6 * c;
      const pair_lanes k = {load_f(line),         load_f(line + F),     load_f(line + 2 * F),
                            load_f(line + 3 * F), load_f(line + 4 * F), load_f(line + 5 * F)};
      const float *from = x + r * stride + c;
      float *to = y + r * stride + c;
      vu differs = (vu)0;
      for (size_t i = 0; i < strip; i++) {
        vu low, high;
        pair_ends_of(load_f(from + i * stride), &k, &low, &high);
        store_f(to + i * stride, (vf)low);
        differs |= low ^ high;
      }
      if (any(differs))
        found += columns_again(from, to, stride, strip, &k, wide, c,
                               (uint32_t)(r * groups + c / F), (uint32_t)groups, open + found);
    }
  }
  return found;
}
#endif
