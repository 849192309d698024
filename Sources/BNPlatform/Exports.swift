// SPDX-License-Identifier: MIT

// What bnconform uses of the system, under one name: the part of Foundation that does without ICU, whose tables
// are 40 MB of an executable, and the C library. Nothing else in Sources imports Foundation.

#if canImport(FoundationEssentials)
  @_exported public import FoundationEssentials
#else
  @_exported public import Foundation
#endif

#if canImport(Darwin)
  @_exported public import Darwin
#elseif canImport(Musl)
  @_exported public import Musl
#else
  @_exported public import Glibc
#endif
