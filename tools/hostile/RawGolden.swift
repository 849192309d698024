// SPDX-License-Identifier: MIT

import CBNHDF5

/// A small valid golden file, written by bare calls of the library so that every part can be spoiled.
///
/// The old object headers have no checksums, so that single bytes can be patched, too.
struct RawGolden {
  /// What stands in the root besides its usual attributes.
  var root: (hid_t) -> Void = { _ in }
  /// What is done to the group of the cases.
  var cases: (hid_t) -> Void = { _ in }
  /// What is done to the case.
  var golden: (hid_t) -> Void = { _ in }
  /// Members and attributes that are left out.
  var omitted: Set<String> = []
  /// Strings that replace the usual ones.
  var strings: [String: String] = [:]
  /// The group names of the cases; all of them have the same content, and ids of their own.
  var names = ["mine:two-values:f32"]
  /// Whether the cases share one id.
  var sharesID = false
  /// The role of the file.
  var role = "golden"
  /// The counts of batches before and after the step.
  var counts: (before: Int64, after: Int64) = (0, 1)
  /// Property lists of the library for the file, its creation and its driver; 0 is the usual one.
  var creation: hid_t = 0
  var access: hid_t = 0

  private static let texts = [
    ("title", "Two values in one channel"), ("rationale", "The smallest batch with a variance."),
    ("level", "required"), ("profile", "math"), ("kind", "1d"), ("parameter_type", "float32"),
    ("input_type", "float32"), ("tolerance", "certified"), ("bound_depth", "n"),
  ]

  private static let tensors: [(String, [hsize_t], [Float])] = [
    ("initial.running_mean", [1], [0]), ("initial.running_var", [1], [1]),
    ("step0.input", [2, 1], [1, 3]), ("step0.expect.output", [2, 1], [-0.5, 0.5]),
    ("step0.expect.running_mean", [1], [1]), ("step0.expect.running_var", [1], [1.5]),
  ]

  /// Writes the file.
  func write(to path: String) {
    let file = H5Fcreate(path, 2, creation, access)
    defer { H5Fclose(file) }
    text(file, "format_version", "1.0")
    text(file, "role", role)
    if role == "golden" { text(file, "feature", "mine") }
    if role == "answers" { text(file, "implementation", "someone") }
    root(file)
    guard !omitted.contains("cases") else { return }
    let group = H5Gcreate2(file, "cases", 0, 0, 0)
    defer { H5Gclose(group) }
    for (index, name) in names.enumerated() { write(name, index, in: group) }
    cases(group)
  }

  private func write(_ name: String, _ index: Int, in parent: hid_t) {
    let group = H5Gcreate2(parent, name, 0, 0, 0)
    defer { H5Gclose(group) }
    let isOnly = index == 0 || sharesID
    text(group, "id", isOnly ? "mine/two-values/f32" : "mine/two-values-\(index)/f32")
    if role == "golden" { attributes(of: group) }
    for (name, shape, values) in Self.tensors where role == "golden" {
      if omitted.contains(name) { continue }
      Raw.dataset(group, name, chdf5_float32_type(), shape, values)
    }
    if role == "golden" {
      for name in ["initial", "step0.expect"] {
        let count = name == "initial" ? counts.before : counts.after
        Raw.dataset(group, name + ".num_batches_tracked", chdf5_int64_type(), [], [count])
      }
      Raw.dataset(group, "step0.expect.batch_mean", chdf5_float64_type(), [1], [2.0])
      Raw.dataset(group, "step0.expect.batch_var", chdf5_float64_type(), [1], [1.0])
    }
    golden(group)
  }

  private func attributes(of group: hid_t) {
    for (name, value) in Self.texts { text(group, name, value) }
    if !omitted.contains("rules") { Raw.texts(group, "rules", ["R22", "R23"]) }
    if !omitted.contains("steps") { Raw.texts(group, "steps", ["forward training"]) }
    for (name, value) in [("num_features", 1), ("affine", 0), ("track_running_stats", 1)]
    where !omitted.contains(name) {
      Raw.attribute(group, name, chdf5_int64_type(), [], [Int64(value)])
    }
    for (name, value) in [("eps", 3.0), ("momentum", 0.5)] where !omitted.contains(name) {
      Raw.attribute(group, name, chdf5_float64_type(), [], [value])
    }
  }

  private func text(_ object: hid_t, _ name: String, _ usual: String) {
    guard !omitted.contains(name) else { return }
    Raw.text(object, name, strings[name] ?? usual)
  }
}
