// SPDX-License-Identifier: MIT

internal import BNRunFile

/// Runs of several implementations side by side.
package struct ImplementationMatrix: Equatable, Codable, Sendable {
  /// A row an implementation, in the order of their names.
  package var rows: [MatrixRow]

  /// Creates a matrix.
  package init(_ rows: [MatrixRow]) {
    self.rows = rows.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The matrix as JSON, a line.
  ///
  /// - Throws: `EncodingError` if a row holds a number that is not finite.
  package func json() throws -> [UInt8] { try JSONLine().encode(self) }
}
