// SPDX-License-Identifier: MIT

import CBNHDF5
import BNHDF5
import Testing

@Suite("HDF5 group")
struct HDF5GroupTests {
  @Test("lists members by name with what they are")
  func listsMembers() throws {
    try withFile { path in
      try write(path) { root in
        _ = try root.createGroup("zeta")
        try root.writeDataset("alpha", shape: [], .int64([1]))
        _ = try root.createGroup("ünïcode : name")
      }
      try read(path) { root in
        let links = try root.links()
        #expect(links.map(\.name) == ["alpha", "zeta", "ünïcode : name"])
        #expect(links.map(\.target.description) == ["a data set", "a group", "a group"])
        #expect(links.map(\.isOpenable) == [true, true, true])
        expectEqual(try root.link("zeta"), links[1])
        expectEqual(try root.link("eta"), nil)
        let group = try root.group("ünïcode : name")
        #expect(group.location.object == "/ünïcode : name")
        expectEqual(try group.links(), [])
      }
    }
  }

  @Test("stops listing at the limit")
  func listLimit() throws {
    try withFile { path in
      try write(path) { root in
        for name in ["a", "b", "c"] { _ = try root.createGroup(name) }
      }
      try read(path) { root in
        expectEqual(try root.links(atMost: 3).count, 3)
        expectEqual(
          try problem { _ = try root.links(atMost: 2) },
          .tooLarge(what: "the number of names", found: "larger", limit: "2")
        )
      }
    }
  }

  @Test("recognises two names of one object, and a group inside itself")
  func sharedObjects() throws {
    try withFile { path in
      try RawFile.write(path) { file in
        let group = H5Gcreate2(file, "g", 0, 0, 0)
        defer { H5Gclose(group) }
        return min(
          H5Lcreate_hard(file, "g", file, "h", 0, 0),
          H5Lcreate_hard(file, "/", group, "back", 0, 0),
          RawFile.dataset(group, "x", chdf5_int64_type(), [], nil)
        )
      }
      try read(path) { root in
        let links = try root.links()
        #expect(links.map(\.name) == ["g", "h"])
        #expect(links[0].target == links[1].target)
        let group = try root.group("g")
        let members = try group.links()
        #expect(members.map(\.name) == ["back", "x"])
        let back = try group.group("back")
        expectEqual(try back.links().map(\.target), links.map(\.target))
        #expect(members[1].target != links[0].target)
      }
    }
  }

  @Test("never follows soft, external and user-defined links")
  func indirectLinks() throws {
    try withFile { path in
      let other = path + ".other"
      try write(other) { try $0.writeDataset("x", shape: [], .int64([1])) }
      try RawFile.write(path) { file in
        min(
          RawFile.dataset(file, "x", chdf5_int64_type(), [], nil),
          H5Lcreate_soft("/x", file, "soft", 0, 0),
          H5Lcreate_soft("/nowhere", file, "dangling", 0, 0),
          H5Lcreate_external(other, "/x", file, "external", 0, 0),
          H5Lcreate_external(other, "/x", file, "user", 0, 0)
        )
      }
      // The message of a link holds its class, the length of its name, and its name.
      let length = UInt8("user".utf8.count)
      try RawFile.patch(path, [64, length] + "user".utf8, [200, length] + "user".utf8)
      try read(path) { root in
        let links = try root.links()
        #expect(links.map(\.name) == ["dangling", "external", "soft", "user", "x"])
        #expect(
          links.prefix(4).map(\.target) == [.soft, .external, .soft, .userDefined(200)]
        )
        for link in links.prefix(4) {
          expectEqual(
            try problem { _ = try root.dataset(link.name) },
            .refused(link.target.description)
          )
          expectEqual(
            try problem { _ = try root.group(link.name) },
            .refused(link.target.description)
          )
        }
      }
      #expect(HDF5OpenHandles.count(ofFile: other) == 0)
    }
  }

  @Test("opens one member, never a path", arguments: ["g/x", "/g", ".", "..", "", "a\0b"])
  func paths(name: String) throws {
    try withFile { path in
      try write(path) { root in
        let group = try root.createGroup("g")
        try group.writeDataset("x", shape: [], .int64([1]))
        #expect(throws: HDF5Error.self) { _ = try root.createGroup(name) }
        #expect(throws: HDF5Error.self) {
          try root.writeDataset(name, shape: [], .int64([1]))
        }
      }
      try read(path) { root in
        guard case .invalidText = try problem({ _ = try root.group(name) }) else {
          Issue.record("the name was taken")
          return
        }
        #expect(throws: HDF5Error.self) { _ = try root.dataset(name) }
      }
    }
  }

  @Test("hands over names of any bytes")
  func oddNames() throws {
    try withFile { path in
      let names: [[UInt8]] = [[0x0A, 0x1B], [0x61, 0xFF, 0xC0], [0xED, 0xA0, 0x80]]
      try RawFile.write(path) { file in
        names.map { name in
          let group = H5Gcreate2(file, name.map { CChar(bitPattern: $0) } + [0], 0, 0, 0)
          return H5Gclose(group)
        }.min() ?? -1
      }
      try read(path) { root in
        let links = try root.links()
        #expect(links.map(\.bytes) == names)
        #expect(links.map(\.name) == ["\n\u{1B}", "a\\xff\\xc0", "\\xed\\xa0\\x80"])
        #expect(links.map(\.isOpenable) == [true, false, false])
        expectEqual(try problem { _ = try root.group(links[1].name) }, .missing)
        let error = try failure { _ = try root.dataset(links[0].name) }
        #expect(error.description.hasPrefix("\(path): /\\x0a\\x1b: cannot open a data set"))
      }
    }
  }

  @Test("says what a member is instead")
  func wrongKind() throws {
    try withFile { path in
      try RawFile.write(path) { file in
        let type = H5Tcopy(chdf5_int64_type())
        defer { H5Tclose(type) }
        return min(
          H5Tcommit2(file, "t", type, 0, 0, 0),
          H5Gclose(H5Gcreate2(file, "g", 0, 0, 0))
        )
      }
      try read(path) { root in
        expectEqual(
          try problem { _ = try root.dataset("g") },
          .mismatch(expected: "a data set", found: "a group")
        )
        expectEqual(
          try problem { _ = try root.group("t") },
          .mismatch(expected: "a group", found: "a named type")
        )
        expectEqual(try problem { _ = try root.group("absent") }, .missing)
      }
    }
  }
}
