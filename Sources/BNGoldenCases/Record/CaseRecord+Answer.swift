// SPDX-License-Identifier: MIT

internal import BatchNorm

extension CaseRecord {
  /// Creates the record of a case in an answers file.
  ///
  /// An implementation's own texts are cut to the format's limit; whether an input was left as it was has no place
  /// in the format.
  init(_ id: CaseID, _ answer: CaseAnswer) {
    var attributes: [CaseAttribute: AttributeValue] = [.id: .text(id.text)]
    var members: [(MemberName, MemberValue)] = []
    switch answer {
    case .unsupported(let reason, let link):
      attributes[.unsupported] = .text(FormatText.cut(reason))
      attributes[.unsupportedLink] = link.map { .text(FormatText.cut($0)) }
    case .errored(let message): attributes[.errored] = .text(FormatText.cut(message))
    case .ran(let observations):
      for (index, observation) in observations.enumerated() {
        if let error = observation.error {
          if let kind = error.kind {
            members.append((.step(index, .actualError), .text(kind.rawValue)))
          }
          members.append((.step(index, .actualMessage), .text(FormatText.cut(error.message))))
        }
        for (name, tensor) in observation.tensors {
          members.append((.step(index, .actual(name)), .tensor(tensor)))
        }
      }
    }
    self.init(attributes: attributes, members: members)
  }
}
