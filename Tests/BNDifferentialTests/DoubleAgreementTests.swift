// SPDX-License-Identifier: MIT

import BatchNorm
import BNDifferential
import BNKernels
import BNTensors
import Testing

@Suite("Kernel agreement of float64")
struct DoubleAgreementTests {
  static let kernels = KernelAgreementTests.kernels

  private func drawn(_ regime: Regime, _ dimensions: [Int], seed: UInt64) throws -> DifferentialCase
  {
    DifferentialCase(
      regime: regime,
      shape: try Shape(dimensions),
      type: .float64,
      parameterType: .float64,
      seed: seed
    )
  }

  @Test("with the specification in every regime and every tier", arguments: Regime.allCases)
  func regimes(_ regime: Regime) throws {
    for (seed, dimensions) in [[3, 8, 3], [7, 9], [1, 1, 260]].enumerated() {
      let drawn = try drawn(regime, dimensions, seed: UInt64(seed))
      let specified = drawn.results(.specified)
      #expect(specified.count == 14)
      for choice in Self.kernels {
        // The factors leave a part to double-double, and then everything to exact numbers.
        for stress in seed == 0 ? [1, 0x1p25, 0x1p70] : [1] {
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
    for dimensions in [[5, 5, 530], [40, 19], [3, 11, 49]] {
      let drawn = try drawn(.mean10, dimensions, seed: 4)
      let one = drawn.results(KernelSettings(kernels: Self.kernels[0]))
      for threads in [1, 2, 3, 8] {
        var settings = KernelSettings(kernels: choice, threads: threads)
        settings.threadingThreshold = 0
        #expect(DifferentialCase.differences(one, drawn.results(settings)).isEmpty)
      }
    }
  }

  /// Values up to the ends of float64, on which only exact numbers serve, beside plain channels.
  @Test("at the ends of the range and on special values", arguments: kernels)
  func ends(_ choice: KernelChoice) throws {
    let specials: [Double] = [
      .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -0x1p1000, 0x1p402, 0x1p-1074, -0.0,
    ]
    for special in specials {
      let plain = try drawn(.normal, [2, 3, 2], seed: 5)
      guard case .float64(var x) = plain.input.storage else { return }
      x[3] = special
      let input = try Tensor(shape: plain.input.shape, storage: .float64(x))
      func results(_ settings: KernelSettings) throws -> [UInt64] {
        var layer = BatchNormLayer(
          configuration: plain.configuration,
          state: plain.state,
          settings: settings
        )
        var bits: [UInt64] = []
        for mode in [ForwardMode.evaluation, .training] {
          let pass = try layer.forward(input, mode: mode)
          let gradients = try pass.backward(
            gradOutput: plain.gradOutput,
            wants: [.input, .weight, .bias]
          )
          let tensors = [
            pass.output, layer.state.runningMean, layer.state.runningVar, gradients.input,
            gradients.weight, gradients.bias,
          ]
          for tensor in tensors.compactMap(\.self) {
            bits += (0..<tensor.count).map(tensor.bits(at:))
          }
        }
        return bits
      }
      #expect(try results(KernelSettings(kernels: choice)) == results(.specified), "\(special)")
    }
  }

  @Test("on a centre that later values reject, in every layout", arguments: kernels)
  func layouts(_ choice: KernelChoice) throws {
    let (samples, channels, inner) = (3, 5, 1100)
    var random = DrawnNumbers(seed: 9)
    var x = (0..<(samples * channels * inner)).map { _ in 10 + random.normal() }
    // The last value of one channel, beyond the first block, is of the other sign.
    x[((samples - 1) * channels + 2) * inner + inner - 1] = -3
    func forward(_ x: [Double], _ grid: ChannelGrid, stress: Double = 1) -> [Double] {
      var settings = KernelSettings(kernels: choice)
      settings.stress = stress
      var y = [Double](repeating: 0, count: x.count)
      x.withUnsafeBufferPointer { x in
        y.withUnsafeMutableBufferPointer { y in
          guard let x = x.baseAddress, let y = y.baseAddress else { return }
          _ = DoubleForward(eps: 1e-5, settings: settings).train(x, y, grid)
        }
      }
      return y
    }
    let grid = ChannelGrid(samples: samples, channels: channels, inner: inner)
    let plain = forward(x, grid)
    // Bounds so wide that exact numbers decide, for a part of the channels' values.
    #expect(forward(x, grid, stress: 0x1p30) == plain)
    func place(_ row: Int, _ channel: Int) -> Int {
      (row / inner * channels + channel) * inner + row % inner
    }
    let rows = samples * inner
    var last: [Double] = []
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
