// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include "bn_build.h"

#include <dlfcn.h>
#include <stddef.h>

#ifndef BNCONFORM_COMMIT
#define BNCONFORM_COMMIT ""
#endif

const char *bn_build_commit(void) { return BNCONFORM_COMMIT; }

bool bn_build_holds(const char *function) {
  void *program = dlopen(NULL, RTLD_LAZY);
  if (program == NULL) return false;
  Dl_info found, own;
  void *address = dlsym(program, function);
  // What an executable keeps to itself cannot be found by name.
  bool inside = address == NULL || (dladdr(address, &found) && dladdr((void *)&bn_build_commit, &own) &&
                                    found.dli_fbase == own.dli_fbase);
  dlclose(program);
  return inside;
}
