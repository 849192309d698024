// SPDX-License-Identifier: MIT

// The constants of ChannelLine.swift for D channels at once, in binary64 alone: their errors are in the
// bound (CorrectRounding.md, "Columns").

INLINE vd values_or(const float *values, size_t at, double otherwise) {
  return values ? load_wide(values + at) : (vd)otherwise;
}

// Rounds v to float32 where every number within e of it rounds to the same: a mask of lanes.
INLINE int decided(vd v, vd e, vh *rounded) {
  const vh low = narrow(v - e), high = narrow(v + e);
  *rounded = low;
  typedef VECTOR(int32_t, BN_BYTES / 2) half_bits;
  return mask_of(__builtin_convertvector((half_bits)low == (half_bits)high, vl));
}

// What is known of D channels: their mean as two numbers, n²·variance, and bounds for the errors.
typedef struct {
  vd mean, rest, mean_error, spread, spread_error;
} moments;

// Σ(x - centre) has an absolute error of √(n·Σ(x - centre)²) times the relative one of the squares.
INLINE moments moments_of(const bn_column_sums *sums, size_t c, double count, double error) {
  const vd s = load_d(sums->sum + c) + load_d(sums->sum_rest + c);
  const vd scaled = (load_d(sums->square + c) + load_d(sums->square_rest + c)) * count;
  const double one = 1 / count;
  moments m;
  m.rest = (vd)0.0;
  m.mean = two_sum(load_wide(sums->centre + c), s * one, &m.rest);
  m.mean_error = error * one * __builtin_elementwise_sqrt(scaled);
  m.spread = scaled - s * s;
  m.spread_error = 3 * error * scaled;
  return m;
}

// An old statistic moved towards a new one, each product and the sum with less than 8u (R23).
INLINE int moved(const bn_column_parameters *p, vd old, vd new, vd new_error, vh *rounded) {
  const vd a = (1 - p->factor) * old, b = p->factor * new;
  const vd error = 0x1p-50 * (ABS(a) + ABS(b)) + 0x1p-880 + __builtin_fabs(p->factor) * new_error;
  return decided(a + b, p->stress * 1.01 * error, rounded);
}

// Moves the running statistics of D channels; the mask of those that are decided.
static int move_running(const bn_column_parameters *p, size_t c, const moments *m) {
  const double pair = 1 / (p->count * (p->count - 1));
  vh means, variances;
  const int mask =
      moved(p, load_wide(p->running_mean + c), m->mean, m->mean_error, &means) &
      moved(p, load_wide(p->running_var + c), m->spread * pair, m->spread_error * pair, &variances);
  for (int i = 0; i < D; i++) {
    if (!(mask >> i & 1)) continue;
    p->running_mean[c + (size_t)i] = means[i];
    p->running_var[c + (size_t)i] = variances[i];
  }
  return mask;
}

