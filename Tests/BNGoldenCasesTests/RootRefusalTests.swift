// SPDX-License-Identifier: MIT

import BNTestSupport
import CBNHDF5
import Foundation
import BNHDF5
import Testing

@testable import BNGoldenCases

@Suite struct RootRefusalTests {
  @Test("refuses another major version and takes a newer minor one")
  func version() throws {
    #expect(try Refusal.message { $0.root["format_version"] = .string("1.7") } == "accepted")
    #expect(
      try Refusal.message { $0.root["format_version"] = .string("2.0") }
        == "attribute format_version: is \"2.0\", which this version cannot read"
    )
  }

  @Test("says which attribute of the root is wrong")
  func attributes() throws {
    for name in ["format_version", "role", "feature"] {
      let message = try Refusal.message { $0.root[name] = nil }
      #expect(message == "attribute \(name): is missing")
    }
    #expect(
      try Refusal.message { $0.root["author"] = .string("me") }
        == "attribute author: is not an attribute of the root"
    )
    #expect(
      try Refusal.message { $0.root["implementation"] = .string("me") }
        == "attribute implementation: does not belong in a file of role golden"
    )
    #expect(
      try Refusal.message { $0.root["feature"] = .integer(3) }
        == "attribute feature: is an integer, but a string is expected"
    )
    #expect(try Refusal.message { $0.root["feature"] = .strings(["mine"]) } == "accepted")
    #expect(
      try Refusal.message { $0.root["feature"] = .strings(["mine", "yours"]) }
        == "attribute feature: is a list of strings, but a string is expected"
    )
    #expect(
      try Refusal.message { $0.root["role"] = .string("answers") }
        == "attribute role: is \"answers\", but a file of role \"golden\" is asked for"
    )
  }

  @Test("the root holds the group cases and nothing else")
  func members() throws {
    #expect(try Refusal.message { $0.groups = [] } == "group cases: is missing")
    let message = try Refusal.message { draft in
      draft.rawRoot = { root in _ = H5Gclose(H5Gcreate2(root, "more", 0, 0, 0)) }
    }
    #expect(message == "group more: stands beside the group cases, but the root holds nothing else")
  }

  @Test("cases holds groups, reached by hard links that share no object")
  func links() throws {
    #expect(
      try Refusal.message { draft in
        draft.rawCases = { _ = H5Lcreate_soft("/cases/case", $0, "soft", 0, 0) }
      } == "member soft: is a soft link, but a group is expected"
    )
    #expect(
      try Refusal.message { draft in
        draft.rawCases = { _ = H5Lcreate_external("/etc/passwd", "/", $0, "out", 0, 0) }
      } == "member out: is an external link, but a group is expected"
    )
    #expect(
      try Refusal.message { draft in
        draft.rawCases = { _ = H5Lcreate_hard($0, "case", $0, "twin", 0, 0) }
      } == "member twin: leads to an object that has another name, too"
    )
    #expect(
      try Refusal.message { draft in
        draft.rawCases = { _ = H5Lcreate_hard($0, "case/step0.input", $0, "data", 0, 0) }
      } == "member data: is a data set, but a group is expected"
    )
  }

  @Test("a bad case does not take the others with it")
  func neighbours() throws {
    let folder = try TemporaryFolder()
    var draft = try DraftFile.golden()
    draft.rawCases = { _ = H5Gclose(H5Gcreate2($0, "bad", 0, 0, 0)) }
    try draft.write(to: folder.file("f.h5"))
    let cases = try GoldenFile.read(path: folder.file("f.h5")).cases
    #expect(cases.count == 2)
    #expect(throws: GoldenFormatError.self) { try cases[0].get() }
    #expect(try cases[1].get().id.text == "mine/two-values/f32")
  }
}
