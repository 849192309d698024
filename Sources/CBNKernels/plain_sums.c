// SPDX-License-Identifier: MIT
#include "avx2_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>
#include "avx2_lanes.h"

#pragma STDC FP_CONTRACT OFF

// Sums that round, with a bound for how far (CorrectRounding.md, "Plain sums"): sixteen lanes of at
// most 8 values, joined to the sums so far by TwoSum.
enum { CHUNK = 128 };

typedef struct {
  __m256d s[4], h[4];
} lanes;

// Σdy², which only bounds errors and may round.
typedef struct {
  __m256d q[2];
} sizes;

INLINE void start(lanes *a) {
  for (int i = 0; i < 4; i++) a->s[i] = a->h[i] = _mm256_setzero_pd();
}

INLINE void add_values(lanes *a, const float *x, __m256d centre) {
  for (int i = 0; i < 4; i++) {
    const __m256d d = _mm256_sub_pd(_mm256_cvtps_pd(_mm_loadu_ps(x + 4 * i)), centre);
    a->s[i] = _mm256_add_pd(a->s[i], d);
    a->h[i] = _mm256_fmadd_pd(d, d, a->h[i]);
  }
}

INLINE void add_pairs(lanes *a, sizes *b, const float *x, const float *dy, __m256d centre) {
  for (int i = 0; i < 4; i++) {
    const __m256d d = _mm256_sub_pd(_mm256_cvtps_pd(_mm_loadu_ps(x + 4 * i)), centre);
    const __m256d g = _mm256_cvtps_pd(_mm_loadu_ps(dy + 4 * i));
    a->s[i] = _mm256_add_pd(a->s[i], g);
    a->h[i] = _mm256_fmadd_pd(d, g, a->h[i]);
    b->q[i & 1] = _mm256_fmadd_pd(g, g, b->q[i & 1]);
  }
}

INLINE void join_one(const __m256d v[4], double *sum, double *rest) {
  const __m256d part = _mm256_add_pd(_mm256_add_pd(v[0], v[1]), _mm256_add_pd(v[2], v[3]));
  __m256d error = _mm256_loadu_pd(rest);
  _mm256_storeu_pd(sum, bn_two_sum(_mm256_loadu_pd(sum), part, &error));
  _mm256_storeu_pd(rest, error);
}

INLINE void join(const lanes *a, bn_plain_sums *sums) {
  join_one(a->s, sums->sum, sums->sum_rest);
  join_one(a->h, sums->square, sums->square_rest);
}

typedef struct {
  __m256 minimum, maximum;
} ends;

INLINE void ends_start(ends *e, const bn_plain_sums *sums) {
  e->minimum = _mm256_loadu_ps(sums->minimum);
  e->maximum = _mm256_loadu_ps(sums->maximum);
}

INLINE void ends_add(ends *e, const float *x) {
  for (int i = 0; i < 2; i++) {
    const __m256 v = _mm256_loadu_ps(x + 8 * i);
    e->minimum = _mm256_min_ps(e->minimum, v);
    e->maximum = _mm256_max_ps(e->maximum, v);
  }
}

INLINE void ends_store(const ends *e, bn_plain_sums *sums) {
  _mm256_storeu_ps(sums->minimum, e->minimum);
  _mm256_storeu_ps(sums->maximum, e->maximum);
}

AVX2 void bn_avx2_plain_sums(const float *x, size_t count, float centre, bn_plain_sums *sums) {
  const __m256d middle = _mm256_set1_pd(centre);
  const size_t whole = count & ~(size_t)15;
  ends e;
  ends_start(&e, sums);
  size_t i = 0;
  while (i < whole) {
    const size_t end = i + CHUNK < whole ? i + CHUNK : whole;
    lanes a;
    start(&a);
    for (; i < end; i += 16) {
      ends_add(&e, x + i);
      add_values(&a, x + i, middle);
    }
    join(&a, sums);
  }
  if (whole < count) {
    // The centre is a value of the channel: it adds nothing, to the range neither.
    float rest[16];
    for (size_t j = 0; j < 16; j++) rest[j] = whole + j < count ? x[whole + j] : centre;
    lanes a;
    start(&a);
    ends_add(&e, rest);
    add_values(&a, rest, middle);
    join(&a, sums);
  }
  ends_store(&e, sums);
}

AVX2 void bn_avx2_plain_pair_sums(const float *x, const float *dy, size_t count, float centre,
                                  bn_plain_sums *sums) {
  const __m256d middle = _mm256_set1_pd(centre);
  const size_t whole = count & ~(size_t)15;
  ends e;
  ends_start(&e, sums);
  sizes b = {{_mm256_loadu_pd(sums->size), _mm256_setzero_pd()}};
  size_t i = 0;
  while (i < whole) {
    const size_t end = i + CHUNK < whole ? i + CHUNK : whole;
    lanes a;
    start(&a);
    for (; i < end; i += 16) {
      ends_add(&e, dy + i);
      add_pairs(&a, &b, x + i, dy + i, middle);
    }
    join(&a, sums);
  }
  if (whole < count) {
    // Padded with zeros for the sums and with a value of its own for the range.
    float values[16], zeros[16], same[16];
    for (size_t j = 0; j < 16; j++) {
      const bool inside = whole + j < count;
      values[j] = inside ? x[whole + j] : centre;
      zeros[j] = inside ? dy[whole + j] : 0;
      same[j] = inside ? dy[whole + j] : dy[whole];
    }
    lanes a;
    start(&a);
    ends_add(&e, same);
    add_pairs(&a, &b, values, zeros, middle);
    join(&a, sums);
  }
  _mm256_storeu_pd(sums->size, _mm256_add_pd(b.q[0], b.q[1]));
  ends_store(&e, sums);
}

#else

void bn_avx2_plain_sums(const float *x, size_t count, float centre, bn_plain_sums *sums) {
  (void)x, (void)count, (void)centre, (void)sums;
}
void bn_avx2_plain_pair_sums(const float *x, const float *dy, size_t count, float centre,
                             bn_plain_sums *sums) {
  (void)x, (void)dy, (void)count, (void)centre, (void)sums;
}

#endif
