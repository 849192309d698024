// SPDX-License-Identifier: MIT

/// How results are computed; no setting changes a bit of them.
public struct KernelSettings: Equatable, Sendable {
  /// Which code.
  public var kernels: KernelChoice
  /// On how many threads at most.
  public var threads: Int
  /// What the error bounds are multiplied by, to exercise the later tiers; at least 1.
  package var stress: Double = 1
  /// A tensor of fewer values is not worth starting threads for (1 MiB of float32).
  package var threadingThreshold = 1 << 18

  /// Creates settings.
  public init(kernels: KernelChoice, threads: Int = 1) {
    self.kernels = kernels
    self.threads = threads
  }

  /// The specification of record.
  public static let specified = KernelSettings(kernels: .specified)

  /// What the environment asks for, or the best; see ``KernelChoice/preferred``.
  public static let preferred = KernelSettings(kernels: .preferred)

  /// Whether the fast method may be used here and now.
  ///
  /// It needs rounding to nearest and subnormal numbers, which another library of the process may
  /// have switched off for this thread.
  package var isFast: Bool {
    kernels != .specified && kernels.isAvailable && FloatingPointEnvironment.isDefault
  }
}
