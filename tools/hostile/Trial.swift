// SPDX-License-Identifier: MIT

import Foundation

/// One run of the program on a hostile file, measured.
struct Trial {
  var code: Int32
  var seconds: Double
  var peakMiB: Double
  var output: String

  /// Runs a program by way of a fresh process of ours: what this one has had in memory, to make the
  /// file, would else count as the program's.
  static func apart(_ words: [String], folder: String) -> Trial {
    let report = folder + "/measured"
    _ = Trial([CommandLine.arguments[0], "--measure", folder, report] + words, folder: folder)
    let text = (try? String(contentsOfFile: report, encoding: .utf8)) ?? ""
    let numbers = text.split(separator: " ").compactMap { Double($0) }
    let bytes = FileManager.default.contents(atPath: folder + "/output") ?? Data()
    return Trial(
      code: Int32(numbers.first ?? -1),
      seconds: numbers.count == 3 ? numbers[1] : 0,
      peakMiB: numbers.count == 3 ? numbers[2] : 0,
      output: String(decoding: bytes, as: UTF8.self)
    )
  }

  /// What the fresh process does: it runs the program and writes down what that took.
  static func measure(_ arguments: [String]) throws {
    let trial = Trial(Array(arguments.dropFirst(2)), folder: arguments[0])
    let text = "\(trial.code) \(trial.seconds) \(trial.peakMiB)"
    try text.write(toFile: arguments[1], atomically: true, encoding: .utf8)
  }

  /// The first line that names the file.
  func message(naming file: String) -> String {
    let lines = output.split(separator: "\n").map(String.init)
    return lines.first { $0.contains(file) } ?? lines.first ?? ""
  }

  /// Whether the output has bytes that would move a terminal's cursor.
  var movesTheCursor: Bool { output.unicodeScalars.contains { $0.value < 32 && $0 != "\n" } }
}

extension Trial {
  /// Runs a program and waits for it.
  init(_ words: [String], folder: String) {
    let log = folder + "/output"
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var arguments = words.map { strdup($0) } + [nil]
    let environment = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") }
    var variables = environment + [nil]
    var process = pid_t()
    let start = Date.now
    _ = posix_spawn(&process, words[0], &actions, nil, &arguments, &variables)
    var (status, usage) = (Int32(), rusage())
    while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
    let signal = status & 0x7F
    let bytes = FileManager.default.contents(atPath: log) ?? Data()
    self.init(
      code: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
      seconds: Date.now.timeIntervalSince(start),
      peakMiB: Double(usage.ru_maxrss) / 1024,
      output: String(decoding: bytes, as: UTF8.self)
    )
    for pointer in arguments + variables { free(pointer) }
    posix_spawn_file_actions_destroy(&actions)
  }
}
