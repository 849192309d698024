// SPDX-License-Identifier: MIT

import Foundation

/// One run of the program on a hostile file, measured.
struct Trial {
  var code: Int32
  var seconds: Double
  var peakMiB: Double
  var output: String

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
    seconds = Date.now.timeIntervalSince(start)
    peakMiB = Double(usage.ru_maxrss) / 1024
    let signal = status & 0x7F
    code = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    let bytes = FileManager.default.contents(atPath: log) ?? Data()
    output = String(decoding: bytes, as: UTF8.self)
    for pointer in arguments + variables { free(pointer) }
    posix_spawn_file_actions_destroy(&actions)
  }

  /// The line that says what is wrong with the file.
  var message: String {
    let lines = output.split(separator: "\n").map(String.init)
    return lines.first { $0.contains(".h5") } ?? lines.first ?? ""
  }

  /// Whether the output has bytes that would move a terminal's cursor.
  var movesTheCursor: Bool { output.unicodeScalars.contains { $0.value < 32 && $0 != "\n" } }
}
