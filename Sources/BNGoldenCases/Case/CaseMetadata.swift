// SPDX-License-Identifier: MIT

package import BNBounds

/// Why a case exists and how it counts.
public struct CaseMetadata: Equatable, Sendable {
  /// One line that says what the case is.
  public var title: String
  /// Why the case exists and what failing it means.
  public var rationale: String
  /// The rules that the case holds, R1 … R41.
  public var rules: [RuleID]
  /// Whether the case decides the exit code.
  public var level: CaseLevel
  /// Which part of the specification the case belongs to.
  public var profile: CaseProfile
  /// Free words to select by, such as `accumulation`.
  public var tags: [String]
  /// The upstream version that the case is bound to, if any.
  public var upstream: String?
  /// How the case's tensors are judged.
  package var tolerance: ToleranceMode
  /// The depth h of the certified bound.
  package var boundDepth: BoundDepth
  /// What makes the data hard, if the generator recorded it.
  public var difficulty: CaseDifficulty?

  package init(
    title: String,
    rationale: String,
    rules: [RuleID],
    level: CaseLevel,
    profile: CaseProfile,
    tags: [String] = [],
    upstream: String? = nil,
    tolerance: ToleranceMode = .certified,
    boundDepth: BoundDepth = .valuesPerChannel,
    difficulty: CaseDifficulty? = nil
  ) {
    self.title = title
    self.rationale = rationale
    self.rules = rules
    self.level = level
    self.profile = profile
    self.tags = tags
    self.upstream = upstream
    self.tolerance = tolerance
    self.boundDepth = boundDepth
    self.difficulty = difficulty
  }
}

/// A rule of the specification, R1 … R41.
public struct RuleID: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  /// The number behind the R.
  public let number: Int

  /// Creates a rule id from text such as `R23`, or nil if it is none.
  public init?(_ text: String) {
    guard text.utf8.first == UInt8(ascii: "R"), let number = Int(text.dropFirst()),
      (1...41).contains(number), text == "R\(number)"
    else { return nil }
    self.number = number
  }

  /// Orders rules by number.
  public static func < (left: RuleID, right: RuleID) -> Bool { left.number < right.number }

  /// The text, such as `R23`.
  public var description: String { "R\(number)" }
}

/// Whether a case decides the exit code.
public enum CaseLevel: String, CaseIterable, Codable, Sendable {
  /// Decides.
  case required
  /// Shown; decides under `--strict`.
  case recommended
  /// Shown, never decides.
  case informative
}

/// Which part of the specification a case belongs to.
public enum CaseProfile: String, CaseIterable, Codable, Sendable {
  /// What any BatchNorm can express.
  case math
  /// PyTorch's own policies as well.
  case torch

  /// The profile by which an implementation is judged unless somebody asks for another.
  public static let ofOthers = CaseProfile.math
}

/// What makes a case's data hard.
public struct CaseDifficulty: Equatable, Sendable {
  /// The largest number of values per channel.
  public var valuesPerChannel: Double
  /// The largest |mean|/standard deviation of a channel.
  public var offsetRatio: Double
  /// The largest (|γ·x̂|+|β|)/|y|.
  public var cancellation: Double

  /// Creates a record of the three figures.
  public init(valuesPerChannel: Double, offsetRatio: Double, cancellation: Double) {
    self.valuesPerChannel = valuesPerChannel
    self.offsetRatio = offsetRatio
    self.cancellation = cancellation
  }
}
