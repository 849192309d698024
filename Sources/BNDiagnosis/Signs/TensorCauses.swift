// SPDX-License-Identifier: MIT

internal import BNFaults
internal import BNGoldenCases
internal import BNTensors
internal import BNVerdicts

/// Known faults that give one of several wrong tensors by itself.
///
/// Where another mistake is at work in the same cases, no fault gives whole answers; a tensor that the other mistake
/// leaves alone still shows it.
struct TensorCauses {
  /// The fault that gives a tensor in nearly all cases in which it is wrong, by the tensor's name.
  private var causes: [String: Fault] = [:]

  /// Tries the faults on the answers that have no cause.
  init(_ open: [CaseBench], faults: [Fault], limits: SearchLimits) {
    var groups: [String: [CaseBench]] = [:]
    for bench in open where bench.isSmall(limits) {
      for name in bench.rootTensors.keys { groups[name.rawValue, default: []].append(bench) }
    }
    let mistakes = faults.filter { $0.dialect == nil }
    for (name, benches) in groups where benches.count > 2 {
      let ordered = benches.sorted { ($0.size, $0.outcome.id) < ($1.size, $1.outcome.id) }
      let samples = [ordered[0], ordered[ordered.count / 2], ordered[ordered.count / 4]]
      let candidates = mistakes.filter { fault in samples.allSatisfy { $0.gives(fault, name) } }
      let counts = candidates.map { fault in (fault, benches.count { $0.gives(fault, name) }) }
      // Of faults that give as many, the most common one.
      let best = counts.max { ($0.1, $0.0.frequency) < ($1.1, $1.0.frequency) }
      if let best, 10 * best.1 >= 9 * benches.count { causes[name] = best.0 }
    }
  }

  /// What is to be said of the wrong tensors of an answer.
  func signs(of bench: CaseBench) -> [String] {
    bench.rootTensors.keys.map(\.rawValue).sorted().compactMap { name in
      guard let fault = causes[name], bench.gives(fault, name) else { return nil }
      return "\(name) alone is that of a BatchNorm which \(fault.summary) (fault:\(fault.name))"
    }
  }
}

extension CaseBench {
  /// The tensors whose numbers go wrong of themselves, each with the first step in which it does.
  fileprivate var rootTensors: [TensorName: Int] {
    var found: [TensorName: Int] = [:]
    for item in outcome.items where item.verdict == .failed && item.consequenceOf == nil {
      guard let name = TensorName(rawValue: item.name), found[name] == nil else { continue }
      found[name] = item.step
    }
    return found
  }

  /// Whether a fault gives a wrong tensor in every element.
  fileprivate func gives(_ fault: Fault, _ name: String) -> Bool {
    guard let name = TensorName(rawValue: name), let step = rootTensors[name],
      let actual = observations[step].tensors[name],
      let specified = golden.expectations[step].tensors[name], actual.shape == specified.shape
    else { return false }
    let errors = (0..<actual.count).map {
      (actual.double(at: $0) - specified.double(at: $0)).magnitude
    }
    let tolerance = 2e-3 * (errors.filter(\.isFinite).max() ?? 0)
    return fault.forms.contains { choices in
      var program = FloatingProgram(golden.request, choices: choices)
      guard case .ran(let given) = program.run(), given.indices.contains(step),
        let values = given[step].tensors[name], values.shape == actual.shape
      else { return false }
      return (0..<actual.count).allSatisfy { offset in
        let (a, b) = (actual.double(at: offset), values.double(at: offset))
        return a == b || (a.isNaN && b.isNaN) || (a - b).magnitude <= tolerance
      }
    }
  }
}
