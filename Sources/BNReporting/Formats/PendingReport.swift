// SPDX-License-Identifier: MIT

package import BNGoldenCases
package import BNRunFile

/// A report whose file is held ready from before the run.
package struct PendingReport {
  private let request: ReportRequest
  private let file: OutputFile

  /// Prepares the file.
  ///
  /// - Throws: ``OutputFileError`` if a file of that name cannot be made in that folder.
  package init(_ request: ReportRequest) throws(OutputFileError) {
    self.request = request
    file = try OutputFile(path: request.path)
  }

  /// Writes the report and gives the file its name.
  ///
  /// - Throws: ``OutputFileError`` if the system refuses; `EncodingError` if the run cannot be encoded.
  package func write(_ runs: [RunFile]) throws {
    try file.write(try request.format.bytes(of: runs, path: request.path))
  }
}
