// SPDX-License-Identifier: MIT

internal import BNBounds
internal import BNFaults
internal import BNGoldenCases
internal import BNTensors
internal import BNVerdicts
internal import BatchNorm

/// One judged case on which hypotheses are tried: its answer beside that of a hypothesis.
///
/// What was tried is remembered. An element that failed most of all is looked at before the judge is
/// asked, since that turns down nearly every wrong hypothesis.
final class CaseBench {
  /// How well a hypothesis fits an answer.
  struct Fit {
    /// Whether it gives every element of every tensor, those that pass included, within the case's own
    /// allowance (``HypothesisAllowance`` for what departs).
    var reproduces = false
    /// The failing things that it gives, as places in ``CaseBench/failing``.
    var right: Set<Int> = []
    /// The failing things that it changes, whether or not to what was seen.
    var altered: Set<Int> = []
    /// Whether it changes a failing thing to something else than what was seen.
    var isDenied = false
    /// The number of the form that gives it.
    var form: Int?
  }

  /// A judged thing that failed, with the elements that were worst.
  struct FailingThing {
    let step: Int
    let name: String
    var probes: [Probe] = []
  }

  /// An element of a failing tensor.
  struct Probe {
    let tensor: TensorName
    let offset: Int
    let actual: Double
    let expected: Double
    let allowance: Double

    /// Whether a number may be the actual one.
    func admits(_ value: Double) -> Bool {
      if actual.isNaN || value.isNaN { return actual.isNaN && value.isNaN }
      if actual.isInfinite || value.isInfinite { return actual == value }
      let departure = (actual - expected).magnitude
      let size = departure.isFinite ? departure : actual.magnitude
      return (actual - value).magnitude <= 0.25 * size + 2 * allowance
    }

    /// Whether a number is not the expected one.
    func departs(_ value: Double) -> Bool {
      if value.isNaN != expected.isNaN { return true }
      return (value - expected).magnitude > 2 * allowance
    }
  }

  let golden: GoldenCase
  let outcome: CaseOutcome
  let failing: [FailingThing]
  let facets: CaseFacets
  /// The number of elements of all inputs.
  let size: Int
  let observations: [StepObservation]
  private let judge: CaseJudge
  private var fits: [String: Fit] = [:]
  private var agreements: [String: Bool] = [:]
  private var effectiveForms: [String: [Int]] = [:]

  init(_ golden: GoldenCase, _ observations: [StepObservation], _ outcome: CaseOutcome) {
    self.golden = golden
    self.observations = observations
    self.outcome = outcome
    judge = CaseJudge(.hypothesis())
    facets = CaseFacets(outcome)
    size = golden.request.steps.reduce(0) { $0 + $1.elements }
    failing = outcome.items.filter { $0.verdict.isFailure && !$0.isOfOtherLayout }
      .map { FailingThing($0, observations) }
  }

  /// Whether the answer failed.
  var isFailing: Bool { outcome.status == .failed || outcome.status == .wrongStructure }

  /// What fails in which kind of step, in which types: cases that look alike have one cause, as a rule.
  lazy var signature: String = {
    let configuration = golden.request.configuration
    let things = failing.map { "\($0.name)@\(golden.request.steps[$0.step].word)" }
    let types = "\(configuration.inputType) \(configuration.parameterType)"
    return Set(things).sorted().joined(separator: " ") + " " + types
  }()

  /// How well a hypothesis fits, in the best of its forms.
  func fit(_ hypothesis: Hypothesis) -> Fit {
    if let known = fits[hypothesis.name] { return known }
    var best = Fit()
    var isFirst = true
    for (number, choices) in effective(hypothesis).forms.enumerated() {
      var fit = fit(choices)
      fit.form = fit.reproduces ? number : nil
      let altered = best.altered.union(fit.altered)
      let isBetter =
        (fit.right.count, fit.isDenied ? 0 : 1) > (best.right.count, best.isDenied ? 0 : 1)
      if isFirst || fit.reproduces || isBetter { best = fit }
      best.altered = altered
      isFirst = false
      if fit.reproduces { break }
    }
    fits[hypothesis.name] = best
    return best
  }

