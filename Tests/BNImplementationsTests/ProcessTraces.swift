// SPDX-License-Identifier: MIT

import Foundation

/// What a child could leave behind, looked for without the code under test.
struct ProcessTraces {
  /// Marks every process that inherits it.
  let mark = UUID().uuidString
  private let note: URL

  init() {
    note = FileManager.default.temporaryDirectory.appending(path: "note-\(mark)")
  }

  /// A command that runs a script under the mark.
  func command(_ script: String) -> [String] {
    ["/usr/bin/env", "TRACE_MARK=\(mark)", "FOLDER_NOTE=\(note.path)", script]
  }

  /// The processes, if any, that are still there, zombies excepted.
  func survivors() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.filter { name in
      guard Int(name) != nil,
        let environment = FileManager.default.contents(atPath: "/proc/\(name)/environ")
      else { return false }
      return environment.range(of: Data(mark.utf8)) != nil
    }
  }

  /// Our own children that ended and were not reaped; only meaningful where tests run one by one.
  func zombies() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    let us = "\(ProcessInfo.processInfo.processIdentifier)"
    return names.filter { name in
      guard let record = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
        let bracket = record.lastIndex(of: ")")
      else { return false }
      let fields = record[record.index(after: bracket)...].split(separator: " ")
      return fields.count > 1 && fields[0] == "Z" && fields[1] == us
    }
  }

  /// The session's folder if it is still there.
  func folderLeft() -> String? {
    defer { try? FileManager.default.removeItem(at: note) }
    guard let path = try? String(contentsOf: note, encoding: .utf8), !path.isEmpty,
      FileManager.default.fileExists(atPath: path)
    else { return nil }
    return path
  }
}
