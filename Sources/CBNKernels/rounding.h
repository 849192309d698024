// SPDX-License-Identifier: MIT

// Rounding both ends of an enclosure of every result, a vector of BN_BYTES at a time, and listing those
// whose ends differ.

/// Both ends, rounded to the elements' type, for the results of one vector of x and, of planes, of dy.
typedef void ends_function(const char *x, const char *dy, const void *constants, vu *low, vu *high);

/// What is left open, and the wider arithmetic that decides most of it again, if there is one.
typedef struct {
  bn_open_chunk *open;
  size_t found;
  ends_function *again;
  const void *constants;
} undecided;

enum { CHUNK = 32, MOST = 8 * CHUNK };

/// Lists the elements among `count` of a chunk whose ends differ.
INLINE void list(undecided *u, const char *low, const char *high, size_t count, size_t size,
                 size_t chunk) {
  uint32_t lanes = 0;
  for (size_t i = 0; i < count; i++)
    lanes |= (uint32_t)(memcmp(low + i * size, high + i * size, size) != 0) << i;
  if (lanes) u->open[u->found++] = (bn_open_chunk){(uint32_t)chunk, lanes};
}

/// The results of `vectors` vectors; the differences between the ends. Joins the magnitudes of x as float32
/// to `most`, unless that is NULL.
INLINE vu round_vectors(const char *x, const char *dy, char *y, size_t vectors, ends_function ends,
                        const void *constants, bool streaming, vi *most) {
  vu differs = (vu)0;
  for (size_t j = 0; j < vectors * BN_BYTES; j += BN_BYTES) {
    vu low, high;
    if (most) {
      const vi bits = (vi)(load_u(x + j) & 0x7fffffff);
      *most = MAX(bits, *most);
    }
    ends(x + j, dy ? dy + j : NULL, constants, &low, &high);
    put(y + j, low, streaming);
    differs |= low ^ high;
  }
  return differs;
}

/// Decides the vectors of a chunk again whose ends differ, and lists what stays open.
INLINE void decide(const char *x, const char *dy, char *y, size_t vectors, size_t count, size_t size,
                   ends_function ends, const void *constants, undecided *u, size_t chunk) {
  vu low[MOST / BN_BYTES], high[MOST / BN_BYTES];
  for (size_t j = 0; j < vectors; j++) {
    const size_t at = j * BN_BYTES;
    ends(x + at, dy ? dy + at : NULL, constants, low + j, high + j);
    if (u->again && any(low[j] ^ high[j]))
      u->again(x + at, dy ? dy + at : NULL, u->constants, low + j, high + j);
  }
  if (u->again) memcpy(y, low, count * size);
  list(u, (const char *)low, (const char *)high, count, size, chunk);
}

