// SPDX-License-Identifier: MIT

import BatchNorm
import Differential
import FastBatchNorm
import Tensors
import Testing

@Suite("Kernel agreement")
struct KernelAgreementTests {
  /// The kernels that this machine can run.
  static let kernels = KernelChoice.allCases.filter { $0 != .specified && $0.isAvailable }

  @Test("with the specification in every regime and every tier", arguments: Regime.allCases)
  func regimes(_ regime: Regime) throws {
    for (seed, dimensions) in [[3, 8, 3], [7, 9], [2, 8, 3, 5]].enumerated() {
      let drawn = DifferentialCase(
        regime: regime,
        shape: try Shape(dimensions),
        seed: UInt64(seed)
      )
      let specified = drawn.results(.specified)
      #expect(specified.count == 16)
      for choice in Self.kernels {
        // The larger factors leave everything to double-double, and then to exact numbers.
        for stress in seed == 0 ? [1, 0x1p20, 0x1p70] : [1, 0x1p20] {
          var settings = KernelSettings(kernels: choice)
          settings.stress = stress
          let found = DifferentialCase.differences(specified, drawn.results(settings))
          #expect(found.isEmpty, "\(choice) \(stress) \(found.prefix(3))")
        }
      }
    }
  }

  @Test("among kernels and numbers of threads", arguments: kernels)
  func threads(_ choice: KernelChoice) throws {
    for dimensions in [[5, 11, 130], [300, 40]] {
      let drawn = DifferentialCase(regime: .mean10, shape: try Shape(dimensions), seed: 4)
      let one = drawn.results(KernelSettings(kernels: Self.kernels[0]))
      for threads in [1, 2, 3, 8] {
        var settings = KernelSettings(kernels: choice, threads: threads)
        settings.threadingThreshold = 0
        #expect(DifferentialCase.differences(one, drawn.results(settings)).isEmpty)
      }
    }
  }
}
