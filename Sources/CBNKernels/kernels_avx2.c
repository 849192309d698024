// SPDX-License-Identifier: MIT
#if defined(__x86_64__)
#define BN_AVX2 1
#include "kernels.h"
#pragma clang attribute pop

const bn_kernels *bn_kernels_avx2(void) {
  __builtin_cpu_init();
  const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                   __builtin_cpu_supports("f16c");
  return has ? &kernels : NULL;
}

#else
#include "bn_kernels.h"

const bn_kernels *bn_kernels_avx2(void) { return NULL; }

#endif