/// Rounds `count` results of `size` bytes; asks ahead by so many bytes, unless by none. The largest
/// magnitude pattern of x as float32 is joined to *largest, unless that is NULL.
INLINE size_t round_all(const void *from, const void *beside, void *to, size_t count, size_t size,
                        ends_function ends, const void *constants, undecided u, ptrdiff_t ahead,
                        bool streaming, uint32_t *largest) {
  const char *x = from, *dy = beside;
  char *y = to;
  const size_t bytes = count * size, step = CHUNK * size;
  streaming = streaming && ((uintptr_t)y & (BN_BYTES - 1)) == 0;
  vi most = (vi)0, *const kept = largest ? &most : NULL;
  size_t i = 0;
  for (; i + step <= bytes; i += step) {
    if (ahead) {
      for (size_t j = 0; j < step; j += 64) {
        __builtin_prefetch(x + ahead + i + j, 0, 2);
        if (dy) __builtin_prefetch(dy + ahead + i + j, 0, 2);
      }
    }
    const char *d = dy ? dy + i : NULL;
    const size_t vectors = step / BN_BYTES;
    const vu differs =
        streaming ? round_vectors(x + i, d, y + i, vectors, ends, constants, true, kept)
                  : round_vectors(x + i, d, y + i, vectors, ends, constants, false, kept);
    if (__builtin_expect(any(differs), 0))
      decide(x + i, d, y + i, vectors, CHUNK, size, ends, constants, &u, i / step);
  }
  if (i < bytes) {
    const size_t rest = bytes - i, vectors = (rest + BN_BYTES - 1) / BN_BYTES;
    char in[2][MOST], out[MOST];
    // Zeros fill up the last vector; their results go nowhere.
    put(in[0] + (vectors - 1) * BN_BYTES, (vu)0, false);
    put(in[1] + (vectors - 1) * BN_BYTES, (vu)0, false);
    memcpy(in[0], x + i, rest);
    if (dy) memcpy(in[1], dy + i, rest);
    const char *d = dy ? in[1] : NULL;
    const vu differs = round_vectors(in[0], d, out, vectors, ends, constants, false, kept);
    memcpy(y + i, out, rest);
    if (any(differs))
      decide(in[0], d, y + i, vectors, rest / size, size, ends, constants, &u, i / step);
  }
  for (int j = 0; largest && j < F; j++)
    *largest = (uint32_t)most[j] > *largest ? (uint32_t)most[j] : *largest;
  return u.found;
}

// float32 in binary64.

typedef struct {
  vd slope, centre, low, high;
} line_lanes;

INLINE void both_ends(vd v, vd slope, vd low, vd high, vh *a, vh *b) {
  *a = narrow(FMA(v, slope, low));
  *b = narrow(FMA(v, slope, high));
}

INLINE void line_ends(const char *x, const line_lanes *k, bool centred, vu *low, vu *high) {
  vh a[2], b[2];
  for (int i = 0; i < 2; i++) {
    const vd v = load_wide((const float *)x + D * i);
    // x − 0 is x: most lines are not centred.
    both_ends(centred ? v - k->centre : v, k->slope, k->low, k->high, a + i, b + i);
  }
  *low = (vu)join(a[0], a[1]);
  *high = (vu)join(b[0], b[1]);
}

INLINE void centred_ends(const char *x, const char *dy, const void *k, vu *low, vu *high) {
  (void)dy;
  line_ends(x, k, true, low, high);
}

INLINE void plain_ends(const char *x, const char *dy, const void *k, vu *low, vu *high) {
  (void)dy;
  line_ends(x, k, false, low, high);
}

static size_t line(const float *x, float *y, size_t count, const bn_line *line,
                   bn_open_chunk *open, const float *ahead, bool streaming,
                   uint32_t *largest) {
  const line_lanes k = {(vd)line->slope, (vd)line->centre, (vd)line->low, (vd)line->high};
  const undecided u = {open, 0, NULL, NULL};
  const ptrdiff_t by = ahead ? (const char *)ahead - (const char *)x : 0;
  if (largest)
    return round_all(x, NULL, y, count, 4, centred_ends, &k, u, by, streaming, largest);
  return line->centre != 0
             ? round_all(x, NULL, y, count, 4, centred_ends, &k, u, by, streaming, NULL)
             : round_all(x, NULL, y, count, 4, plain_ends, &k, u, by, streaming, NULL);
}

typedef struct {
  vd slope_dy, slope_x, centre, low, high;
} plane_lanes;

INLINE void plane_ends(const char *x, const char *dy, const void *constants, vu *low, vu *high) {
  const plane_lanes *k = constants;
  vh a[2], b[2];
  for (int i = 0; i < 2; i++) {
    const vd t = load_wide((const float *)x + D * i) - k->centre;
    const vd g = load_wide((const float *)dy + D * i);
    both_ends(g, k->slope_dy, FMA(t, k->slope_x, k->low), FMA(t, k->slope_x, k->high), a + i, b + i);
  }
  *low = (vu)join(a[0], a[1]);
  *high = (vu)join(b[0], b[1]);
}

