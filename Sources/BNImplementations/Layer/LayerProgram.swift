// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNGoldenCases
internal import BNTensors

/// A layer under test, driven through the steps of one case.
struct LayerProgram<Layer: SteppedLayer> {
  private var layer: Layer
  private let request: CaseRequest
  private var forwards: [Int: Layer.SavedForward] = [:]
  private var backwards: [Int: (saved: Layer.SavedForward, gradOutput: Tensor)] = [:]

  /// The answer to a request, from a layer that is created for it.
  static func answer(
    _ request: CaseRequest,
    creating create: (LayerConfiguration, LayerState) throws -> Layer
  ) -> CaseAnswer {
    do {
      let layer = try create(request.configuration, request.initialState)
      var program = LayerProgram(layer: layer, request: request)
      return .ran(try program.run())
    } catch let unsupported as UnsupportedCase {
      return .unsupported(reason: unsupported.reason, link: unsupported.link)
    } catch {
      return .errored(message: "\(error)")
    }
  }

  private init(layer: Layer, request: CaseRequest) {
    self.layer = layer
    self.request = request
  }

  private mutating func run() throws -> [StepObservation] {
    var observations: [StepObservation] = []
    for (index, step) in request.steps.enumerated() {
      var observation = StepObservation()
      do {
        try perform(step, at: index, &observation)
      } catch let kind as ErrorKind {
        observation.error = ObservedError(kind: kind, message: kind.rawValue)
      } catch let refusal as LayerRefusal {
        observation.error = ObservedError(kind: refusal.kind, message: refusal.description)
      } catch let breakdown as CaseBreakdown {
        throw breakdown
      } catch let unsupported as UnsupportedCase {
        throw unsupported
      } catch {
        observation.error = ObservedError(kind: nil, message: "\(error)")
      }
      let state = try layer.state
      for key in StateTensor.allCases {
        if let tensor = key.tensor(of: state) { observation.tensors[key.name] = tensor }
      }
      observations.append(observation)
    }
    return observations
  }

  private mutating func perform(
    _ step: Step,
    at index: Int,
    _ observation: inout StepObservation
  ) throws {
    switch step {
    case .forward(let mode, let input):
      let result = try layer.forward(input, mode: mode)
      forwards[index] = result.saved
      observation.tensors[.output] = result.output
      observation.inputUnchanged = result.inputUnchanged
    case .backward(let origin, let gradOutput, let wants):
      guard let saved = forwards[origin] else { throw CaseBreakdown(failedStep: origin) }
      backwards[index] = (saved, gradOutput)
      let gradients = try layer.backward(saved, gradOutput: gradOutput, wants: wants)
      observation.tensors[.gradInput] = wants.contains(.input) ? gradients.input : nil
      observation.tensors[.gradWeight] = wants.contains(.weight) ? gradients.weight : nil
      observation.tensors[.gradBias] = wants.contains(.bias) ? gradients.bias : nil
    case .doubleBackward(let origin, let incoming, let wants):
      guard let (saved, gradOutput) = backwards[origin] else {
        throw CaseBreakdown(failedStep: origin)
      }
      let gradients = try layer.doubleBackward(
        saved,
        gradOutput: gradOutput,
        incoming: incoming,
        wants: wants
      )
      observation.tensors[.doubleGradOutput] =
        wants.contains(.gradOutput) ? gradients.gradOutput : nil
      observation.tensors[.doubleGradWeight] = wants.contains(.weight) ? gradients.weight : nil
      observation.tensors[.doubleGradInput] = wants.contains(.input) ? gradients.input : nil
    case .resetRunningStats: try layer.resetRunningStats()
    case .setTrackRunningStats(let flag): try layer.setTrackRunningStats(flag)
    case .loadState(let version, let state): try layer.loadState(state, version: version)
    }
  }
}

/// A case cannot go on.
struct CaseBreakdown: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  init(failedStep index: Int) { self.init("a step refers to step \(index), which failed") }
}

/// A tensor of a layer's state, with its name among a step's results.
private enum StateTensor: CaseIterable {
  case weight, bias, runningMean, runningVar, numBatchesTracked

  var name: TensorName {
    switch self {
    case .weight: .weight
    case .bias: .bias
    case .runningMean: .runningMean
    case .runningVar: .runningVar
    case .numBatchesTracked: .numBatchesTracked
    }
  }

  func tensor(of state: LayerState) -> Tensor? {
    switch self {
    case .weight: state.weight
    case .bias: state.bias
    case .runningMean: state.runningMean
    case .runningVar: state.runningVar
    case .numBatchesTracked: state.numBatchesTracked.map(Tensor.init(scalar:))
    }
  }
}
