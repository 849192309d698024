// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNTensors

extension GoldenCase {
  /// The forms, other than its own, in which the case can be put; none if it is about ranks and kinds
  /// themselves.
  package var otherForms: [Presentation] {
    guard isFoldable else { return [] }
    let kind = request.configuration.kind
    let shapes = request.steps.compactMap { step in
      if case .forward(_, let input) = step { input.shape } else { nil }
    }
    return Presentation.allCases.filter { form in
      // SyncBatchNorm alone refuses inputs without channels (R7), and asserts that a layer which tracks has
      // a counter.
      let isRefused = shapes.contains { $0.channels == 0 } || tracksWithoutCounter
      guard form != .anyDimensional || !isRefused else { return false }
      return form.kind != kind
        || shapes.contains { shape in form.rank.map { shape.rank != $0 } ?? false }
    }
  }

  /// The case in another form, with the same expected bits; nil if it cannot be put in that form.
  package func presented(as presentation: Presentation) -> GoldenCase? {
    otherForms.contains(presentation) ? try? folded(by: presentation) : nil
  }

  /// Whether the case says the same of every form: its inputs have ranks that its kind takes, and no
  /// step fails because of a rank, of channels that are none, or of a gradient of another shape.
  private var isFoldable: Bool {
    let refused = expectations.contains { $0.error == .rankMismatch || $0.error == .noChannels }
    return !refused
      && request.steps.allSatisfy { step in
        switch step {
        case .forward(_, let input): request.configuration.kind.accepts(rank: input.shape.rank)
        case .backward(let origin, let gradient, _): gradient.shape == shape(ofForward: origin)
        case .doubleBackward(let origin, let incoming, _):
          incoming.gradGradInput.map { $0.shape == shape(ofBackward: origin) } ?? true
        default: true
        }
      }
  }

  /// Whether statistics are tracked, at first or later, in a layer that has no counter.
  private var tracksWithoutCounter: Bool {
    guard request.initialState.numBatchesTracked == nil else { return false }
    return request.configuration.trackRunningStats
      || request.steps.contains(.setTrackRunningStats(true))
  }

  private func shape(ofForward index: Int) -> Shape? {
    guard case .forward(_, let input) = request.steps[index] else { return nil }
    return input.shape
  }

  private func shape(ofBackward index: Int) -> Shape? {
    guard case .backward(let origin, _, _) = request.steps[index] else { return nil }
    return shape(ofForward: origin)
  }

  private func folded(by presentation: Presentation) throws -> GoldenCase {
    var folded = self
    folded.request.id = id.presented(as: presentation)
    folded.request.configuration.kind = presentation.kind
    folded.request.steps = try request.steps.map { try $0.folded(by: presentation) }
    for index in expectations.indices {
      for (name, tensor) in expectations[index].tensors where name.hasInputShape {
        folded.expectations[index].tensors[name] = try presentation.folded(tensor)
      }
    }
    return folded
  }
}

extension Step {
  fileprivate func folded(by presentation: Presentation) throws -> Step {
    switch self {
    case .forward(let mode, let input):
      return .forward(mode: mode, input: try presentation.folded(input))
    case .backward(let origin, let gradient, let wants):
      let folded = try presentation.folded(gradient)
      return .backward(of: origin, gradOutput: folded, wants: wants)
    case .doubleBackward(let origin, var incoming, let wants):
      incoming.gradGradInput = try incoming.gradGradInput.map(presentation.folded)
      return .doubleBackward(of: origin, incoming: incoming, wants: wants)
    default: return self
    }
  }
}

extension TensorName {
  /// Whether the tensor has the shape of the step's input.
  fileprivate var hasInputShape: Bool {
    switch self {
    case .output, .gradInput, .doubleGradOutput, .doubleGradInput: true
    default: false
    }
  }
}
