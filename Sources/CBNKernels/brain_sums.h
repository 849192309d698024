// SPDX-License-Identifier: MIT

// Exact sums of blocks of bfloat16, whose squares have 16 bits: plain sums of them are exact within
// BRAIN_WINDOW binades (CorrectRounding.md, "16-bit types").
enum { BRAIN_WINDOW = (37 - M) / 2 };

// Of the patterns: the largest with and without a sign, the smallest without; and the smallest
// magnitude minus one, so that zero is the largest.
typedef struct {
  vz positive;
  vs largest, smallest, bottom;
} brain_range;

INLINE void brain_range_add(brain_range *r, vs bits) {
  const vs candidate = (bits & 0x7fff) - 1;
  r->positive = MAX((vz)bits, r->positive);
  r->largest = MAX(bits, r->largest);
  r->smallest = MIN(bits, r->smallest);
  r->bottom = MIN(candidate, r->bottom);
}

INLINE void brain_add(vd s[4], vd h[4], vs bits) {
  // The values of even and of odd places; the order does not matter to exact sums.
  vf x[2];
  brain_floats(bits, x);
  for (int i = 0; i < 4; i++) {
    const vd v = wide(half_of(x[i / 2], i % 2));
    s[i] += v;
    h[i] = FMA(v, v, h[i]);
  }
}

static inline float brain_number(uint16_t bits) {
  const uint32_t wide = (uint32_t)bits << 16;
  float value;
  memcpy(&value, &wide, sizeof value);
  return value;
}

static void brain_sums(const uint16_t *x, size_t count, bn_block_sums *sums) {
  const size_t whole = count - count % STEP;
  vd s[4], h[4];
  for (int i = 0; i < 4; i++) s[i] = h[i] = (vd)0.0;
  brain_range r = {(vz)(int16_t)x[0], (vs)x[0], (vs)x[0], (vs)(uint16_t)UINT16_MAX};
  for (size_t i = 0; i < whole; i += STEP) {
    const vs bits = load_s(x + i);
    brain_range_add(&r, bits);
    brain_add(s, h, bits);
  }
  if (whole < count) {
    // The rest, filled up with zeros for the sums and with a value of its own for the range.
    uint16_t zeros[STEP], same[STEP];
    for (size_t i = 0; i < STEP; i++) {
      zeros[i] = whole + i < count ? x[whole + i] : 0;
      same[i] = whole + i < count ? x[whole + i] : x[0];
    }
    brain_range_add(&r, load_s(same));
    brain_add(s, h, load_s(zeros));
  }
  int16_t positive = r.positive[0];
  uint16_t largest = r.largest[0], smallest = r.smallest[0], bottom = r.bottom[0];
  for (int i = 1; i < STEP; i++) {
    positive = MAX(r.positive[i], positive);
    largest = MAX(r.largest[i], largest);
    smallest = MIN(r.smallest[i], smallest);
    bottom = MIN(r.bottom[i], bottom);
  }
  // A negative number has the larger pattern for the larger magnitude. If all numbers have one sign,
  // the smallest pattern is the end nearest to zero.
  span ends = {brain_number(largest >> 15 ? largest : smallest),
               brain_number(positive >= 0 ? (uint16_t)positive : smallest), 0, 0};
  span_exponents(&ends, bottom == UINT16_MAX ? UINT32_MAX : (uint32_t)(bottom + 1) << 16);
  sums->minimum = ends.minimum;
  sums->maximum = ends.maximum;
  sums->status = ends.top >= 255 ? 2 : ends.top - ends.bottom > BRAIN_WINDOW ? 1 : 0;
  reduce(s, (vd)0.0, sums->sum);
  reduce(h, (vd)0.0, sums->square);
  sums->square[2] = sums->square[3] = 0;
}
