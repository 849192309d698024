// SPDX-License-Identifier: MIT

/// The answer to `start`.
struct WireDescription: Codable, Sendable {
  var version: Int
  var name: String?
  var implementationVersion: String?
  var language: String?
  var types: [String]?
  var unsupported: [WireUnsupportedFeature]?
  var offers: [String]?
  var parallel: Int?
  var layouts: [String]?
  var error: WireError?

  enum CodingKeys: String, CodingKey {
    case version = "protocol"
    case implementationVersion = "version"
    case name, language, types, unsupported, offers, parallel, layouts, error
  }
}

/// Something that an adapter declares it cannot do.
struct WireUnsupportedFeature: Codable, Equatable, Sendable {
  var feature: String
  var reason: String?
  var link: String?
}
