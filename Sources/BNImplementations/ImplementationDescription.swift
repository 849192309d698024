// SPDX-License-Identifier: MIT

public import BNTensors

/// What an implementation says of itself.
public struct ImplementationDescription: Equatable, Codable, Sendable {
  /// The name, as given on the command line for built-in ones.
  public var name: String
  /// The version.
  public var version: String
  /// The language or system that it runs on.
  public var language: String
  /// The element types that it takes; nil is every one.
  public var types: [ElementType]?
  /// What it declares that it cannot do; such cases are not put to it.
  public var unsupported: [DeclaredLimit]?
  /// What it can do beyond what every implementation is asked for; see `CaseFeature.optional`.
  public var offers: [String]?
  /// How many of its processes may run at once; nil is one.
  public var parallel: Int?
  /// The memory layouts beside row-major order in which it takes inputs; nil is none.
  public var layouts: [InputLayout]?

  /// Creates a description.
  public init(
    name: String,
    version: String,
    language: String,
    types: [ElementType]? = nil,
    unsupported: [DeclaredLimit]? = nil,
    offers: [String]? = nil,
    parallel: Int? = nil,
    layouts: [InputLayout]? = nil
  ) {
    self.name = name
    self.version = version
    self.language = language
    self.types = types
    self.unsupported = unsupported
    self.offers = offers
    self.parallel = parallel
    self.layouts = layouts
  }
}

/// Something that an implementation declares it cannot do.
public struct DeclaredLimit: Equatable, Codable, Sendable {
  /// The feature, such as `double_backward`; see `CaseFeature`.
  public var feature: String
  /// Why not.
  public var reason: String?
  /// Where to read more.
  public var link: String?

  /// Creates a limit.
  public init(feature: String, reason: String? = nil, link: String? = nil) {
    self.feature = feature
    self.reason = reason
    self.link = link
  }
}