static size_t plane(const float *x, const float *dy, float *dx, size_t count, const bn_plane *plane,
                    bn_open_chunk *open, ptrdiff_t ahead, bool streaming) {
  const plane_lanes k = {(vd)plane->slope_dy, (vd)plane->slope_x, (vd)plane->centre,
                         (vd)plane->low, (vd)plane->high};
  const undecided u = {open, 0, NULL, NULL};
  return round_all(x, dy, dx, count, 4, plane_ends, &k, u, 4 * ahead, streaming, NULL);
}

// float32 in float32 above an anchor, which needs fma (CorrectRounding.md, "The anchored line").

#if BN_AVX2
typedef struct {
  vf slope, slope_rest, anchor, start, low, high;
} pair_lanes;

// Some of the sums are written as products with one, because sums and products run in different units.
INLINE void pair_ends_of(vf x, const pair_lanes *k, vu *low, vu *high) {
  const vf one = (vf)1.0f;
  const vf s = FMA(k->slope, x, k->start), z = s - k->start, w = s - k->anchor;
  const vf r = FMA(k->slope_rest, x, FMA(k->slope, x, -z));
  *low = (vu)FMA(w, one, r + k->low);
  *high = (vu)FMA(w, one, r + k->high);
}

INLINE void pair_ends(const char *x, const char *dy, const void *k, vu *low, vu *high) {
  (void)dy;
  pair_ends_of(load_f((const float *)x), k, low, high);
}

static size_t float_line(const float *x, float *y, size_t count, const bn_float_line *line,
                         const bn_line *wide, bn_open_chunk *open, const float *ahead,
                         bool streaming, uint32_t *largest) {
  const pair_lanes k = {(vf)line->slope, (vf)line->slope_rest, (vf)line->anchor,
                        (vf)line->start, (vf)line->low, (vf)line->high};
  const line_lanes w = {(vd)wide->slope, (vd)wide->centre, (vd)wide->low, (vd)wide->high};
  const undecided u = {open, 0, centred_ends, &w};
  const ptrdiff_t by = ahead ? (const char *)ahead - (const char *)x : 0;
  return largest ? round_all(x, NULL, y, count, 4, pair_ends, &k, u, by, streaming, largest)
                 : round_all(x, NULL, y, count, 4, pair_ends, &k, u, by, streaming, NULL);
}
#endif

// 16-bit types in float32 (CorrectRounding.md, "16-bit types").

#if BN_AVX2
INLINE void half_floats(vs x, vf v[2]) {
  v[0] = (vf)_mm256_cvtph_ps((__m128i)x.lo);
  v[1] = (vf)_mm256_cvtph_ps((__m128i)x.hi);
}

INLINE vu half_patterns(vf a, vf b) {
  return (vu)_mm256_set_m128i(_mm256_cvtps_ph((__m256)b, _MM_FROUND_TO_NEAREST_INT),
                              _mm256_cvtps_ph((__m256)a, _MM_FROUND_TO_NEAREST_INT));
}
#else
// The values of even and of odd places.
INLINE vf half_float(vu bits) {
  const vu magnitude = bits & 0x7fff, sign = (bits & 0x8000) << 16;
  const vu scaled = (vu)((vf)(magnitude << 13) * 0x1p112f);
  return (vf)(sign | scaled | (magnitude > 0x7bff ? (vu)0x7f800000 : (vu)0));
}

INLINE void half_floats(vs x, vf v[2]) {
  v[0] = half_float((vu)x & 0xffff);
  v[1] = half_float((vu)x >> 16);
}

/// Rounds to nearest, ties to even; a NaN stays none.
INLINE vu half_pattern(vf x) {
  const vu sign = (vu)x & 0x80000000, bits = (vu)x ^ sign, magic = (vu)0x3f000000;
  const vu small = (vu)((vf)bits + (vf)magic) - magic;
  const vu normal = (bits - 0x37fff001 + (bits >> 13 & 1)) >> 13;
  const vu special = bits > 0x7f800000 ? (vu)0x7e00 : (vu)0x7c00;
  const vu result = bits < 0x38800000 ? small : bits < 0x47800000 ? normal : special;
  return result | sign >> 16;
}

