// SPDX-License-Identifier: MIT

import BatchNorm
import Foundation
import BNGoldenCases
import BNTensors
import Testing

@testable import BNImplementations

@Suite("Implementations in a child process")
struct ProcessImplementationTests {
  /// A well-behaved adapter in sh whose output is its input.
  private func command(_ script: String = "behave", _ words: String...) -> [String] {
    let folder = MisbehavingAdapter.folder.path
    return ["sh", "-c", "misbehave() { :; }; . \(folder)/common.sh; \(script)", "adapter"] + words
  }

  private func tensor(_ count: Int) throws -> Tensor {
    try Tensor(shape: Shape([count, 1]), storage: .float32((0..<count).map { Float($0) }))
  }

  private func request(_ input: Tensor) throws -> CaseRequest {
    var request = try MisbehaviourTests.request(0)
    request.steps = [.forward(mode: .evaluation, input: input)]
    return request
  }

  @Test("say who they are, and are found in PATH")
  func description() async throws {
    let description = try await ProcessImplementation(command: command()).description
    #expect(description.name == "misbehaving")
    #expect(description.language == "sh")
  }

  @Test("answer small tensors inline and large ones through files, with the same bits")
  func tensors() async throws {
    let inputs = [try tensor(2), try tensor(0), try tensor(300_000)]
    let requests = try inputs.map(request)
    let answers = try await ProcessImplementation(command: command()).withSession { session in
      var answers: [CaseAnswer] = []
      for request in requests { answers.append(await session.answer(request)) }
      return answers
    }
    for (input, answer) in zip(inputs, answers) {
      #expect(answer == .ran([StepObservation(tensors: [.output: input])]))
    }
  }

  @Test("are not asked for what they declared they cannot do")
  func declared() async throws {
    let start = """
      read -r line
      echo '{"protocol":1,"name":"x","version":"1","language":"sh","unsupported":\
      [{"feature":"forward_evaluation","reason":"training only","link":"https://x.invalid/1"}]}'
      question; echo '{"never":"asked"}'
      """
    let request = try request(tensor(2))
    let answer = try await ProcessImplementation(command: command(start)).withSession {
      await $0.answer(request)
    }
    #expect(answer == .unsupported(reason: "training only", link: "https://x.invalid/1"))
  }

  @Test("end at once when the task is cancelled, and leave nothing")
  func cancellation() async throws {
    let traces = ProcessTraces()
    let request = try request(tensor(2))
    let command = ["/usr/bin/env", "TRACE_MARK=\(traces.mark)"] + command("greet; sleep 1000")
    let begin = ContinuousClock.now
    let task = Task {
      try await ProcessImplementation(
        command: command,
        limits: ProcessLimits(perCase: .seconds(900))
      ).withSession { await $0.answer(request) }
    }
    try await Task.sleep(for: .milliseconds(300))
    task.cancel()
    let answer = await task.result
    #expect(ContinuousClock.now - begin < .seconds(300))
    if case .success(.ran) = answer { Issue.record("it was not cancelled") }
    #expect(traces.survivors().isEmpty)
  }

  @Test("are given up after three starts in a row that fail")
  func failingStarts() async throws {
    let counter = FileManager.default.temporaryDirectory.appending(path: "starts-\(UUID())")
    defer { try? FileManager.default.removeItem(at: counter) }
    let script = """
      echo start >>"$1"; if [ $(wc -l <"$1") -gt 1 ]; then echo broken >&2; exit 4; fi
      greet; question; exit 5
      """
    let request = try request(tensor(2))
    let command = command(script, counter.path)
    let messages = try await ProcessImplementation(command: command).withSession { session in
      var messages: [String] = []
      for _ in 0..<6 {
        if case .errored(let message) = await session.answer(request) { messages.append(message) }
      }
      return messages
    }
    try #require(messages.count == 6)
    #expect(messages[0].hasPrefix("exited with code 5"))
    for message in messages[1...3] {
      #expect(message == "exited with code 4 without answering; standard error:\nbroken")
    }
    for message in messages[4...] { #expect(message.hasPrefix("not started again after 3")) }
    #expect(try String(contentsOf: counter, encoding: .utf8).split(separator: "\n").count == 4)
  }

  @Test("show the end of standard error with a failure")
  func standardError() async throws {
    let script = """
      greet; question; i=0
      while [ $i -lt 50 ]; do echo "line $i" >&2; i=$((i + 1)); done; exit 1
      """
    let request = try request(tensor(2))
    let answer = try await ProcessImplementation(command: command(script)).withSession {
      await $0.answer(request)
    }
    let lines = (38..<50).map { "line \($0)" }.joined(separator: "\n")
    #expect(
      answer
        == .errored(message: "exited with code 1 without answering; standard error:\n\(lines)")
    )
  }

