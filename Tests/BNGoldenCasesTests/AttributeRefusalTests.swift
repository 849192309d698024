// SPDX-License-Identifier: MIT

import BNTestSupport
import BNHDF5
import Testing

@testable import BNGoldenCases

@Suite struct AttributeRefusalTests {
  private static let place = "mine/two-values/f32: attribute "

  @Test("takes the example as it is")
  func accepted() throws {
    #expect(try Refusal.message { _ in } == "accepted")
  }

  @Test(
    "says which attribute is missing",
    arguments: [
      "title", "rationale", "rules", "level", "profile", "kind", "num_features", "eps", "momentum",
      "affine", "track_running_stats", "parameter_type", "input_type", "steps", "tolerance",
      "bound_depth",
    ]
  )
  func missing(name: String) throws {
    let message = try Refusal.message { $0.attributes[name] = nil }
    #expect(message == "\(Self.place)\(name): is missing")
  }

  @Test("names the group where the id is missing or none")
  func noID() throws {
    #expect(try Refusal.message { $0.attributes["id"] = nil } == "case: attribute id: is missing")
    let message = try Refusal.message { $0.attributes["id"] = .string("mine/two") }
    #expect(message.hasPrefix("case: attribute id: \"mine/two\" is not a case id"))
  }

  @Test("refuses an id of another feature than the file's")
  func feature() throws {
    let message = try Refusal.message { $0.root["feature"] = .string("yours") }
    #expect(
      message == "\(Self.place)id: is of the feature mine, but the file's is \"yours\""
    )
  }

  @Test("refuses an id that two groups have, both times")
  func duplicates() throws {
    let folder = try TemporaryFolder()
    var draft = try DraftFile.golden()
    draft.groups = ["a", "b"]
    try draft.write(to: folder.file("f.h5"))
    let cases = try GoldenFile.read(path: folder.file("f.h5")).cases
    let texts = cases.map { result in
      if case .failure(let error) = result { Refusal.text(error) } else { "accepted" }
    }
    let expected = "\(Self.place)id: is the id of 2 cases of the file"
    #expect(texts == [expected, expected])
  }

  struct Wrong: Sendable, CustomTestStringConvertible {
    let name: String
    let value: HDF5AttributeValue
    let problem: String
    var testDescription: String { "\(name) = \(value)" }
  }

  @Test(
    "refuses values of the wrong type or range",
    arguments: [
      Wrong(
        name: "title",
        value: .integer(1),
        problem: "is an integer, but a string is expected"
      ),
      Wrong(name: "title", value: .string("two\nlines"), problem: "contains a line break"),
      Wrong(
        name: "eps",
        value: .integer(1),
        problem: "is an integer, but a floating-point number is expected"
      ),
      Wrong(
        name: "eps",
        value: .floats([1, 2]),
        problem: "is a list of floating-point numbers, but a floating-point number is expected"
      ),
      Wrong(
        name: "momentum",
        value: .string("None"),
        problem: "is a string, but a floating-point number or the string \"none\" is expected"
      ),
      Wrong(
        name: "affine",
        value: .integer(2),
        problem: "is 2, but a flag is FALSE, TRUE, 0 or 1"
      ),
      Wrong(
        name: "affine",
        value: .string("true"),
        problem: "is a string, but a flag (h5py boolean, or an integer 0 or 1) is expected"
      ),
      Wrong(
        name: "num_features",
        value: .integer(-1),
        problem: "is -1, but a number of channels is 0 or more"
      ),
      Wrong(
        name: "num_features",
        value: .flag(true),
        problem: "is a flag, but an integer is expected"
      ),
      Wrong(
        name: "kind",
        value: .string("4d"),
        problem: "is \"4d\", but expected is one of 1d, 2d, 3d, nd"
      ),
      Wrong(
        name: "level",
        value: .string("Required"),
        problem: "is \"Required\", but expected is one of required, recommended, informative"
      ),
      Wrong(
        name: "profile",
        value: .string("jax"),
        problem: "is \"jax\", but expected is one of math, torch"
      ),
      Wrong(
        name: "parameter_type",
        value: .string("int64"),
        problem: "is \"int64\", but expected is one of float16, bfloat16, float32, float64"
      ),
      Wrong(
        name: "rules",
        value: .integer(22),
        problem: "is an integer, but a list of strings is expected"
      ),
      Wrong(
        name: "rules",
        value: .strings(["R22", "R42"]),
        problem: "names \"R42\", but the rules are R1 to R41"
      ),
      Wrong(
        name: "tolerance",
        value: .string("ulp(-1)"),
        problem: "is \"ulp(-1)\", which is not a tolerance"
      ),
      Wrong(
        name: "tolerance",
        value: .string("allclose(1e-5,1e-8)"),
        problem: "is \"allclose(1e-5,1e-8)\", which is not the shortest form of its numbers"
      ),
      Wrong(name: "bound_depth", value: .string("-1"), problem: "is \"-1\", which is not a depth"),
      Wrong(
        name: "difficulty",
        value: .floats([1, 2]),
        problem: "is not a list of three floating-point numbers"
      ),
      Wrong(name: "steps", value: .strings([]), problem: "holds no step"),
      Wrong(
        name: "steps",
        value: .strings(["forward training", "backward of=1 wants=input"]),
        problem:
          "step 1 \"backward of=1 wants=input\": \"of=1\" names no earlier forward step"
      ),
    ]
  )
  func wrong(case wrong: Wrong) throws {
    let message = try Refusal.message { $0.attributes[wrong.name] = wrong.value }
    #expect(message == "\(Self.place)\(wrong.name): \(wrong.problem)")
  }

  @Test(
    "takes a list of one item where a single value is meant, and a string for a list of one",
    arguments: [
      ("title", HDF5AttributeValue.strings(["one"])), ("kind", .strings(["1d"])),
      ("eps", .floats([3])), ("momentum", .floats([0.5])), ("rules", .string("R22")),
      ("steps", .string("forward training")),
    ]
  )
  func single(name: String, value: HDF5AttributeValue) throws {
    #expect(try Refusal.message { $0.attributes[name] = value } == "accepted")
  }

  @Test(
    "refuses lists of no item and of two where a single value is meant",
    arguments: [
      ("title", HDF5AttributeValue.strings([])), ("title", .strings(["one", "two"])),
      ("eps", .floats([])), ("momentum", .strings(["none", "none"])),
    ]
  )
  func several(name: String, value: HDF5AttributeValue) throws {
    let message = try Refusal.message { $0.attributes[name] = value }
    #expect(message.hasPrefix("\(Self.place)\(name): is a list of "))
  }

  @Test("refuses attributes that are none of the format's, or of another role")
  func extra() throws {
    #expect(
      try Refusal.message { $0.attributes["author"] = .string("me") }
        == "case: attribute author: is not an attribute of the format"
    )
    #expect(
      try Refusal.message { $0.attributes["errored"] = .string("oops") }
        == "case: attribute errored: does not belong in a file of role golden"
    )
  }

  @Test("takes a string of 4096 bytes and refuses one of 4097")
  func lengths() throws {
    let long = String(repeating: "x", count: 4096)
    #expect(try Refusal.message { $0.attributes["rationale"] = .string(long) } == "accepted")
    let message = try Refusal.message { $0.attributes["rationale"] = .string(long + "x") }
    #expect(message.contains("attribute rationale"))
    #expect(message.contains("4096"))
  }
}