static void column_constants(const bn_column_sums *sums, const bn_column_parameters *parameters,
                             size_t channels, bn_column_lines *lines, uint8_t *special) {
  const double count = parameters->count, one = 1 / count;
  for (size_t c = 0; c < channels; c += D) {
    const moments m = moments_of(sums, c, count, parameters->error);
    const vd scale = m.spread + count * count * parameters->eps;
    const vd gamma = values_or(parameters->gamma, c, 1), beta = values_or(parameters->beta, c, 0);
    const vd inverse = count / __builtin_elementwise_sqrt(scale), slope = inverse * gamma;
    const vd base = FMA(-slope, m.rest, beta), a = ABS(slope);
    const vd low = load_wide(sums->minimum + c), high = load_wide(sums->maximum + c);
    const vd above = high - m.mean, below = m.mean - low;
    const vd reach = 0x1p-50 * ABS(m.mean) + (1 + 0x1p-50) * MAX(above, below);
    // 1/scale is the square of inverse/n.
    const vd scaled = inverse * one;
    const vd relative = 0.51 * (m.spread_error * (scaled * scaled)) + 6 * 0x1p-53;
    const vd rounding = 4 * 0x1p-53 * (a * reach + ABS(base));
    const vd constants = a * (relative * reach + m.mean_error);
    const vd rest = 0x1p-80 * (a * ABS(m.mean) + ABS(beta)) + 0x1p-880;
    const vd error = (rounding + constants + rest) * (1.01 * parameters->stress);
    store_d(lines->slope + c, slope);
    store_d(lines->centre + c, m.mean);
    store_d(lines->low + c, base - error);
    store_d(lines->high + c, base + error);

    // Each comparison is false for NaN; a constant channel, γ = 0 and all else go another way.
    const vl fine = (relative < 0x1p-36) & (m.mean_error < 0x1p-36 * reach) & (scale > 0.0) &
                    (low < high) & (ABS(gamma) < 0x1p300) & (ABS(gamma) > 0.0) &
                    (ABS(beta) < 0x1p300) & (ABS(m.mean) < 0x1p300);
    const int mask = mask_of(fine);
    int running = (1 << D) - 1;
    if (parameters->running_mean)
      running = mask == (1 << D) - 1 ? move_running(parameters, c, &m) : 0;
    for (int i = 0; i < D; i++)
      special[c + (size_t)i] = (uint8_t)((~mask >> i & 1) | (~running >> i & 1) << 1);
  }
}

#if BN_AVX2
// The lines in float32 are made from those in double; their own error is in the bound of ChannelLine.swift.
// A line that cancels (a large mean beside a small deviation) serves better in double.
static bool column_float_lines(const bn_column_lines *lines, const bn_column_sums *sums,
                               size_t channels, double stress, const uint8_t *special,
                               float *pairs) {
  int fine = (1 << D) - 1;
  for (size_t c = 0; c < channels; c += D) {
    const vd slope = load_d(lines->slope + c), a = ABS(slope), mean = load_d(lines->centre + c);
    const vd low = load_d(lines->low + c), high = load_d(lines->high + c);
    // The base of the centred line, to which its own bound belongs.
    const vd shifted = 0.5 * (low + high), bound = high - low;
    const vd base = FMA(-slope, mean, shifted);
    const vd minimum = load_wide(sums->minimum + c), maximum = load_wide(sums->maximum + c);
    const vd x = MAX(ABS(minimum), ABS(maximum)), reach = a * x + ABS(base);
    // A power of two above twice the reach: the exponent of it, and two more.
    const vd size = reach * 1.0001, enough = MAX(size, (vd)0x1p-100);
    const vd binade = 4 * (vd)((vq)enough & 0x7ff0000000000000), anchor = binade * 1.5;
    const vd error = binade * (0x1.04p-45 * stress) + bound + 0x1p-125;
    const vh slope1 = narrow(slope), start = narrow(anchor + base);
    const vd left = base - (wide(start) - anchor);
    float *to = pairs + c / F * 6 * F + c % F;
    store_h(to, slope1);
    store_h(to + F, narrow(slope - wide(slope1)));
    store_h(to + 2 * F, narrow(anchor));
    store_h(to + 3 * F, start);
    store_h(to + 4 * F, narrow(left - error));
    store_h(to + 5 * F, narrow(left + error));
    // Cancelling by more than 2^6 leaves too much undecided; each comparison is false for NaN.
    const vd above = maximum - mean, below = mean - minimum;
    const vl good = (reach < (a * MAX(above, below) + ABS(shifted)) * 64) & (a > 0x1p-80) &
                    (a < 0x1p80) & (reach < 0x1p100) & (x < 0x1p100);
    int mask = mask_of(good);
    for (int i = 0; i < D; i++) {
      mask |= (special[c + (size_t)i] & 1) << i;
      if (!(special[c + (size_t)i] & 1)) continue;
      for (int j = 0; j < 6; j++) to[F * j + i] = 0;
    }
    fine &= mask;
  }
  return fine == (1 << D) - 1;
}
#endif
