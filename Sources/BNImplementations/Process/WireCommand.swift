// SPDX-License-Identifier: MIT

/// A message to an adapter: one JSON object in one line.
enum WireCommand: Codable, Sendable {
  /// Asks who is there; the folder is where large tensors travel as files.
  case start(folder: String)
  /// Asks for a case.
  case run(sequence: Int, WireCase)
  /// Tells the adapter to end.
  case stop

  private enum CodingKeys: String, CodingKey {
    case command = "cmd"
    case version = "protocol"
    case folder, sequence = "seq"
    case testCase = "case"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .start(let folder):
      try container.encode("start", forKey: .command)
      try container.encode(AdapterProtocol.version, forKey: .version)
      try container.encode(folder, forKey: .folder)
    case .run(let sequence, let testCase):
      try container.encode("run", forKey: .command)
      try container.encode(sequence, forKey: .sequence)
      try container.encode(testCase, forKey: .testCase)
    case .stop: try container.encode("stop", forKey: .command)
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(String.self, forKey: .command) {
    case "start":
      let version = try container.decode(Int.self, forKey: .version)
      guard version == AdapterProtocol.version else {
        throw AdapterFailure(.wrongVersion(version))
      }
      self = .start(folder: try container.decode(String.self, forKey: .folder))
    case "run":
      self = .run(
        sequence: try container.decode(Int.self, forKey: .sequence),
        try container.decode(WireCase.self, forKey: .testCase)
      )
    case "stop": self = .stop
    case let other:
      throw AdapterFailure(.malformed("no command is called \(other.debugDescription)"))
    }
  }
}