  @Test("get nothing that leads to the expected values: no variable of ours, no id of a case")
  func nothingLeadsToGoldens() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "kept-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    setenv("BNCONFORM_HIDDEN_BY_TEST", "/goldens", 1)
    defer { unsetenv("BNCONFORM_HIDDEN_BY_TEST") }
    let command = command("env >\"$1\"; behave", folder.path + "/environment")
    var implementation = ProcessImplementation(command: command)
    implementation.requestFolder = folder.path
    let requests = try (0..<2).map(MisbehaviourTests.request)
    let seen = try await implementation.withSession { session in
      for request in requests { _ = await session.answer(request) }
      return try String(contentsOfFile: folder.path + "/environment", encoding: .utf8)
    }
    let ours = seen.split(separator: "\n").filter { $0.hasPrefix("BNCONFORM") }
    #expect(ours.count == 1)
    #expect(ours.first?.hasPrefix("BNCONFORM_SESSION=") == true)
    for index in 0..<2 {
      // Our own files have the name of the case, so that its author finds it.
      let file = "\(folder.path)/misbehaviour:case-\(index):f32.request.json"
      let line = try String(contentsOfFile: file, encoding: .utf8)
      #expect(line.contains("\"id\":\"c\(index + 1)\""))
      #expect(!line.contains("misbehaviour"))
    }
  }

  @Test("are not started where the talk is to be kept in a folder that is a file")
  func keptInFile() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "kept-\(UUID())")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    var implementation = ProcessImplementation(command: command())
    implementation.requestFolder = file.path
    let error = await #expect(throws: AdapterFailure.self) { try await implementation.description }
    #expect(error?.description.contains("\(file.path) is no folder") == true)
  }

  #if os(Linux)
    @Test("that end before they read a question have their end told after the case before")
    func lateEnd() async throws {
      let script = "greet; question; answer; sleep 3; exit 3"
      let requests = try (0..<3).map(MisbehaviourTests.request)
      let implementation = ProcessImplementation(command: command(script))
      let answers = try await implementation.withSession { session in
        var answers: [CaseAnswer] = []
        for request in requests { answers.append(await session.answer(request)) }
        return answers
      }
      let late = """
        exited with code 3 after its answer to misbehaviour/case-0/f32, before this case was read
        """
      #expect(answers[1] == .errored(message: late))
      if case .ran = answers[2] {} else { Issue.record("\(answers[2])") }
    }
  #endif

  @Test("that cannot be run say what is wrong with the file")
  func unusable() async throws {
    let path = "/tmp/bnconform-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("exit 0\n".utf8).write(to: URL(filePath: path))
    let expected = [
      (path + "x", "there is no file \(path)x"), ("/tmp", "/tmp is a folder"),
      (path, "\(path) is not executable"),
    ]
    for (program, words) in expected {
      let implementation = ProcessImplementation(command: [program])
      let error = await #expect(throws: AdapterFailure.self) {
        try await implementation.description
      }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    let implementation = ProcessImplementation(command: [path])
    let error = await #expect(throws: AdapterFailure.self) { try await implementation.description }
    #expect(error?.description.contains("no script with a #! line") == true)
  }

  @Test("that are nowhere to be found say so", arguments: ["no-such-program-7f3a", "./none/such"])
  func missing(program: String) async throws {
    let implementation = ProcessImplementation(command: [program])
    let error = await #expect(throws: AdapterFailure.self) { try await implementation.description }
    #expect(error?.description.hasPrefix("cannot be started: ") == true)
    #expect(error?.description.contains("such") == true)
  }
}
