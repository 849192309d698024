// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNTensors

extension CaseAnswer {
  /// Reads an answer; whatever an implementation could have said is taken, and judged later.
  init(_ attributes: AttributeTable, members: consuming MemberTable) throws(CaseFault) {
    let declared: [CaseAttribute] = [.unsupported, .errored].filter(attributes.has)
    guard declared.count < 2 else {
      throw CaseFault(problem: "is both unsupported and errored")
    }
    if attributes.has(.unsupportedLink), !attributes.has(.unsupported) {
      throw CaseFault(
        attribute: .unsupportedLink,
        "is there, but the case is not unsupported"
      )
    }
    if attributes.has(.unsupported) {
      self = .unsupported(
        reason: try attributes.text(.unsupported, oneLine: false),
        link: attributes.has(.unsupportedLink) ? try attributes.text(.unsupportedLink) : nil
      )
    } else if attributes.has(.errored) {
      self = .errored(message: try attributes.text(.errored, oneLine: false))
    } else {
      self = .ran(try Self.observations(&members))
    }
    try members.end()
  }

  private static func observations(
    _ members: inout MemberTable
  ) throws(CaseFault) -> [StepObservation] {
    var observations: [StepObservation] = []
    for name in members.remaining {
      guard case .step(let index, let member) = name else { continue }
      while observations.count <= index { observations.append(StepObservation()) }
      guard case .actual(let tensor) = member else { continue }
      observations[index].tensors[tensor] = try members.tensor(name)
    }
    for index in observations.indices {
      observations[index].error = try error(at: index, &members)
    }
    return observations
  }

  /// An error without a kind, or of a kind that is none of ours, is one that nobody classified.
  private static func error(
    at index: Int,
    _ members: inout MemberTable
  ) throws(CaseFault) -> ObservedError? {
    let kind = try members.text(.step(index, .actualError))
    let message = try members.text(.step(index, .actualMessage))
    guard kind != nil || message != nil else { return nil }
    let known = kind.flatMap(ErrorKind.init(rawValue:))
    let unknown = known == nil ? kind : nil
    return ObservedError(
      kind: known,
      message: [unknown, message].compactMap(\.self).joined(separator: ": ")
    )
  }
}
