// SPDX-License-Identifier: MIT

import CBNHDF5
import Foundation

/// Golden files in which every case of a suite stands several times, under ids of their own.
///
/// They are as many and as large as somebody's suite may become, for `tools/load`.
struct Copies {
  /// The folder of the suite's files.
  let folder: String

  /// Writes so many files for each of the suite's, one copy of its cases in each.
  func write(_ count: Int, to target: String) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".h5") }
    for name in names.sorted() {
      for copy in 0..<count {
        write(folder + "/" + name, to: "\(target)/\(copy)-\(name)", copy: copy)
      }
    }
  }

  private func write(_ source: String, to target: String, copy: Int) {
    let file = H5Fopen(source, 0, 0)
    let other = H5Fcreate(target, 2, 0, 0)
    defer { _ = (H5Fclose(file), H5Fclose(other)) }
    for attribute in ["format_version", "role", "feature"] {
      if let text = text(of: file, attribute) { Raw.text(other, attribute, text) }
    }
    let cases = H5Gopen2(file, "cases", 0)
    let copies = H5Gcreate2(other, "cases", 0, 0, 0)
    defer { _ = (H5Gclose(cases), H5Gclose(copies)) }
    var names: [String] = []
    withUnsafeMutablePointer(to: &names) { pointer in
      _ = chdf5_visit_links(
        cases,
        { _, name, _, context in
          guard let name, let context else { return -1 }
          context.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name))
          return 0
        },
        pointer
      )
    }
    for name in names {
      H5Ocopy(cases, name, copies, name, 0, 0)
      let golden = H5Gopen2(copies, name, 0)
      if let id = text(of: golden, "id") {
        var parts = id.split(separator: "/").map(String.init)
        parts[1] += "-copy\(copy)"
        H5Adelete(golden, "id")
        Raw.text(golden, "id", parts.joined(separator: "/"))
      }
      H5Gclose(golden)
    }
  }

  /// The string of an attribute, of variable or fixed length.
  private func text(of object: hid_t, _ name: String) -> String? {
    guard H5Aexists(object, name) > 0 else { return nil }
    let attribute = H5Aopen(object, name, 0)
    let type = H5Aget_type(attribute)
    defer { _ = (H5Tclose(type), H5Aclose(attribute)) }
    guard H5Tis_variable_str(type) == 0 else {
      var pointer: UnsafeMutablePointer<CChar>?
      H5Aread(attribute, type, &pointer)
      defer { H5free_memory(pointer) }
      return pointer.map { String(cString: $0) }
    }
    var bytes = [UInt8](repeating: 0, count: H5Tget_size(type))
    H5Aread(attribute, type, &bytes)
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}
