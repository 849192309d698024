// SPDX-License-Identifier: MIT

package import BNGoldenCases

/// In which forms the cases of a run are put.
package enum PresentationMode: Equatable, Sendable {
  /// Each in its own.
  case native
  /// Each in its own if the implementation takes that, else in the first one that it takes.
  case needed
  /// Each in its own and in every other one that the implementation takes.
  case all
  /// Each in this one, if it is not about ranks and kinds themselves.
  case only(Presentation)
}

extension PresentationMode: RawRepresentable, Codable {
  /// Reads the word of the command line.
  package init?(rawValue: String) {
    switch rawValue {
    case "native": self = .native
    case "needed": self = .needed
    case "all": self = .all
    default:
      guard let form = Presentation(rawValue: rawValue) else { return nil }
      self = .only(form)
    }
  }

  /// The word on the command line.
  package var rawValue: String {
    switch self {
    case .native: "native"
    case .needed: "needed"
    case .all: "all"
    case .only(let form): form.rawValue
    }
  }

  /// The words that there are.
  package static let words =
    ["native", "needed", "all"] + Presentation.allCases.map(\.rawValue)
}