INLINE vu half_patterns(vf a, vf b) { return half_pattern(a) | half_pattern(b) << 16; }
#endif

INLINE void brain_floats(vs x, vf v[2]) {
  v[0] = (vf)((vu)x << 16);
  v[1] = (vf)((vu)x & 0xffff0000);
}

// Ties go away from zero here. An exact result lies strictly between the two ends, and if both round
// to one number in this way, so does everything between them to nearest even.
INLINE vu brain_patterns(vf even, vf odd) {
  const vu a = (vu)even + 0x8000, b = (vu)odd + 0x8000;
#if BN_AVX2
  return (vu)_mm256_blend_epi16((__m256i)(a >> 16), (__m256i)b, 0xaa);
#else
  return a >> 16 | (b & 0xffff0000);
#endif
}

typedef struct {
  vf slope_dy, slope_x, low, high;
} reduced_lanes;

/// Both ends of a plane, or of a line (dy is NULL).
INLINE void reduced_ends(const char *x, const char *dy, const reduced_lanes *k, bool brain, vu *low,
                         vu *high) {
  vf v[2], g[2] = {(vf)0.0f, (vf)0.0f}, a[2], b[2];
  (brain ? brain_floats : half_floats)(load_s((const uint16_t *)x), v);
  if (dy) (brain ? brain_floats : half_floats)(load_s((const uint16_t *)dy), g);
  for (int i = 0; i < 2; i++) {
    a[i] = FMA(v[i], k->slope_x, k->low);
    b[i] = FMA(v[i], k->slope_x, k->high);
    if (!dy) continue;
    a[i] = FMA(g[i], k->slope_dy, a[i]);
    b[i] = FMA(g[i], k->slope_dy, b[i]);
  }
  *low = brain ? brain_patterns(a[0], a[1]) : half_patterns(a[0], a[1]);
  *high = brain ? brain_patterns(b[0], b[1]) : half_patterns(b[0], b[1]);
}

INLINE void brain_ends(const char *x, const char *dy, const void *k, vu *low, vu *high) {
  reduced_ends(x, dy, k, true, low, high);
}

INLINE void half_ends(const char *x, const char *dy, const void *k, vu *low, vu *high) {
  reduced_ends(x, dy, k, false, low, high);
}

static size_t reduced_line(const uint16_t *x, uint16_t *y, size_t count,
                           const bn_reduced_line *line, bn_open_chunk *open, const uint16_t *ahead,
                           bool brain) {
  const reduced_lanes k = {(vf)0.0f, (vf)line->slope, (vf)line->low, (vf)line->high};
  const undecided u = {open, 0, NULL, NULL};
  const ptrdiff_t by = ahead ? (const char *)ahead - (const char *)x : 0;
  return brain ? round_all(x, NULL, y, count, 2, brain_ends, &k, u, by, false, NULL)
               : round_all(x, NULL, y, count, 2, half_ends, &k, u, by, false, NULL);
}

static size_t reduced_plane(const uint16_t *x, const uint16_t *dy, uint16_t *dx, size_t count,
                            const bn_reduced_plane *plane, bn_open_chunk *open, bool brain) {
  const reduced_lanes k = {(vf)plane->slope_dy, (vf)plane->slope_x, (vf)plane->low,
                           (vf)plane->high};
  const undecided u = {open, 0, NULL, NULL};
  return brain ? round_all(x, dy, dx, count, 2, brain_ends, &k, u, 0, false, NULL)
               : round_all(x, dy, dx, count, 2, half_ends, &k, u, 0, false, NULL);
}

