// SPDX-License-Identifier: MIT

internal import CBNKernels
internal import BNTensors

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Which code computes a forward or a backward; every choice gives the same bits.
public enum KernelChoice: String, CaseIterable, Sendable {
  /// The specification of record, element by element in exact integers.
  case specified
  /// The fast method for every processor of the architecture.
  case baseline
  /// The fast method with AVX2 and FMA.
  case avx2

  /// Whether this machine can run it.
  public var isAvailable: Bool { self != .avx2 || Self.hasAVX2 }

  /// The best that this machine can run.
  public static var best: KernelChoice { hasAVX2 ? .avx2 : .baseline }

  /// What `BNCONFORM_KERNELS` asks for, or the best; what cannot be run counts as not asked for.
  public static let preferred: KernelChoice = asked.flatMap { named($0) } ?? best

  /// What `BNCONFORM_KERNELS` asks for although this machine has no such kernels.
  package static let refused: String? = asked.flatMap { named($0) == nil ? $0 : nil }

  /// The choices that this machine can run.
  package static var available: [KernelChoice] { allCases.filter(\.isAvailable) }

  private static let asked = getenv("BNCONFORM_KERNELS").map { String(cString: $0) }

  private static func named(_ name: String) -> KernelChoice? {
    available.first { $0.rawValue == name }
  }

  private static let hasAVX2 = bn_kernels_avx2() != nil

  /// The kernels; those of the baseline where there are none.
  var table: bn_kernels {
    let avx2 = self == .avx2 ? bn_kernels_avx2() : nil
    return (avx2 ?? bn_kernels_baseline()).pointee
  }
}
