// SPDX-License-Identifier: MIT

internal import BatchNorm
package import BNBounds
package import BNGoldenCases
package import BNTensors

/// What a pending golden file changes of the accepted one, case by case.
package struct GoldenReview: Equatable, Sendable {
  /// A tensor that expects something else now.
  package struct TensorChange: Equatable, Sendable {
    /// The step.
    package let step: Int
    /// The tensor's name.
    package let name: String
    /// The old values (as expected) beside the new ones (as actual); nil if shape or type changed.
    package var comparison: TensorComparison? = nil
    /// The type of the new values.
    package var elementType: ElementType? = nil
    /// What else changed, in words.
    package var note: String? = nil

    /// How much it is, relative to the value; a changed shape outweighs every number.
    package var size: Double { comparison?.maxRelative.value ?? .infinity }
  }

  /// A case in both files that is not the same.
  package struct CaseChange: Equatable, Sendable {
    /// The case.
    package let id: String
    /// Whether the request or the description changed: then its values were to change, too.
    package let parts: [String]
    /// The tensors, the largest change first.
    package let tensors: [TensorChange]

    /// The size of its largest change.
    package var size: Double { tensors.first?.size ?? 0 }
  }

  /// Cases that only the pending file has.
  package let added: [String]
  /// Cases that only the accepted file has.
  package let removed: [String]
  /// Cases of both, the largest change first.
  package let changed: [CaseChange]
  /// How many cases are the same.
  package let unchanged: Int

  /// Compares the cases of two files.
  package init(accepted: [GoldenCase], pending: [GoldenCase]) {
    let old = Dictionary(accepted.map { ($0.id, $0) }) { first, _ in first }
    let new = Dictionary(pending.map { ($0.id, $0) }) { first, _ in first }
    added = new.keys.filter { old[$0] == nil }.sorted().map(\.text)
    removed = old.keys.filter { new[$0] == nil }.sorted().map(\.text)
    let common = old.keys.filter { new[$0] != nil }.sorted()
    changed = common.compactMap { id in
      guard let before = old[id], let after = new[id] else { return nil }
      return Self.change(before, after)
    }.sorted { ($1.size, $0.id) < ($0.size, $1.id) }
    unchanged = common.count - changed.count
  }

  private static func change(_ before: GoldenCase, _ after: GoldenCase) -> CaseChange? {
    // Digests, because an eps of NaN is not equal to itself.
    let digest = ContentDigest(cases: [after])
    guard ContentDigest(cases: [before]) != digest else { return nil }
    var parts: [String] = []
    var sameRequest = after
    sameRequest.request = before.request
    if ContentDigest(cases: [sameRequest]) != digest { parts.append("request") }
    if before.metadata != after.metadata { parts.append("description") }
    var tensors: [TensorChange] = []
    for step in 0..<max(before.expectations.count, after.expectations.count) {
      let old = before.expectations.indices.contains(step) ? before.expectations[step] : nil
      let new = after.expectations.indices.contains(step) ? after.expectations[step] : nil
      if old?.error != new?.error {
        let texts = [old?.error, new?.error].map { $0?.rawValue ?? "none" }
        tensors.append(
          TensorChange(step: step, name: "error", note: "\(texts[0]) → \(texts[1])")
        )
      }
      let names = Set(old.map { Array($0.tensors.keys) } ?? [])
        .union(new.map { Array($0.tensors.keys) } ?? [])
      tensors += names.sorted { $0.rawValue < $1.rawValue }.compactMap { name in
        change(step, name, old?.tensors[name], new?.tensors[name])
      }
    }
    tensors.sort { ($1.size, $0.step, $0.name) < ($0.size, $1.step, $1.name) }
    return CaseChange(id: after.id.text, parts: parts, tensors: tensors)
  }

  private static func change(
    _ step: Int,
    _ name: TensorName,
    _ old: Tensor?,
    _ new: Tensor?
  ) -> TensorChange? {
    guard let old, let new else {
      let note = new == nil ? "no longer expected" : "newly expected"
      return TensorChange(step: step, name: name.rawValue, note: note)
    }
    guard let comparison = TensorComparison(actual: new, expected: old, allowance: .exact) else {
      let note = "\(old.elementType) \(old.shape) → \(new.elementType) \(new.shape)"
      return TensorChange(step: step, name: name.rawValue, note: note)
    }
    guard !old.storage.hasSameBits(as: new.storage) else { return nil }
    return TensorChange(
      step: step,
      name: name.rawValue,
      comparison: comparison,
      elementType: new.elementType
    )
  }
}
