// SPDX-License-Identifier: MIT

internal import BNGoldenCases

extension String {
  /// The most bytes of a message that are kept: errors, reasons.
  static let messageLimit = 4096
  /// The most bytes of a name, a version or a language that are kept.
  static let labelLimit = 200

  /// The text, or its beginning and its end if it is longer; the marker between them says what is left
  /// out.
  ///
  /// The end is kept because the last line of a traceback says the most.
  func cut(to limit: Int = messageLimit) -> String {
    let bytes = utf8
    guard bytes.count > limit else { return self }
    let half = limit / 2
    return String(decoding: bytes.prefix(half), as: UTF8.self)
      + " […\(bytes.count - 2 * half) bytes left out…] "
      + String(decoding: bytes.suffix(half), as: UTF8.self)
  }
}

extension CaseAnswer {
  /// The answer with every text that the implementation wrote cut to what is worth keeping.
  var cut: CaseAnswer {
    switch self {
    case .errored(let message): return .errored(message: message.cut())
    case .unsupported(let reason, let link):
      return .unsupported(reason: reason.cut(), link: link?.cut())
    case .ran(var observations):
      for index in observations.indices {
        if let error = observations[index].error {
          observations[index].error = ObservedError(kind: error.kind, message: error.message.cut())
        }
      }
      return .ran(observations)
    }
  }
}
