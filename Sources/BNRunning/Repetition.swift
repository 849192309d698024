// SPDX-License-Identifier: MIT

internal import BNRunFile
package import BNGoldenCases
internal import BNTensors

extension RunPlan {
  /// Whether a case is put twice: all of them if that was asked for, else a small set that shows much.
  func asksAgain(_ golden: GoldenCase) -> Bool {
    guard case .implementation = respondent else { return false }
    return settings.repeats == true || golden.metadata.tags.contains("smoke")
  }
}

extension CaseAnswer {
  /// Whether two answers have the same tensors with the same bits, and errors of the same kinds.
  package func hasSameBits(as other: CaseAnswer) -> Bool {
    guard case .ran(let first) = self, case .ran(let second) = other, first.count == second.count
    else { return self == other }
    return zip(first, second).allSatisfy { first, second in
      first.error?.kind == second.error?.kind && (first.error == nil) == (second.error == nil)
        && first.tensors.count == second.tensors.count
        && first.tensors.allSatisfy { name, tensor in
          guard let twin = second.tensors[name] else { return false }
          return tensor.shape == twin.shape && tensor.storage.hasSameBits(as: twin.storage)
        }
    }
  }
}
