// SPDX-License-Identifier: MIT
#define BN_AVX2 0
#include "kernels.h"

const bn_kernels *bn_kernels_baseline(void) { return &kernels; }

void bn_streams_fence(void) {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#endif
}
