/* SPDX-License-Identifier: MIT */
#ifndef BNCONFORM_PROCESS_SHIM_H
#define BNCONFORM_PROCESS_SHIM_H

#include <stdlib.h>

/* prctl is variadic, which Swift does not import. */
#if defined(__linux__)
#include <sys/prctl.h>

/// Makes orphaned descendants children of this process; 0 on success.
static inline int bnconform_adopt_orphans(void) {
  return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}
#else
/// Other systems have no subreapers; orphans go to the first process.
static inline int bnconform_adopt_orphans(void) { return -1; }
#endif

/* malloc.h is in no module. */
#if defined(__GLIBC__)
#include <malloc.h>

/// Has memory come from one heap, which grows and shrinks in steps of so many bytes.
static inline void bnconform_use_one_heap(int growth, int shrinkage) {
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_TOP_PAD, growth);
  mallopt(M_TRIM_THRESHOLD, shrinkage);
}
#else
/// Other C libraries have no such choice.
static inline void bnconform_use_one_heap(int growth, int shrinkage) {
  (void)growth;
  (void)shrinkage;
}
#endif

#endif
