// SPDX-License-Identifier: MIT

// Exact sums of blocks of float32 (CorrectRounding.md, "Block sums", "Block sums of products"): a block is
// exact if its non-zero values span at most WINDOW binades, x and dy together PRODUCT_WINDOW.
enum { WINDOW = 29 - M, PRODUCT_WINDOW = 57 - 2 * M, STEP = 2 * F };

/// The ends of a block and the biased exponents of its largest and smallest magnitude.
typedef struct {
  float minimum, maximum;
  int top, bottom;
} span;

/// The biased exponent of a magnitude pattern; subnormal numbers count as the smallest normal ones.
static inline int exponent_of(uint32_t magnitude) {
  const int field = (int)(magnitude >> 23);
  return field > 0 ? field : 1;
}

static inline void span_exponents(span *s, uint32_t smallest) {
  const uint32_t a = bits_of(s->minimum) & 0x7fffffff, b = bits_of(s->maximum) & 0x7fffffff;
  s->top = exponent_of(a > b ? a : b);
  s->bottom = smallest == UINT32_MAX ? s->top : exponent_of(smallest);
}

typedef struct {
  vf low, high, small;
} range;

INLINE void range_add(range *r, vf x) {
  r->low = MIN(x, r->low);
  r->high = MAX(x, r->high);
  // One less than the pattern: zero becomes a NaN, which no comparison takes.
  const vf candidate = (vf)(((vu)x & 0x7fffffff) - 1);
  r->small = MIN(candidate, r->small);
}

/// The range of at least one value; `rest` is the last step, filled up with one of them.
INLINE span span_of(const float *x, size_t whole, const float *rest) {
  range r[2];
  for (int j = 0; j < 2; j++) r[j] = (range){(vf)rest[0], (vf)rest[0], (vf)__builtin_inff()};
  for (size_t i = 0; i < whole; i += STEP)
    for (int j = 0; j < 2; j++) range_add(r + j, load_f(x + i + j * F));
  for (int j = 0; j < 2; j++) range_add(r + j, load_f(rest + j * F));
  const vf low = MIN(r[1].low, r[0].low), high = MAX(r[1].high, r[0].high);
  const vf small = MIN(r[1].small, r[0].small);
  span s = {low[0], high[0], 0, 0};
  float smallest = small[0];
  for (int i = 1; i < F; i++) {
    s.minimum = MIN(low[i], s.minimum);
    s.maximum = MAX(high[i], s.maximum);
    smallest = MIN(small[i], smallest);
  }
  span_exponents(&s, smallest == __builtin_inff() ? UINT32_MAX : bits_of(smallest) + 1);
  return s;
}

/// Sums of y, and of products above an anchor with the errors of adding them.
typedef struct {
  vd s[4], h[4], l[4];
} exact_lanes;

INLINE void exact_add(exact_lanes *a, const float *x, const float *y) {
  for (int i = 0; i < 4; i++) {
    const vd v = load_wide(x + D * i), g = load_wide(y + D * i), before = a->h[i];
    a->s[i] += g;
    // The product has 48 bits and is exact with fma and without.
    a->h[i] = FMA(v, g, before);
    a->l[i] += FMA(v, g, before - a->h[i]);
  }
}

INLINE void exact_sums(const float *x, const float *y, size_t count, double anchor,
                       const float *rest_x, const float *rest_y, bn_block_sums *sums) {
  const size_t whole = count - count % STEP;
  exact_lanes a;
  for (int i = 0; i < 4; i++) {
    a.s[i] = a.l[i] = (vd)0.0;
    a.h[i] = (vd)anchor;
  }
  for (size_t i = 0; i < whole; i += STEP) exact_add(&a, x + i, y + i);
  if (whole < count) exact_add(&a, rest_x, rest_y);
  for (int i = 0; i < 4; i++) a.h[i] -= anchor;
  reduce(a.s, (vd)0.0, sums->sum);
  reduce(a.h, (vd)0.0, sums->square);
  reduce(a.l, (vd)0.0, sums->square + 2);
  // A NaN hides from the comparisons of the range, but not from the sums.
  const double all = sums->sum[0] + sums->square[0];
  if (!(all - all == 0)) sums->status = 2;
}

/// The last step of a block: filled up with zeros for the sums, with a value of its own for the range.
INLINE void rest_of(const float *x, size_t count, float zeros[STEP], float same[STEP]) {
  const size_t whole = count - count % STEP;
  for (size_t i = 0; i < STEP; i++) {
    zeros[i] = whole + i < count ? x[whole + i] : 0;
    same[i] = whole + i < count ? x[whole + i] : x[0];
  }
}

static void block_sums(const float *x, size_t count, bn_block_sums *sums) {
  float zeros[STEP], same[STEP];
  rest_of(x, count, zeros, same);
  const span s = span_of(x, count - count % STEP, same);
  sums->minimum = s.minimum;
  sums->maximum = s.maximum;
  sums->status = s.top >= 255 ? 2 : s.top - s.bottom > WINDOW ? 1 : 0;
  if (sums->status == 0)
    exact_sums(x, x, count, power_of_two(2 * (s.top - 127) + M + 2), zeros, zeros, sums);
}

