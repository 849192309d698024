// SPDX-License-Identifier: MIT

// Sums of blocks of float64 above anchors (CorrectRounding.md, "Block sums of float64", "Gradients of
// float64"): four vectors of lanes of at most 2^M values each.

/// Σy and Σd·y above anchors, with their errors.
typedef struct {
  vd s[4], r[4], h[4], l[4];
} double_lanes;

INLINE void double_add(double_lanes *a, int i, vd d, vd y) {
  const vd before = a->s[i], above = a->h[i];
  a->s[i] = before + y;
  a->r[i] += y - (a->s[i] - before);
#if BN_AVX2
  a->h[i] = FMA(d, y, above);
  a->l[i] += FMA(d, y, above - a->h[i]);
#else
  const vd p = d * y;
  const factor f = factor_of(y);
  a->h[i] = above + p;
  a->l[i] += p - (a->h[i] - above);
  a->l[i] += product_rest(&f, d, p);
#endif
}

INLINE void double_widen(vd x, vd *low, vd *high) {
  *low = MIN(x, *low);
  *high = MAX(x, *high);
}

INLINE void double_take(vd low, vd high, bn_double_range *range) {
  *range = (bn_double_range){low[0], high[0]};
  for (int i = 1; i < D; i++) {
    range->minimum = MIN(low[i], range->minimum);
    range->maximum = MAX(high[i], range->maximum);
  }
}

static bool double_range(const double *x, size_t count, bn_double_range *range) {
  vd low[2], high[2];
  vl odd = (vl)0;
  for (int j = 0; j < 2; j++) low[j] = high[j] = (vd)x[0];
  size_t i = 0;
  for (; i + 2 * D <= count; i += 2 * D) {
    for (int j = 0; j < 2; j++) {
      const vd v = load_d(x + i + D * j);
      double_widen(v, low + j, high + j);
      odd |= (vl)(v != v);
    }
  }
  for (; i < count; i++) {
    const vd v = (vd)x[i];
    double_widen(v, low, high);
    odd |= (vl)(v != v);
  }
  double_take(MIN(low[1], low[0]), MAX(high[1], high[0]), range);
  return any((vu)odd) || x[0] != x[0];
}

/// The sums of values (dy is NULL) or pairs, above anchors 2^base and 2^top.
INLINE void double_blocks(const double *x, const double *dy, size_t count, double centre,
                          double base, double anchor, bn_double_sums *sums) {
  const double *ends = dy ? dy : x;
  vd low = (vd)ends[0], high = low;
  double_lanes a;
  for (int i = 0; i < 4; i++) {
    a.s[i] = (vd)base;
    a.h[i] = (vd)anchor;
    a.r[i] = a.l[i] = (vd)0.0;
  }
  size_t i = 0;
  for (; i + 4 * D <= count; i += 4 * D) {
    for (int j = 0; j < 4; j++) {
      const vd v = load_d(x + i + D * j), d = v - centre, g = dy ? load_d(dy + i + D * j) : d;
      double_widen(dy ? g : v, &low, &high);
      double_add(&a, j, d, g);
    }
  }
  if (i < count) {
    // Values that are the centre and gradients of zero add nothing; the range takes none of them.
    double values[4 * D], gradients[4 * D];
    for (size_t j = 0; j < 4 * D; j++) {
      values[j] = i + j < count ? x[i + j] : centre;
      gradients[j] = dy && i + j < count ? dy[i + j] : 0;
    }
    for (int j = 0; j < 4; j++) {
      const vd d = load_d(values + D * j) - centre;
      double_add(&a, j, d, dy ? load_d(gradients + D * j) : d);
    }
    for (; i < count; i++) double_widen((vd)ends[i], &low, &high);
  }
  for (int j = 0; j < 4; j++) {
    a.s[j] -= base;
    a.h[j] -= anchor;
  }
  reduce(a.s, (a.r[0] + a.r[1]) + (a.r[2] + a.r[3]), sums->sum);
  reduce(a.h, (a.l[0] + a.l[1]) + (a.l[2] + a.l[3]), sums->square);
  double_take(low, high, &sums->range);
}

static void double_sums(const double *x, size_t count, double centre, int top,
                        bn_double_sums *sums) {
  double_blocks(x, NULL, count, centre, 1.5 * power_of_two(top + M + 2),
                power_of_two(2 * top + M + 2), sums);
}

static void double_pair_sums(const double *x, const double *dy, size_t count, double centre,
                             int top_x, int top_dy, bn_double_sums *sums) {
  double_blocks(x, dy, count, centre, 1.5 * power_of_two(top_dy + M + 2),
                1.5 * power_of_two(top_x + top_dy + M + 3), sums);
}
