// SPDX-License-Identifier: MIT

/// A group with a plain head; its attributes and links need not be plain.
package struct HDF5PlainGroup {
  /// The head.
  let header: HDF5PlainHeader
}

/// A data set in a group.
package struct HDF5PlainMember {
  /// The name.
  package let name: String
  /// What the name leads to.
  package let object: HDF5ObjectIdentity
  /// The data set.
  package let dataset: HDF5PlainDataset
}

extension HDF5PlainFile {
  private typealias Kind = HDF5PlainHeader.Kind

  /// A link as it stands in the file.
  private struct Link {
    let name: [UInt8]
    let address: UInt64
  }

  /// The group at an address, or nil if it is none, or its head is not plain.
  package func group(at address: UInt64) -> HDF5PlainGroup? {
    guard let header = HDF5PlainHeader(self, at: address) else { return nil }
    let isGroup = header.messages.contains { $0.kind == Kind.links }
    return isGroup ? HDF5PlainGroup(header: header) : nil
  }

  /// Lists the members of a group in the order of the bytes of their names.
  ///
  /// Nil if there are more than allowed, or if one is anything but a plain data set under a name that
  /// is UTF-8.
  package func members(of group: HDF5PlainGroup, atMost limit: Int) -> [HDF5PlainMember]? {
    var links: [Link] = []
    for message in group.header.messages {
      switch message.kind {
      case Kind.link:
        guard let link = link(message.body) else { return nil }
        links.append(link)
      case Kind.links:
        guard let others = collection(message.body, atMost: limit) else { return nil }
        links += others
      default: break
      }
    }
    guard links.count <= limit else { return nil }
    links.sort { $0.name.lexicographicallyPrecedes($1.name) }
    var members: [HDF5PlainMember] = []
    members.reserveCapacity(links.count)
    for (index, link) in links.enumerated() {
      guard index == 0 || link.name != links[index - 1].name,
        let dataset = dataset(at: link.address),
        let name = String(validating: link.name, as: UTF8.self), HDF5Name.problem(of: name) == nil
      else { return nil }
      let object = HDF5ObjectIdentity(kind: .dataset, address: link.address, rest: 0)
      members.append(HDF5PlainMember(name: name, object: object, dataset: dataset))
    }
    return members
  }

  /// The links that a group keeps outside of its head.
  private func collection(_ body: Range<Int>, atMost limit: Int) -> [Link]? {
    // Version 0, no order of creation, a heap with the links and an index of their names.
    guard body.count == 18, bytes.stand(in: body.prefix(2), [0, 0]),
      let heap = bytes.integer(at: body.lowerBound + 2),
      let index = bytes.integer(at: body.lowerBound + 10)
    else { return nil }
    if heap == .max, index == .max { return [] }
    guard let heap = HDF5PlainHeap(self, at: heap), let records = records(at: index) else {
      return nil
    }
    var links: [Link] = []
    var previous: UInt64 = 0
    for record in records {
      // The name's hash, by which the records are sorted; the kind of object, its offset and length.
      guard let hash = bytes.integer(at: record, byteCount: 4), hash >= previous,
        bytes.integer(at: record + 4, byteCount: 1) == 0,
        let offset = bytes.number(at: record + 5, byteCount: 4),
        let count = bytes.number(at: record + 9, byteCount: 2),
        let place = heap.place(offset: offset, count: count), let link = link(place),
        hash == Self.hash(link.name), links.count < limit
      else { return nil }
      previous = hash
      links.append(link)
    }
    return links
  }

  private static func hash(_ name: [UInt8]) -> UInt64 {
    unsafe name.withUnsafeBytes { unsafe UInt64(HDF5Checksum.lookup3($0)) }
  }

  /// Where the records of an index stand that is a tree of one leaf.
  private func records(at address: UInt64) -> [Int]? {
    // BTHD, version 0, of links by name, nodes of 512 bytes, records of eleven, no inner nodes.
    let head: [UInt8] = [0x42, 0x54, 0x48, 0x44, 0, 5, 0, 2, 0, 0, 11, 0, 0, 0]
    guard let start = Int(exactly: address), start <= bytes.count - 38,
      take(start..<start + 38, beginning: head), let root = bytes.number(at: start + 16),
      let count = bytes.number(at: start + 24, byteCount: 2),
      bytes.number(at: start + 26) == count, count <= 45, root <= bytes.count - 512,
      // BTLF; the checksum stands behind the last record.
      take(root..<root + 10 + 11 * count, beginning: [0x42, 0x54, 0x4C, 0x46, 0, 5])
    else { return nil }
    return (0..<count).map { root + 6 + 11 * $0 }
  }

  /// Reads the message of a hard link.
  private func link(_ body: Range<Int>) -> Link? {
    // Version 1, a hard link whose name's length takes one byte; or its character set before that.
    let flags = bytes.integer(at: body.lowerBound + 1, byteCount: 1)
    guard body.count >= 4, bytes.all[body.lowerBound] == 1, flags == 0 || flags == 0x10 else {
      return nil
    }
    let lengthPosition = body.lowerBound + (flags == 0 ? 2 : 3)
    let start = lengthPosition + 1
    let count = Int(bytes.all[lengthPosition])
    guard body.upperBound == start + count + 8,
      let address = bytes.integer(at: start + count)
    else { return nil }
    return Link(name: Array(bytes.all[start..<start + count]), address: address)
  }
}
