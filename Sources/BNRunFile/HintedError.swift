// SPDX-License-Identifier: MIT

internal import BNGoldenCases

/// An error that may know what to do about it.
package protocol HintedError: Error {
  /// What to do about it, if there is something to say.
  var hint: String? { get }
}

extension GoldenFormatError: HintedError {}
extension OutputFileError: HintedError {}
extension RunProblem: HintedError {}
