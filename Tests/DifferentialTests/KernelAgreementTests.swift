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
    for (seed, dimensions) in [[3, 8, 5], [9, 8], [2, 8, 3, 11]].enumerated() {
      let drawn = DifferentialCase(
        regime: regime,
        shape: try Shape(dimensions),
        seed: UInt64(seed)
      )
      let specified = drawn.results(.specified)
      #expect(specified.count == 8)
      for choice in Self.kernels {
        // The larger factors leave everything to double-double, and then to exact numbers.
        for stress in [1, 0x1p20, 0x1p70] {
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
    let drawn = DifferentialCase(regime: .mean10, shape: try Shape([17, 5, 3100]), seed: 4)
    let one = drawn.results(KernelSettings(kernels: Self.kernels[0]))
    for threads in [1, 2, 3, 8] {
      let several = drawn.results(KernelSettings(kernels: choice, threads: threads))
      #expect(DifferentialCase.differences(one, several).isEmpty)
    }
  }
}
