// SPDX-License-Identifier: MIT

import Testing

@testable import BNGoldenCases

@Suite struct StepTextTests {
  @Test(
    "writes what it reads",
    arguments: [
      "forward training", "forward evaluation", "backward of=0 wants=input",
      "backward of=12 wants=input,weight,bias", "backward of=1 wants=weight,bias",
      "double_backward of=1 wants=grad_output,weight,input", "double_backward of=3 wants=input",
      "reset_running_stats", "set_track_running_stats on", "set_track_running_stats off",
      "load_state version=2", "load_state version=1", "load_state version=none",
      "set_eps 0.5", "set_eps 1e-05", "set_momentum 1.0", "set_momentum none", "set_momentum nan",
      "set_grad_enabled off", "copy", "switch",
    ]
  )
  func roundTrip(text: String) throws {
    #expect(try StepText(text).description == text)
  }

  @Test(
    "names the first word that is wrong",
    arguments: [
      ("", ""), ("Forward training", "Forward"), (" forward training", ""),
      ("forward", ""), ("forward train", "train"), ("forward  training", ""),
      ("forward training ", ""), ("forward training again", "again"),
      ("backward of=0", ""), ("backward wants=input of=0", "wants=input"),
      ("backward of=-1 wants=input", "of=-1"), ("backward of=00 wants=input", "of=00"),
      ("backward of=+1 wants=input", "of=+1"), ("backward of= wants=input", "of="),
      ("backward of=0 wants=", "wants="),
      ("backward of=0 wants=weight,input", "wants=weight,input"),
      ("backward of=0 wants=input,input", "wants=input,input"),
      ("backward of=0 wants=input,", "wants=input,"),
      ("backward of=0 wants=grad_output", "wants=grad_output"),
      ("double_backward of=0 wants=bias", "wants=bias"),
      ("double_backward of=0 wants=input,grad_output", "wants=input,grad_output"),
      ("reset_running_stats now", "now"), ("set_track_running_stats", ""),
      ("set_track_running_stats true", "true"), ("load_state", ""),
      ("load_state version=3", "version=3"), ("load_state 2", "2"),
      ("set_eps", ""), ("set_eps none", "none"), ("set_eps 0.50", "0.50"), ("set_eps 1e-5", "1e-5"),
      ("set_momentum 1", "1"), ("set_momentum None", "None"), ("set_grad_enabled 0", "0"),
      ("copy now", "now"), ("switch back", "back"),
    ]
  )
  func refusal(text: String, word: String) {
    let error = #expect(throws: StepTextError.self) { try StepText(text) }
    #expect(error?.word == word)
    #expect(error?.text == text)
  }

  @Test("takes a backward of an earlier forward and a double backward of an earlier backward")
  func references() throws {
    let texts = [
      "forward training", "backward of=0 wants=input", "double_backward of=1 wants=weight",
      "backward of=0 wants=bias",
    ]
    #expect(try StepText.program(texts).map(\.description) == texts)
  }

  @Test(
    "refuses a step that goes back to the wrong kind of step",
    arguments: [
      (["backward of=0 wants=input"], 0, "of=0"),
      (["forward training", "backward of=1 wants=input"], 1, "of=1"),
      (["forward training", "backward of=2 wants=input", "forward training"], 1, "of=2"),
      (["reset_running_stats", "backward of=0 wants=input"], 1, "of=0"),
      (["forward training", "double_backward of=0 wants=input"], 1, "of=0"),
      (
        ["forward training", "backward of=0 wants=input", "backward of=1 wants=input"], 2, "of=1"
      ),
      (["set_grad_enabled off", "forward training", "backward of=1 wants=input"], 2, "of=1"),
      (["forward training", "switch", "copy"], 1, "switch"),
    ]
  )
  func wrongReference(texts: [String], step: Int, word: String) {
    let error = #expect(throws: StepTextError.self) { try StepText.program(texts) }
    #expect(error?.step == step)
    #expect(error?.word == word)
  }

  @Test("a forward is recorded if gradients are enabled when it runs, whatever comes after")
  func recording() throws {
    let texts = [
      "set_grad_enabled off", "forward training", "set_grad_enabled on", "forward training",
      "set_grad_enabled off", "backward of=3 wants=input",
    ]
    #expect(try StepText.program(texts).map(\.description) == texts)
  }

  @Test("takes 64 steps and refuses 65")
  func limit() throws {
    let step = "reset_running_stats"
    #expect(try StepText.program(Array(repeating: step, count: 64)).count == 64)
    let error = #expect(throws: StepTextError.self) {
      try StepText.program(Array(repeating: step, count: 65))
    }
    #expect(error?.description == "65 steps are more than the 64 allowed")
  }

  @Test("says the step, the word and what is expected in one line")
  func message() {
    let error = #expect(throws: StepTextError.self) {
      try StepText.program(["forward training", "backward of=0 wants=weight,input"])
    }
    #expect(
      error?.description
        == """
        step 1 "backward of=0 wants=weight,input": "wants=weight,input" stands where \
        wants=input,weight,bias is expected
        """
    )
  }
}
