// SPDX-License-Identifier: MIT

/// The stable name of a case: `<feature>/<what>/<type>`, and `@<form>` where it is put in another form.
///
/// Never reused for another meaning, so that known-deviation lists and run files stay valid.
public struct CaseID: Hashable, Sendable {
  /// The whole id.
  public let text: String
  /// The form in which the case is put; nil if it is its own.
  public let presentation: Presentation?

  /// The longest id, in bytes.
  public static let maximumLength = 120

  /// The first part: the feature, and the golden file's name.
  public var feature: String { String(text.prefix { $0 != "/" }) }

  /// Creates an id.
  ///
  /// - Throws: ``CaseIDError`` unless it has three parts of `a-z 0-9 - . _`, each beginning with a
  ///   letter or digit, in at most 120 bytes.
  public init(_ text: String) throws(CaseIDError) {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard text.utf8.count <= Self.maximumLength, parts.count == 3, parts.allSatisfy(Self.isPart)
    else { throw CaseIDError(text: text) }
    self.text = text
    presentation = nil
  }

  private init(_ golden: CaseID, _ presentation: Presentation) {
    text = "\(golden.text)@\(presentation.rawValue)"
    self.presentation = presentation
  }

  /// The id of the case when it is put in another form.
  package func presented(as presentation: Presentation) -> CaseID { CaseID(self, presentation) }

  /// The part of an id's text that names the golden case.
  package static func golden(_ text: String) -> String { String(text.prefix { $0 != "@" }) }

  private static func isPart(_ part: Substring.UTF8View.SubSequence) -> Bool {
    guard let first = part.first, isAlphanumeric(first) else { return false }
    return part.allSatisfy { isAlphanumeric($0) || "-._".utf8.contains($0) }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

extension CaseID: Comparable, CustomStringConvertible {
  /// Orders ids by their bytes.
  public static func < (left: CaseID, right: CaseID) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  /// The whole id.
  public var description: String { text }
}

/// A text that is not a case id.
public struct CaseIDError: Error, Equatable, CustomStringConvertible {
  /// The text refused.
  public let text: String

  /// One line for people.
  public var description: String {
    "\(text.prefix(140).debugDescription) is not a case id: expected <feature>/<what>/<type> of a-z 0-9 - . _"
  }
}
