// SPDX-License-Identifier: MIT

package import BNGoldenCases
internal import BNTensors
internal import BatchNorm

extension LargeCase {
  /// The request, with the tensors that the rule gives.
  ///
  /// With u the upper 24 bits of word k mod 4 of Philox4x32-10 at counter ⌊k/4⌋ (key 1 for the input, 2 for
  /// grad_output), element k of channel c is
  /// ```
  /// x = (u − 2^23)·2^-22·2^(c mod 5 − 2) + (c mod 9 − 4)/2        g = (u − 2^23)·2^-23
  /// ```
  /// rounded once to the type; the last element of each channel is x = √n·2^(c mod 5 − 2) and g = √n/2, rounded
  /// likewise. γ = 3·(c mod 7 − 3)/8, or 3/2 where that is 0; β = (c mod 5 − 2)/4; the running statistics are
  /// (c mod 3 − 1)/2 and (c mod 4 + 1)/2.
  ///
  /// - Throws: ``CaseIDError`` if the id is none.
  package func request() throws -> CaseRequest {
    var request = CaseRequest(
      id: try CaseID(id),
      configuration: configuration,
      initialState: state,
      steps: []
    )
    let input = try tensor(key: 1) { integer, channel in
      integer * 0x1p-22 * Self.deviation(channel) + 0.5 * Double(channel % 9 - 4)
    } last: { root, channel in
      root * Self.deviation(channel)
    }
    let mode: ForwardMode = program == .evaluation ? .evaluation : .training
    request.steps.append(.forward(mode: mode, input: input))
    if program == .backward {
      let gradient = try tensor(key: 2) { integer, _ in
        integer * 0x1p-23
      } last: { root, _ in
        root / 2
      }
      request.steps.append(
        .backward(of: 0, gradOutput: gradient, wants: FirstOrderGradient.allCases)
      )
    }
    return request
  }

  private static func deviation(_ channel: Int) -> Double {
    Double(sign: .plus, exponent: channel % 5 - 2, significand: 1)
  }

  private var state: LayerState {
    let channels = 0..<shape.dimensions[1]
    func vector(_ value: (Int) -> Double) -> Tensor {
      Tensor(vector: TensorStorage(parameterType, rounding: channels.map(value)))
    }
    return LayerState(
      weight: vector { $0 % 7 == 3 ? 1.5 : 0.375 * Double($0 % 7 - 3) },
      bias: vector { 0.25 * Double($0 % 5 - 2) },
      runningMean: vector { 0.5 * Double($0 % 3 - 1) },
      runningVar: vector { 0.5 * Double($0 % 4 + 1) },
      numBatchesTracked: 0
    )
  }

  private func tensor(
    key: UInt64,
    _ value: (_ integer: Double, _ channel: Int) -> Double,
    last: (_ root: Double, _ channel: Int) -> Double
  ) throws -> Tensor {
    let (channels, inner) = (shape.dimensions[1], shape.channelStride)
    let generator = Philox4x32(key: key)
    var values = [Double](repeating: 0, count: shape.count)
    var words = SIMD4<UInt32>()
    for index in values.indices {
      if index & 3 == 0 { words = generator.words(at: UInt64(index) >> 2) }
      let integer = Double(Int32(words[index & 3] >> 8) &- 1 << 23)
      values[index] = value(integer, index / inner % channels)
    }
    let root = Double(valuesPerChannel).squareRoot()
    for channel in 0..<channels {
      values[shape.count - (channels - channel - 1) * inner - 1] = last(root, channel)
    }
    return try Tensor(shape: shape, storage: TensorStorage(inputType, rounding: values))
  }
}
