// SPDX-License-Identifier: MIT

package import BatchNorm
internal import BNTensors

/// A layer, driven through the steps of one case.
package struct StepProgram<Layer: SteppedLayer> {
  /// The layer, and its copy once there is one.
  private var layers: [Layer]
  /// The one that goes on.
  private var current = 0
  private let request: CaseRequest
  private let isOwn: Bool
  private var forwards: [Int: (saved: Layer.SavedForward, layer: Int)] = [:]
  private var backwards: [Int: (forward: Int, gradOutput: Tensor)] = [:]

  /// The answer to a request, from a layer that is created for it.
  ///
  /// A layer of the harness's own gives no gradients that nobody asked for, unless that is its fault,
  /// and leaves its input alone where it refuses a step.
  package static func answer(
    _ request: CaseRequest,
    isOwn: Bool = false,
    creating create: (LayerConfiguration, LayerState) throws -> Layer
  ) -> CaseAnswer {
    do {
      let layer = try create(request.configuration, request.initialState)
      var program = StepProgram(layer: layer, request: request, isOwn: isOwn)
      return .ran(try program.run())
    } catch let unsupported as UnsupportedCase {
      return .unsupported(reason: unsupported.reason, link: unsupported.link)
    } catch {
      return .errored(message: "\(error)")
    }
  }

  private init(layer: Layer, request: CaseRequest, isOwn: Bool) {
    layers = [layer]
    self.request = request
    self.isOwn = isOwn
  }

  private mutating func run() throws -> [StepObservation] {
    var observations: [StepObservation] = []
    for (index, step) in request.steps.enumerated() {
      var observation = StepObservation()
      if isOwn, case .forward = step { observation.inputUnchanged = true }
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
      observation.tensors.merge(try layers[current].state.tensors) { produced, _ in produced }
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
      let result = try layers[current].forward(input, mode: mode)
      forwards[index] = (result.saved, current)
      observation.tensors = result.advisory
      observation.tensors[.output] = result.output
      observation.inputUnchanged = result.inputUnchanged
    case .backward(let origin, let gradOutput, let wants):
      guard let (saved, owner) = forwards[origin] else {
        throw CaseBreakdown(failedStep: origin)
      }
      backwards[index] = (origin, gradOutput)
      let gradients = try layers[owner].backward(saved, gradOutput: gradOutput, wants: wants)
      func wanted(_ name: FirstOrderGradient) -> Bool { isOwn || wants.contains(name) }
      observation.tensors[.gradInput] = wanted(.input) ? gradients.input : nil
      observation.tensors[.gradWeight] = wanted(.weight) ? gradients.weight : nil
      observation.tensors[.gradBias] = wanted(.bias) ? gradients.bias : nil
    case .doubleBackward(let origin, let incoming, let wants):
      guard let (forward, gradOutput) = backwards[origin], let (saved, owner) = forwards[forward]
      else { throw CaseBreakdown(failedStep: origin) }
      let gradients = try layers[owner].doubleBackward(
        saved,
        gradOutput: gradOutput,
        incoming: incoming,
        wants: wants
      )
      observation.tensors[.doubleGradOutput] =
        wants.contains(.gradOutput) ? gradients.gradOutput : nil
      observation.tensors[.doubleGradWeight] = wants.contains(.weight) ? gradients.weight : nil
      observation.tensors[.doubleGradInput] = wants.contains(.input) ? gradients.input : nil
    case .resetRunningStats: try layers[current].resetRunningStats()
    case .setTrackRunningStats(let flag): try layers[current].setTrackRunningStats(flag)
    case .loadState(let version, let state):
      try layers[current].loadState(state, version: version)
    case .setEps(let eps): try layers[current].setEps(eps)
    case .setMomentum(let momentum): try layers[current].setMomentum(momentum)
    case .setGradEnabled(let flag):
      for index in layers.indices { try layers[index].setGradEnabled(flag) }
    case .copy: try copy()
    case .switchCopy:
      guard layers.count == 2 else { throw CaseBreakdown("there is no copy to switch to") }
      current = 1 - current
    }
  }

  /// Puts a copy of the layer in the place of the other one, and goes on with it.
  private mutating func copy() throws {
    let copy = try layers[current].copied()
    current = 1 - current
    if layers.count == 2 {
      layers[current] = copy
    } else {
      layers.append(copy)
    }
  }
}

/// A case cannot go on.
package struct CaseBreakdown: Error, CustomStringConvertible {
  /// Why.
  package let description: String

  /// Creates the error that ends a case.
  package init(_ description: String) { self.description = description }

  fileprivate init(failedStep index: Int) {
    self.init("a step refers to step \(index), which failed")
  }
}