  /// Several faults in those of their forms that change something here, each alone: others add nothing.
  private func effective(_ hypothesis: Hypothesis) -> Hypothesis {
    guard hypothesis.faults.count > 1 else { return hypothesis }
    return Hypothesis(hypothesis.faults.map { $0.keeping(forms: effectiveForms(of: $0)) })
  }

  private func effectiveForms(of fault: Fault) -> [Int] {
    guard fault.changes.count > 1 else { return [0] }
    if let known = effectiveForms[fault.name] { return known }
    let forms = fault.forms
    let found = forms.indices.filter { !fit(forms[$0]).altered.isEmpty }
    effectiveForms[fault.name] = found.isEmpty ? [0] : found
    return effectiveForms[fault.name] ?? [0]
  }

  /// Whether a passing answer agrees with a hypothesis: it leaves the case as specified, or gives
  /// this answer.
  func agrees(with hypothesis: Hypothesis) -> Bool {
    if let known = agreements[hypothesis.name] { return known }
    let agrees = hypothesis.forms.contains(where: agrees)
    agreements[hypothesis.name] = agrees
    return agrees
  }

  private func agrees(with choices: Choices) -> Bool {
    var program = FloatingProgram(golden.request, choices: choices)
    let answer = program.run()
    if isAsSpecified(answer) { return true }
    guard case .ran(let given) = answer else { return false }
    return verdict(against: given) == .passed
  }

  /// Whether the answer speaks against a fault in all of its forms: one that failed, by something that it changes to
  /// something else; one that passed, by something that it changes.
  func denies(_ fault: Fault) -> Bool {
    fault.forms.allSatisfy { isFailing ? fit($0).isDenied : !agrees(with: $0) }
  }

  /// Whether the hypothesis's own answer fails the case.
  func isFailed(by hypothesis: Hypothesis) -> Bool {
    hypothesis.forms.contains { choices in
      var program = FloatingProgram(golden.request, choices: choices)
      return !isAsSpecified(program.run())
    }
  }

  private func isAsSpecified(_ answer: CaseAnswer) -> Bool {
    let status = judge.outcome(of: golden, answer: answer, milliseconds: 0).status
    return status == .passed || status == .untrusted
  }

  private func fit(_ choices: Choices) -> Fit {
    var fit = Fit()
    var program = FloatingProgram(golden.request, choices: choices)
    guard case .ran(let given) = program.run(), given.count == observations.count else {
      return fit
    }
    for (index, thing) in failing.enumerated() {
      let step = given[thing.step]
      if thing.name == "error" {
        let expected = golden.expectations[thing.step].error
        if step.error?.kind != expected { fit.altered.insert(index) }
        if (step.error == nil) == (observations[thing.step].error == nil) {
          fit.right.insert(index)
        }
        continue
      }
      let values = thing.probes.map { probe in
        (probe, step.tensors[probe.tensor].flatMap { $0[checked: probe.offset] })
      }
      if values.contains(where: { probe, value in value.map(probe.departs) ?? true }) {
        fit.altered.insert(index)
      }
      if values.allSatisfy({ probe, value in value.map(probe.admits) ?? false }) {
        fit.right.insert(index)
      }
    }
    fit.isDenied = !fit.altered.isSubset(of: fit.right)
    guard fit.right.count == failing.count else { return fit }
    fit.reproduces = verdict(against: given) == .passed
    return fit
  }

  /// Stands for the kind of a refusal that nothing specifies.
  fileprivate static let refusal = ErrorKind.rankMismatch

