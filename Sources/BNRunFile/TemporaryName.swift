// SPDX-License-Identifier: MIT

internal import Foundation

/// Names under which a file is written before it gets its own.
package enum TemporaryName {
  /// A hidden name in the same folder that no other process or host uses.
  package static func beside(_ path: String) -> String {
    let target = URL(filePath: path)
    let process = ProcessInfo.processInfo.processIdentifier
    let unique = "\(process)-\(UInt32.random(in: 0...UInt32.max))"
    return target.deletingLastPathComponent()
      .appending(path: ".\(target.lastPathComponent).\(unique).tmp")
      .path(percentEncoded: false)
  }
}
