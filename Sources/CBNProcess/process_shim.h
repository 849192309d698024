/* SPDX-License-Identifier: MIT */
#ifndef BNCONFORM_PROCESS_SHIM_H
#define BNCONFORM_PROCESS_SHIM_H

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

#endif