static void gradient_sums(const float *x, const float *dy, size_t count, bn_block_sums *sums) {
  float zeros[2][STEP], same[2][STEP];
  rest_of(x, count, zeros[0], same[0]);
  rest_of(dy, count, zeros[1], same[1]);
  const size_t whole = count - count % STEP;
  const span a = span_of(x, whole, same[0]), b = span_of(dy, whole, same[1]);
  sums->minimum = b.minimum;
  sums->maximum = b.maximum;
  const int width = b.top - b.bottom;
  sums->status = a.top >= 255 || b.top >= 255                                  ? 2
                 : width > WINDOW || width + a.top - a.bottom > PRODUCT_WINDOW ? 1
                                                                               : 0;
  const double anchor = 1.5 * power_of_two(a.top + b.top - 2 * 127 + M + 3);
  if (sums->status == 0) exact_sums(x, dy, count, anchor, zeros[0], zeros[1], sums);
}

/// The largest magnitude pattern; NaN counts as larger than infinity.
static uint32_t largest(const float *x, size_t count) {
  vi most = (vi)0;
  size_t i = 0;
  for (; i + F <= count; i += F) {
    const vi bits = (vi)(load_u(x + i) & 0x7fffffff);
    most = MAX(bits, most);
  }
  int32_t result = 0;
  for (int j = 0; j < F; j++) result = MAX(most[j], result);
  for (; i < count; i++) {
    const int32_t bits = (int32_t)(bits_of(x[i]) & 0x7fffffff);
    result = MAX(bits, result);
  }
  return (uint32_t)result;
}

// Sums that round, with a bound for how far (CorrectRounding.md, "Plain sums"): lanes of at most 8 values,
// four of them added to one and joined to the sums so far by TwoSum.

INLINE void join_one(const vd v[4], double *sum, double *rest) {
  vd error = load_d(rest);
  store_d(sum, two_sum(load_d(sum), (v[0] + v[1]) + (v[2] + v[3]), &error));
  store_d(rest, error);
}

/// Adds some steps of values (dy is NULL) or pairs, and dy to the range if asked.
INLINE void plain_steps(const float *x, const float *dy, bool ranged, size_t steps, float centre,
                        vd size[2], vf *low, vf *high, bn_plain_sums *sums) {
  const vd middle = (vd)(double)centre;
  vd s[4], h[4];
  for (int i = 0; i < 4; i++) s[i] = h[i] = (vd)0.0;
  for (size_t at = 0; at < steps * STEP; at += STEP) {
    for (int i = 0; ranged && i < 2; i++) {
      const vf v = load_f(dy + at + F * i);
      *low = MIN(v, *low);
      *high = MAX(v, *high);
    }
    for (int i = 0; i < 4; i++) {
      const vd d = load_wide(x + at + D * i) - middle, g = dy ? load_wide(dy + at + D * i) : d;
      s[i] += g;
      h[i] = FMA(d, g, h[i]);
      // Σdy² only bounds errors and may round.
      if (dy) size[i & 1] = FMA(g, g, size[i & 1]);
    }
  }
  join_one(s, sums->sum, sums->sum_rest);
  join_one(h, sums->square, sums->square_rest);
}

INLINE void plain(const float *x, const float *dy, size_t count, float centre,
                  bn_plain_sums *sums) {
  const float *ends = dy ? dy : x;
  const size_t whole = count - count % STEP;
  vf low = load_f(sums->minimum), high = load_f(sums->maximum);
  vd size[2] = {load_d(sums->size), (vd)0.0};
  for (size_t i = 0; i < whole;) {
    const size_t steps = (whole - i) / STEP < 8 ? (whole - i) / STEP : 8;
    // The range of values is taken beside their sums, that of gradients among them: each is the faster way.
    for (size_t j = i; !dy && j < i + steps * STEP; j += F) {
      const vf v = load_f(x + j);
      low = MIN(v, low);
      high = MAX(v, high);
    }
    plain_steps(x + i, dy ? dy + i : NULL, dy != NULL, steps, centre, size, &low, &high, sums);
    i += steps * STEP;
  }
  if (whole < count) {
    // The centre is a value of the channel and adds nothing, nor does a dy of zero.
    float values[STEP], zeros[STEP];
    for (size_t j = 0; j < STEP; j++) {
      values[j] = whole + j < count ? x[whole + j] : centre;
      zeros[j] = dy && whole + j < count ? dy[whole + j] : 0;
    }
    for (size_t j = whole; j < count; j++) {
      low = MIN((vf)ends[j], low);
      high = MAX((vf)ends[j], high);
    }
    plain_steps(values, dy ? zeros : NULL, false, 1, centre, size, &low, &high, sums);
  }
  store_d(sums->size, size[0] + size[1]);
  store_f(sums->minimum, low);
  store_f(sums->maximum, high);
}

static void plain_sums(const float *x, size_t count, float centre, bn_plain_sums *sums) {
  plain(x, NULL, count, centre, sums);
}

static void plain_pair_sums(const float *x, const float *dy, size_t count, float centre,
                            bn_plain_sums *sums) {
  plain(x, dy, count, centre, sums);
}
