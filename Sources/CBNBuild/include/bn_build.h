// SPDX-License-Identifier: MIT
// How this executable was built.
#ifndef BNCONFORM_BUILD_H
#define BNCONFORM_BUILD_H

#include <stdbool.h>

/// The commit that this was built from; empty if whoever built it did not say (BNCONFORM_COMMIT in Package.swift).
const char *_Nonnull bn_build_commit(void);

/// Whether a function that the program calls is inside the executable, not in a shared library.
bool bn_build_holds(const char *_Nonnull function);

#endif
