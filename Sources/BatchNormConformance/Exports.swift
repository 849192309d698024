// SPDX-License-Identifier: MIT

// What an author needs to write a layer under test comes with this module.
@_exported public import BatchNorm
@_exported public import BNGoldenCases
@_exported public import BNImplementations
@_exported public import BNTensors
