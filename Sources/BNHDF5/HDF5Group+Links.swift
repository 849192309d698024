// SPDX-License-Identifier: MIT

internal import CBNHDF5

extension HDF5Group {
  /// Lists the members in the order of the bytes of their names, without following any link.
  ///
  /// - Throws: ``HDF5Error`` if there are more than allowed, or the head of an object is damaged.
  package func links(
    atMost limit: Int = HDF5Limits.memberCount
  ) throws(HDF5Error) -> [HDF5Link] {
    let operation = "list the members"
    let id = handle.id
    // The library may gather all names before it tells the first one, so their number is asked for.
    var info = H5G_info_t()
    _ = try HDF5Library.call(operation, location) { unsafe H5Gget_info(id, &info) }
    guard info.nlinks <= hsize_t(max(0, limit)) else {
      throw HDF5NameCollector.tooMany(limit, operation, location)
    }
    var collector = HDF5NameCollector(limit: limit)
    unsafe try withUnsafeMutablePointer(to: &collector) { (pointer) throws(HDF5Error) in
      _ = try HDF5Library.call(operation, location) {
        unsafe chdf5_visit_links(
          id,
          { _, name, info, context in
            guard let name = unsafe name, let info = unsafe info, let context = unsafe context
            else { return -1 }
            let linkClass = unsafe info.pointee.type.rawValue
            return unsafe context.assumingMemoryBound(to: HDF5NameCollector.self).pointee
              .take(name, linkClass: Int32(linkClass))
          },
          pointer
        )
      }
    }
    var links = [HDF5Link]()
    let entries = try collector.result(operation, location)
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    for entry in entries {
      links.append(try link(entry.bytes, linkClass: entry.linkClass, operation))
    }
    return links
  }

  /// The member of this name, or nil if there is none.
  ///
  /// - Throws: ``HDF5Error`` if the name is a path, or the head of the object is damaged.
  package func link(_ name: String) throws(HDF5Error) -> HDF5Link? {
    let operation = "look for a member"
    if let problem = HDF5Name.problem(of: name) {
      throw HDF5Error(operation, location.member(name), .invalidText(problem))
    }
    let id = handle.id
    let exists = try HDF5Library.call(operation, location.member(name)) {
      unsafe H5Lexists(id, name, chdf5_default_properties())
    }
    guard exists > 0 else { return nil }
    let (_, info) = try withInfo(operation, location.member(name), chdf5_link_info()) { info in
      unsafe chdf5_get_link_info(id, name, &info)
    }
    return try link(Array(name.utf8), linkClass: Int32(info.type.rawValue), operation)
  }

  private func link(
    _ bytes: [UInt8],
    linkClass: Int32,
    _ operation: String
  ) throws(HDF5Error) -> HDF5Link {
    let name = HDF5Text.escaped(bytes)
    let text = String(validating: bytes, as: UTF8.self)
    let target: HDF5Link.Target
    switch linkClass {
    case Int32(H5L_TYPE_HARD.rawValue):
      target = .hard(try object(bytes, location.member(name), operation))
    case Int32(H5L_TYPE_SOFT.rawValue): target = .soft
    case Int32(H5L_TYPE_EXTERNAL.rawValue): target = .external
    default: target = .userDefined(Int(linkClass))
    }
    return HDF5Link(name: text ?? name, bytes: bytes, target: target)
  }

  /// The object behind a hard link.
  private func object(
    _ bytes: [UInt8],
    _ location: HDF5Location,
    _ operation: String
  ) throws(HDF5Error) -> HDF5ObjectIdentity {
    // A name with a slash would be walked as a path, through links of every kind.
    guard !bytes.contains(UInt8(ascii: "/")), bytes != [UInt8(ascii: ".")] else {
      return HDF5ObjectIdentity(kind: .other, address: .max, rest: .max)
    }
    let id = handle.id
    let name = bytes.map { CChar(bitPattern: $0) } + [0]
    let (_, info) = try withInfo(operation, location, chdf5_object_info()) { info in
      unsafe chdf5_get_object_info(id, name, &info)
    }
    return HDF5ObjectIdentity(
      kind: HDF5ObjectKind(info.kind),
      address: info.address.0,
      rest: info.address.1
    )
  }

  /// Makes a C call that fills a structure.
  private func withInfo<Info>(
    _ operation: String,
    _ location: HDF5Location,
    _ empty: Info,
    _ body: (inout Info) -> herr_t
  ) throws(HDF5Error) -> (herr_t, Info) {
    var info = empty
    let status = try HDF5Library.call(operation, location) { body(&info) }
    return (status, info)
  }
}

extension HDF5ObjectKind {
  /// The kind behind the library's number.
  fileprivate init(_ number: Int32) {
    switch number {
    case Int32(H5O_TYPE_GROUP.rawValue): self = .group
    case Int32(H5O_TYPE_DATASET.rawValue): self = .dataset
    case Int32(H5O_TYPE_NAMED_DATATYPE.rawValue): self = .namedType
    default: self = .other
    }
  }
}
