// SPDX-License-Identifier: MIT

// What an author needs to write a layer under test comes with this module.
@_exported public import BatchNorm
@_exported public import GoldenCases
@_exported public import Implementations
@_exported public import Tensors