/// Which floats of a vector of 16-bit numbers come first: all even places, or the first half.
INLINE void store_floats(float *y, const vf v[2], bool alternate) {
  for (int i = 0; i < 2 * F; i++) y[i] = alternate ? v[i % 2][i / 2] : v[i / F][i % F];
}

INLINE void widen_all(const uint16_t *x, float *y, size_t count, bool brain) {
  vf v[2];
  size_t i = 0;
  for (; i + 2 * F <= count; i += 2 * F) {
    (brain ? brain_floats : half_floats)(load_s(x + i), v);
    store_floats(y + i, v, brain || !BN_AVX2);
  }
  if (i == count) return;
  uint16_t in[2 * F] = {0};
  float out[2 * F];
  memcpy(in, x + i, (count - i) * sizeof *x);
  (brain ? brain_floats : half_floats)(load_s(in), v);
  store_floats(out, v, brain || !BN_AVX2);
  memcpy(y + i, out, (count - i) * sizeof *y);
}

static void widen(const uint16_t *x, float *y, size_t count, bool brain) {
  if (brain)
    widen_all(x, y, count, true);
  else
    widen_all(x, y, count, false);
}

// float64 above an anchor (CorrectRounding.md, "The anchored line of float64", "Gradients of float64").

typedef struct {
  factor slope;
  vd slope_rest, centre, anchor, start, low, high;
} double_line_lanes;

INLINE void double_line_ends(const char *x, const char *dy, const void *constants, vu *low, vu *high) {
  (void)dy;
  const double_line_lanes *k = constants;
  const vd d = load_d((const double *)x) - k->centre;
  vd r;
  const vd s = product_onto(&k->slope, d, k->start, &r);
  const vd q = FMA(d, k->slope_rest, r), w = s - k->anchor;
  *low = (vu)(w + (q + k->low));
  *high = (vu)(w + (q + k->high));
}

static size_t double_line(const double *x, double *y, size_t count, const bn_double_line *line,
                          bn_open_chunk *open, bool streaming) {
  const double_line_lanes k = {factor_of((vd)line->slope), (vd)line->slope_rest, (vd)line->centre,
                               (vd)line->anchor,           (vd)line->start,      (vd)line->low,
                               (vd)line->high};
  const undecided u = {open, 0, NULL, NULL};
  return round_all(x, NULL, y, count, 8, double_line_ends, &k, u, 0, streaming, NULL);
}

typedef struct {
  factor slope_dy, slope_x;
  vd slope_dy_rest, slope_x_rest, centre, anchor, start, low, high;
} double_plane_lanes;

INLINE void double_plane_ends(const char *x, const char *dy, const void *constants, vu *low,
                              vu *high) {
  const double_plane_lanes *k = constants;
  const vd d = load_d((const double *)x) - k->centre, g = load_d((const double *)dy);
  vd r, v;
  const vd s = product_onto(&k->slope_dy, g, k->start, &r);
  const vd t = product_onto(&k->slope_x, d, s, &v);
  const vd q = FMA(g, k->slope_dy_rest, r) + FMA(d, k->slope_x_rest, v), w = t - k->anchor;
  *low = (vu)(w + (q + k->low));
  *high = (vu)(w + (q + k->high));
}

static size_t double_plane(const double *x, const double *dy, double *dx, size_t count,
                           const bn_double_plane *plane, bn_open_chunk *open, bool streaming) {
  const double_plane_lanes k = {factor_of((vd)plane->slope_dy),
                                factor_of((vd)plane->slope_x),
                                (vd)plane->slope_dy_rest,
                                (vd)plane->slope_x_rest,
                                (vd)plane->centre,
                                (vd)plane->anchor,
                                (vd)plane->start,
                                (vd)plane->low,
                                (vd)plane->high};
  const undecided u = {open, 0, NULL, NULL};
  return round_all(x, dy, dx, count, 8, double_plane_ends, &k, u, 0, streaming, NULL);
}
