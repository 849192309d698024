// SPDX-License-Identifier: MIT

import BatchNorm
import BNDifferential
import BNKernels
import BNTensors
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

  /// Columns whose first rows say little about the others: their sums are guessed from them.
  @Test("on columns that change after the first rows", arguments: kernels)
  func columns(_ choice: KernelChoice) throws {
    for regime in [Regime.outlier, .sparse, .wide, .nearMaximum, .anyPattern] {
      let drawn = DifferentialCase(regime: regime, shape: try Shape([30, 19]), seed: 9)
      let found = DifferentialCase.differences(
        drawn.results(.specified),
        drawn.results(KernelSettings(kernels: choice))
      )
      #expect(found.isEmpty, "\(regime) \(found.prefix(3))")
    }
  }

  @Test("on a special value or a jump in one place of one column", arguments: kernels)
  func oneValue(_ choice: KernelChoice) throws {
    let grid = ChannelGrid(samples: 21, channels: 16, inner: 1)
    let drawn = DifferentialCase(regime: .normal, shape: try Shape([21, 16]), seed: 10)
    guard case .float32(let plain) = drawn.input.storage else { return }
    func forward(_ x: [Float], _ settings: KernelSettings) -> [UInt32] {
      var y = [Float](repeating: 0, count: x.count)
      x.withUnsafeBufferPointer { x in
        y.withUnsafeMutableBufferPointer { y in
          guard let x = x.baseAddress, let y = y.baseAddress else { return }
          _ = FloatForward(eps: 1e-5, settings: settings).train(x, y, grid)
        }
      }
      return y.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern }
    }
    // Bounds so wide that exact numbers decide.
    var exactly = KernelSettings(kernels: .baseline)
    exactly.stress = 0x1p70
    // The last is a subnormal number, 149 binades below the others.
    for value in [Float.nan, .infinity, 0x1p60, .greatestFiniteMagnitude, 0x1p-149] {
      for row in [0, 7, 8, 12, 20] {
        var x = plain
        x[row * 16 + 5] = value
        let exact = forward(x, exactly)
        #expect(forward(x, KernelSettings(kernels: choice)) == exact, "\(value) \(row)")
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

  @Test("for 16-bit types, gradients included", arguments: [ElementType.bfloat16, .float16])
  func reduced(_ type: ElementType) throws {
    for regime in [Regime.normal, .relu, .anyPattern, .ties, .wide, .twoValues, .mean1e3, .sparse] {
      // Parameters of float32, and of the input's type.
      for parameterType in [ElementType.float32, type] {
        let drawn = DifferentialCase(
          regime: regime,
          shape: try Shape([3, 8, 5]),
          type: type,
          parameterType: parameterType,
          seed: 6
        )
        let specified = drawn.results(.specified)
        #expect(specified.count == 14)
        for choice in Self.kernels {
          // The factors leave everything to binary64, to double-double, to exact numbers.
          for stress in [1, 0x1p12, 0x1p40, 0x1p90] {
            var settings = KernelSettings(kernels: choice)
            settings.stress = stress
            let found = DifferentialCase.differences(specified, drawn.results(settings))
            #expect(found.isEmpty, "\(regime) \(parameterType) \(stress) \(found.prefix(3))")
          }
        }
      }
    }
  }

  @Test("of samples in another order and of channels side by side", arguments: kernels)
  func layouts(_ choice: KernelChoice) throws {
    let (samples, channels, inner) = (6, 8, 45)
    let drawn = DifferentialCase(
      regime: .mean1e3,
      shape: try Shape([samples, channels, inner]),
      seed: 8
    )
    guard case .float32(let x) = drawn.input.storage else { return }
    let settings = KernelSettings(kernels: choice)
    func forward(_ x: [Float], _ grid: ChannelGrid) -> [Float] {
      var y = [Float](repeating: 0, count: x.count)
      x.withUnsafeBufferPointer { x in
        y.withUnsafeMutableBufferPointer { y in
          guard let x = x.baseAddress, let y = y.baseAddress else { return }
          _ = FloatForward(eps: 1e-5, settings: settings).train(x, y, grid)
        }
      }
      return y
    }
    let grid = ChannelGrid(samples: samples, channels: channels, inner: inner)
    let plain = forward(x, grid)
    let size = channels * inner
    func reversed(_ values: [Float]) -> [Float] {
      var result: [Float] = []
      for sample in (0..<samples).reversed() {
        result += values[(sample * size)..<((sample + 1) * size)]
      }
      return result
    }
    let back = reversed(forward(reversed(x), grid))
    #expect(back == plain)
    // N·inner rows of C values.
    func place(_ row: Int, _ channel: Int) -> Int {
      (row / inner * channels + channel) * inner + row % inner
    }
    let rows = samples * inner
    var last: [Float] = []
    for row in 0..<rows {
      for channel in 0..<channels { last.append(x[place(row, channel)]) }
    }
    let columns = forward(last, ChannelGrid(samples: rows, channels: channels, inner: 1))
    for row in 0..<rows {
      for channel in 0..<channels {
        #expect(columns[row * channels + channel] == plain[place(row, channel)])
      }
    }
  }
}