  /// The verdict on the observations with the hypothesis's answer in place of the specified one.
  private func verdict(against given: [StepObservation]) -> OutcomeStatus? {
    guard given.count == observations.count, golden.expectations.count == observations.count else {
      return nil
    }
    // What the hypothesis says of the input is compared here: the judge takes a change as a failure.
    let sameInput = zip(given, observations).allSatisfy {
      ($0.inputUnchanged ?? true) == ($1.inputUnchanged ?? true)
    }
    guard sameInput else { return nil }
    let judge = CaseJudge(.hypothesis(specified: golden.expectations))
    let unmarked = observations.enumerated().map { index, observation in
      var copy = observation
      copy.inputUnchanged = true
      // A refusal where none is specified is the same whatever its kind is called.
      if golden.expectations[index].error == nil, given[index].error != nil {
        copy.error?.kind = Self.refusal
      }
      return copy
    }
    let expected = golden.expecting(given, where: observations)
    return judge.outcome(of: expected, answer: .ran(unmarked), milliseconds: 0).status
  }
}

extension CaseBench.FailingThing {
  init(_ item: JudgedItem, _ observations: [StepObservation]) {
    self.init(step: item.step, name: item.name)
    guard let name = TensorName(rawValue: item.name), let comparison = item.comparison,
      let shape = item.shape, let actual = observations[item.step].tensors[name]
    else { return }
    let worst = [comparison.worst].compactMap(\.self) + comparison.firstMismatches
    probes = worst.compactMap { element in
      guard let offset = shape.offset(of: element.index), let value = actual[checked: offset] else {
        return nil
      }
      let allowance = element.allowance.value
      return CaseBench.Probe(
        tensor: name,
        offset: offset,
        actual: value,
        expected: element.expected.value,
        allowance: allowance.isFinite ? allowance : 0
      )
    }
  }
}

extension JudgedItem {
  /// Whether it was judged with the input in another memory layout.
  fileprivate var isOfOtherLayout: Bool { name.hasSuffix(")") }
}

extension Shape {
  /// The row-major offset of a multi-index; nil if the shape has no such element.
  fileprivate func offset(of index: [Int]) -> Int? {
    guard index.count == rank else { return nil }
    var offset = 0
    for (place, size) in zip(index, dimensions) {
      guard (0..<size).contains(place) else { return nil }
      offset = offset * size + place
    }
    return offset
  }
}

extension Tensor {
  /// The number at an offset; nil beyond the end.
  fileprivate subscript(checked offset: Int) -> Double? {
    (0..<count).contains(offset) ? double(at: offset) : nil
  }
}

extension Step {
  /// The number of elements of its input.
  fileprivate var elements: Int {
    switch self {
    case .forward(_, let input): input.count
    case .backward(_, let gradient, _): gradient.count
    case .doubleBackward(_, let incoming, _): incoming.gradGradInput?.count ?? 0
    default: 0
    }
  }

  /// What kind of step it is.
  fileprivate var word: String {
    switch self {
    case .forward(let mode, _): mode == .training ? "training" : "evaluation"
    case .backward: "backward"
    case .doubleBackward: "double_backward"
    case .resetRunningStats: "reset"
    case .setTrackRunningStats: "set_tracking"
    case .loadState: "load"
    case .setEps: "set_eps"
    case .setMomentum: "set_momentum"
    case .setGradEnabled: "set_grad_enabled"
    case .copy, .switchCopy: "copy"
    }
  }
}

extension GoldenCase {
  /// The case with a hypothesis's answer in place of the specified values.
  ///
  /// Tensors that neither the case expects nor the answer holds are left out.
  fileprivate func expecting(
    _ hypothesis: [StepObservation],
    where observations: [StepObservation]
  ) -> GoldenCase {
    var copy = self
    for index in expectations.indices {
      let asked = Set(expectations[index].tensors.keys).union(observations[index].tensors.keys)
      var tensors = hypothesis[index].tensors.filter { asked.contains($0.key) }
      for (name, tensor) in expectations[index].tensors where name.isAdvisory {
        tensors[name] = tensor
      }
      var error = hypothesis[index].error?.kind
      if hypothesis[index].error != nil, expectations[index].error == nil {
        error = CaseBench.refusal
      }
      copy.expectations[index] = StepExpectation(error: error, tensors: tensors)
    }
    return copy
  }
}
