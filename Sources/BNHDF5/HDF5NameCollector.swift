// SPDX-License-Identifier: MIT

internal import CBNHDF5

/// Names gathered while the library walks through the links or attributes of an object.
struct HDF5NameCollector {
  /// A name, and the class of link it is.
  struct Entry {
    let bytes: [UInt8]
    let linkClass: Int32
  }

  /// Why the walk stopped early.
  enum Overflow {
    case count, name
  }

  private let limit: Int
  /// What was found.
  private(set) var entries = [Entry]()
  /// The limit that was met, or nil.
  private(set) var overflow: Overflow?

  /// Creates an empty collector for at most so many names.
  init(limit: Int) { self.limit = limit }

  /// Takes a name and tells the library whether to go on (0) or to stop (1).
  mutating func take(_ name: UnsafePointer<CChar>, linkClass: Int32) -> herr_t {
    guard entries.count < limit else {
      overflow = .count
      return 1
    }
    let length = unsafe strnlen(name, HDF5Limits.nameBytes + 1)
    guard length <= HDF5Limits.nameBytes else {
      overflow = .name
      return 1
    }
    let bytes = unsafe UnsafeRawBufferPointer(start: name, count: length)
    entries.append(Entry(bytes: unsafe Array(bytes), linkClass: linkClass))
    return 0
  }

  /// The error for more names than so many.
  static func tooMany(_ limit: Int, _ operation: String, _ location: HDF5Location) -> HDF5Error {
    HDF5Error(
      operation,
      location,
      .tooLarge(what: "the number of names", found: "larger", limit: "\(limit)")
    )
  }

  /// The entries, if no limit was met.
  func result(_ operation: String, _ location: HDF5Location) throws(HDF5Error) -> [Entry] {
    switch overflow {
    case nil:
      return entries
    case .count:
      throw Self.tooMany(limit, operation, location)
    case .name:
      throw HDF5Error(
        operation,
        location,
        .tooLarge(what: "a name", found: "longer", limit: "\(HDF5Limits.nameBytes) bytes")
      )
    }
  }
}
