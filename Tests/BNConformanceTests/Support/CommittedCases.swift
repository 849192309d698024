// SPDX-License-Identifier: MIT

import Foundation
import BNGoldenCases

/// The golden cases of this checkout.
enum CommittedCases {
  /// The cases that the predicate selects.
  static func all(_ isSelected: (CaseMetadata) -> Bool) throws -> [GoldenCase] {
    try files.flatMap { file in
      try GoldenFile.read(path: file) { _, metadata in isSelected(metadata) }.cases
        .map { try $0.get() }
    }
  }

  /// The cases of one golden file.
  static func feature(_ name: String) throws -> [GoldenCase] {
    try files.filter { $0.hasSuffix("/\(name).h5") }.flatMap { file in
      try GoldenFile.read(path: file).cases.map { try $0.get() }
    }
  }

  /// The folder of the golden files.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Golden").path(percentEncoded: false)

  private static var files: [String] {
    get throws { try GoldenFolder(path: folder).files }
  }
}
