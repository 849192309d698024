// SPDX-License-Identifier: MIT

import BNGoldenCases
import BNTensors
import BatchNorm
import Testing

@testable import BNDiagnosis
@testable import BNVerdicts

@Suite("Signs of what wrong numbers are instead")
struct SignReaderTests {
  /// The signs of a run of committed cases in which a tensor is replaced, after the specification in all else.
  private func signs(
    _ name: TensorName,
    in feature: String,
    _ replaced: (GoldenCase, Int, Tensor) -> [Double]?
  ) throws -> [String] {
    var diagnosis = RunDiagnosis(faults: [])
    for golden in try CommittedCases.feature(feature)
    where golden.request.configuration.inputType == .float32 {
      let observations = golden.expectations.enumerated().map { step, expectation in
        var tensors = expectation.tensors.filter { !$0.key.isAdvisory }
        if let tensor = tensors[name], let values = replaced(golden, step, tensor) {
          tensors[name] = try? Tensor(
            shape: tensor.shape,
            storage: TensorStorage(tensor.elementType, rounding: values)
          )
        }
        let error = expectation.error.map { ObservedError(kind: $0, message: "") }
        return StepObservation(error: error, tensors: tensors)
      }
      let outcome = CaseJudge(.run(nil))
        .outcome(of: golden, answer: .ran(observations), milliseconds: 0)
      diagnosis.take(golden, .ran(observations), outcome)
    }
    return diagnosis.findings().values.flatMap(\.signs)
  }

  /// How many of the signs are a text.
  private func share(_ text: String, of signs: [String]) -> Double {
    Double(signs.count { $0 == text }) / Double(max(signs.count, 1))
  }

  @Test("of an output that has the statistics of a neighbour")
  func neighbour() throws {
    let found = try signs(.output, in: "shapes") { golden, step, tensor in
      guard case .forward(.training, let input) = golden.request.steps[step],
        let mean = golden.expectations[step].tensors[.batchMean],
        let variance = golden.expectations[step].tensors[.batchVar], mean.count > 2
      else { return nil }
      let state = golden.request.initialState
      return (0..<tensor.count).map { offset in
        let channel = input.shape.channel(ofOffset: offset)
        let other = (channel + mean.count - 1) % mean.count
        let root = (variance.double(at: other) + golden.request.configuration.eps).squareRoot()
        let normalized = (input.double(at: offset) - mean.double(at: other)) / root
        return (state.weight?.double(at: channel) ?? 1) * normalized
          + (state.bias?.double(at: channel) ?? 0)
      }
    }
    #expect(!found.isEmpty)
    #expect(share("output has the statistics of channel c − 1", of: found) > 0.5, "\(found)")
  }

  @Test("of channels that are copied through, and of an x̂ that is cut off")
  func copies() throws {
    let copied = try signs(.output, in: "shapes") { golden, step, tensor in
      guard case .forward(_, let input) = golden.request.steps[step] else { return nil }
      return input.doubles
    }
    #expect(share("output is the input", of: copied) > 0.4, "\(copied)")
    let cut = try signs(.output, in: "shapes") { golden, step, tensor in
      let state = golden.request.initialState
      guard case .forward(_, let input) = golden.request.steps[step] else { return nil }
      return (0..<tensor.count).map { offset in
        let channel = input.shape.channel(ofOffset: offset)
        let weight = state.weight?.double(at: channel) ?? 1
        let bias = state.bias?.double(at: channel) ?? 0
        guard weight != 0 else { return tensor.double(at: offset) }
        return min(max((tensor.double(at: offset) - bias) / weight, -1), 1) * weight + bias
      }
    }
    #expect(share("output x̂ is cut off at ±1", of: cut) > 0.4, "\(cut)")
  }

  @Test("of a grad_weight whose sum begins at the second value")
  func firstTerm() throws {
    let found = try signs(.gradWeight, in: "backward") { golden, step, tensor in
      guard case .backward(let origin, let gradient, _) = golden.request.steps[step],
        case .forward(.training, let input) = golden.request.steps[origin],
        let mean = golden.expectations[origin].tensors[.batchMean],
        let variance = golden.expectations[origin].tensors[.batchVar]
      else { return nil }
      return (0..<tensor.count).map { channel in
        let offset = channel * input.shape.channelStride
        let root = (variance.double(at: channel) + golden.request.configuration.eps).squareRoot()
        let normalized = (input.double(at: offset) - mean.double(at: channel)) / root
        return tensor.double(at: channel) - gradient.double(at: offset) * normalized
      }
    }
    let text = "grad_weight the sum leaves out the first value of each channel"
    #expect(share(text, of: found) > 0.5, "\(found)")
  }

  @Test("of a grad_input in which the mean counts twice")
  func mean() throws {
    let found = try signs(.gradInput, in: "backward") { golden, step, tensor in
      guard case .backward(let origin, let gradient, _) = golden.request.steps[step],
        case .forward(.training, let input) = golden.request.steps[origin],
        let variance = golden.expectations[origin].tensors[.batchVar]
      else { return nil }
      let n = Double(input.shape.valuesPerChannel)
      var sums = [Double](repeating: 0, count: variance.count)
      for offset in 0..<tensor.count {
        sums[input.shape.channel(ofOffset: offset)] += gradient.double(at: offset)
      }
      return (0..<tensor.count).map { offset in
        let channel = input.shape.channel(ofOffset: offset)
        let root = (variance.double(at: channel) + golden.request.configuration.eps).squareRoot()
        let weight = golden.request.initialState.weight?.double(at: channel) ?? 1
        return tensor.double(at: offset) - weight / root * sums[channel] / n
      }
    }
    #expect(share("grad_input the mean of grad_output counts 2 times", of: found) > 0.5, "\(found)")
  }

  @Test("are none where numbers are wrong at random")
  func random() throws {
    let found = try signs(.output, in: "shapes") { _, _, tensor in
      tensor.doubles.enumerated().map { $0.element + Double(($0.offset * 7919) % 13) / 3 }
    }
    #expect(found == [])
  }
}
