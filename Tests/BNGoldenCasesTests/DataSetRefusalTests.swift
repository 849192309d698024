// SPDX-License-Identifier: MIT

import BNHDF5
import Testing

@testable import BNGoldenCases

@Suite struct DataSetRefusalTests {
  private static let place = "mine/two-values/f32: data set "

  @Test(
    "says which data set is missing",
    arguments: [
      "step0.input", "step0.expect.output", "step0.expect.running_mean",
      "step0.expect.running_var", "step0.expect.num_batches_tracked",
    ]
  )
  func missing(name: String) throws {
    let message = try Refusal.message { $0.members[name] = nil }
    #expect(message == "\(Self.place)\(name): is missing")
  }

  @Test("batch statistics may be left out, but only both")
  func batchStatistics() throws {
    let names = ["step0.expect.batch_mean", "step0.expect.batch_var"]
    let without = try Refusal.message { for name in names { $0.members[name] = nil } }
    #expect(without == "accepted")
    let half = try Refusal.message { $0.members[names[1]] = nil }
    #expect(half == "\(Self.place)\(names[1]): is missing, but the other batch statistic is there")
  }

  @Test("takes a counter of one element for a scalar", arguments: [[1], [1, 1]])
  func counter(shape: [Int]) throws {
    let message = try Refusal.message { draft in
      draft.members["initial.num_batches_tracked"] = .tensor(shape, .int64([0]))
      draft.members["step0.expect.num_batches_tracked"] = .tensor(shape, .int64([1]))
    }
    #expect(message == "accepted")
  }

