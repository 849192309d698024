// SPDX-License-Identifier: MIT

import Foundation

/// A file outside of the golden file that tells whether anyone opened it.
final class Canary {
  let path: String
  private let notifier: Int32

  init(path: String) throws {
    self.path = path
    var golden = RawGolden()
    golden.strings["title"] = "outside"
    golden.write(to: path)
    notifier = inotify_init1(Int32(IN_NONBLOCK))
    inotify_add_watch(notifier, path, UInt32(IN_OPEN) | UInt32(IN_ACCESS))
  }

  deinit { close(notifier) }

  /// Whether the file was opened or read since the last question.
  func wasTouched() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 4096)
    var isTouched = false
    while read(notifier, &bytes, bytes.count) > 0 { isTouched = true }
    return isTouched
  }
}
