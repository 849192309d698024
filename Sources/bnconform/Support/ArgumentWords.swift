// SPDX-License-Identifier: MIT

public import ArgumentParser
internal import Comparison
public import GoldenCases
internal import Reporting

extension CaseLevel: ExpressibleByArgument {}
extension CaseProfile: ExpressibleByArgument {}
extension ConsoleOptions.Show: ExpressibleByArgument {}

extension ReportRequest: ExpressibleByArgument {
  /// Reads `FORMAT=FILE`.
  public init?(argument: String) {
    guard let request = try? ReportRequest(argument) else { return nil }
    self = request
  }
}

extension ToleranceMode: ExpressibleByArgument {
  /// Reads the form that golden files use.
  public init?(argument: String) { self.init(argument) }
}