  @Test("says that the dimensions of an input look reversed, with and without batch statistics")
  func reversed() throws {
    let statistics = ["step0.expect.batch_mean", "step0.expect.batch_var"]
    for left in [[], statistics] {
      let error = try #require(
        try Refusal.error { draft in
          draft.members["step0.input"] = DraftFile.floats(1, 3, shape: [1, 2])
          draft.members["step0.expect.output"] = DraftFile.floats(-0.5, 0.5, shape: [1, 2])
          for name in left { draft.members[name] = nil }
        }
      )
      #expect(
        Refusal.text(error)
          == "\(Self.place)step0.input: has shape [1,2], which is 2 channels, but num_features is 1; "
          + "the dimensions of step0.input look reversed"
      )
      #expect(error.hint?.contains("MATLAB") == true)
    }
  }

  @Test("does not call an input reversed whose channels fit neither way")
  func notReversed() throws {
    let message = try Refusal.message { draft in
      draft.members["step0.input"] = DraftFile.floats(1, 3, 5, 7, shape: [2, 2])
      draft.members["step0.expect.output"] = DraftFile.floats(1, 3, 5, 7, shape: [2, 2])
    }
    #expect(!message.contains("reversed") && message != "accepted")
  }

  struct Wrong: Sendable, CustomTestStringConvertible {
    let name: String
    let shape: [Int]
    let values: HDF5Values
    let problem: String
    var testDescription: String { "\(name) \(shape) \(values)" }
  }

  @Test(
    "refuses tensors of the wrong type or shape",
    arguments: [
      Wrong(
        name: "step0.input",
        shape: [2, 1],
        values: .float64([1, 3]),
        problem: "holds float64, but float32 is expected"
      ),
      Wrong(
        name: "initial.running_mean",
        shape: [1],
        values: .bfloat16([0]),
        problem: "holds bfloat16, but float32 is expected"
      ),
      Wrong(
        name: "initial.num_batches_tracked",
        shape: [2],
        values: .int64([0, 0]),
        problem: "has shape [2], but [] is expected, a scalar"
      ),
      Wrong(
        name: "step0.expect.output",
        shape: [1, 2],
        values: .float32([0, 0]),
        problem: "has shape [1,2], but [2,1] is expected, the shape of step0.input; "
          + "the dimensions of step0.expect.output look reversed"
      ),
      Wrong(
        name: "step0.expect.running_var",
        shape: [2],
        values: .float32([0, 0]),
        problem: "has shape [2], but [1] is expected, the shape of initial.running_var"
      ),
      Wrong(
        name: "step0.expect.batch_mean",
        shape: [1],
        values: .float32([2]),
        problem: "holds float32, but float64 is expected"
      ),
      Wrong(
        name: "step0.expect.batch_var",
        shape: [2],
        values: .float64([1, 1]),
        problem: "has shape [2], but [1] is expected, one value for each channel"
      ),
      Wrong(
        name: "step0.expect.num_batches_tracked",
        shape: [2],
        values: .int64([1, 1]),
        problem: "has shape [2], but [] is expected, the shape of initial.num_batches_tracked"
      ),
      Wrong(
        name: "step0.expect.weight",
        shape: [1],
        values: .float32([1]),
        problem: "is expected, but step 0 \"forward training\" does not produce it"
      ),
      Wrong(
        name: "step0.expect.grad_input",
        shape: [2, 1],
        values: .float32([1, 1]),
        problem: "is expected, but step 0 \"forward training\" does not produce it"
      ),
      Wrong(
        name: "step1.input",
        shape: [2, 1],
        values: .float32([1, 1]),
        problem: "does not belong to the case's steps"
      ),
      Wrong(
        name: "step0.actual.output",
        shape: [2, 1],
        values: .float32([1, 1]),
        problem: "does not belong to the case's steps"
      ),
    ]
  )
  func wrong(case wrong: Wrong) throws {
    let message = try Refusal.message {
      $0.members[wrong.name] = .tensor(wrong.shape, wrong.values)
    }
    #expect(message == "\(Self.place)\(wrong.name): \(wrong.problem)")
  }

  @Test(
    "refuses names that are none of the format's",
    arguments: [
      "input", "step.input", "step00.input", "step-1.input", "step64.input", "Step0.input",
      "step0.expect.outputs", "step0.expect", "initial.momentum", "step0.grad_bias", "initial.",
    ]
  )
  func names(name: String) throws {
    let message = try Refusal.message { $0.members[name] = DraftFile.floats(1) }
    #expect(
      message == "mine/two-values/f32: member \"\(name)\": is not a name of the format"
    )
  }

  @Test("an expected error leaves the state expectations and no output")
  func expectedError() throws {
    let kind = "step0.expect.error"
    #expect(
      try Refusal.message { draft in
        draft.members = draft.members.filter { name, _ in
          !name.contains("batch_") || name.contains("batches")
        }
        draft.members["step0.expect.output"] = nil
        draft.members[kind] = .text("too_few_values")
      } == "accepted"
    )
    let produced = try Refusal.message { $0.members[kind] = .text("too_few_values") }
    #expect(
      produced == """
        \(Self.place)step0.expect.output: is expected, but step 0 "forward training", \
        which fails, does not produce it
        """
    )
    let unknown = try Refusal.message { $0.members[kind] = .text("oops") }
    #expect(unknown == "\(Self.place)\(kind): is \"oops\", which is not a kind of error")
    let number = try Refusal.message { $0.members[kind] = DraftFile.floats(1) }
    #expect(number == "\(Self.place)\(kind): is a tensor, but a string is expected")
  }

  @Test("refuses a text where a tensor is expected")
  func text() throws {
    let message = try Refusal.message { $0.members["step0.input"] = .text("1 3") }
    #expect(message == "\(Self.place)step0.input: is a string, but a tensor is expected")
  }

  @Test("refuses a backward of a step that is expected to fail")
  func backwardOfFailure() throws {
    let message = try Refusal.message { draft in
      for name in draft.members.keys where name.contains("batch_") || name.contains("output") {
        draft.members[name] = nil
      }
      draft.members["step0.expect.error"] = .text("too_few_values")
      draft.attributes["steps"] = .strings(["forward training", "backward of=0 wants=input"])
      draft.members["step1.grad_output"] = DraftFile.floats(1, 1, shape: [2, 1])
    }
    #expect(
      message == """
        mine/two-values/f32: attribute steps: step 1 is a backward of step 0, which must fail
        """
    )
  }
}
