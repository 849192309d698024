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
  /// The fast method in portable Swift.
  case baseline
  /// The fast method with AVX2 and FMA.
  case avx2

  /// Whether this machine can run it.
  public var isAvailable: Bool { self != .avx2 || Self.hasAVX2 }

  /// The best that this machine can run.
  public static var best: KernelChoice { hasAVX2 ? .avx2 : .baseline }

  /// What `BNCONFORM_KERNELS` asks for, or the best; what cannot be run counts as not asked for.
  public static let preferred: KernelChoice = {
    guard let text = getenv("BNCONFORM_KERNELS") else { return best }
    let asked = KernelChoice(rawValue: String(cString: text))
    return asked.flatMap { $0.isAvailable ? $0 : nil } ?? best
  }()

  private static let hasAVX2 = bn_avx2_available()
}
