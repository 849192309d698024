// SPDX-License-Identifier: MIT

internal import Foundation
internal import HDF5
internal import Synchronization

/// The guard of processes that do nothing but read files of strangers.
package enum ReadingWatch {
  private static let note = Mutex<String?>(nil)

  /// Ends this process, with a line on standard error, when reading a file hangs or eats memory.
  ///
  /// The name of each file is written to another file before it is opened, if one is given: should
  /// the library take this process down, whoever started it knows by which file.
  package static func arm(noting path: String? = nil) {
    HDF5Watch.arm()
    note.withLock { $0 = path }
  }

  /// Notes the file that is about to be opened.
  static func note(_ file: String) {
    guard let path = note.withLock({ $0 }) else { return }
    try? Data(file.utf8).write(to: URL(filePath: path))
  }
}
