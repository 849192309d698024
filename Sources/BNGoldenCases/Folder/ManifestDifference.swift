// SPDX-License-Identifier: MIT

/// A way in which a golden folder is not what its manifest says.
package enum ManifestDifference: Equatable, Sendable {
  /// The manifest names a file that is not there.
  case missingFile(name: String)
  /// A golden file is there that the manifest does not name.
  case extraFile(name: String)
  /// A file, or a case of it, cannot be read.
  case unreadable(name: String, GoldenFormatError)
  /// A file holds more or fewer cases.
  case caseCount(name: String, manifest: Int, folder: Int)
  /// A file's cases say something else.
  case digest(name: String, manifest: ContentDigest, folder: ContentDigest)
  /// The manifest's own suite digest does not follow from its files.
  case suiteDigest(manifest: ContentDigest, computed: ContentDigest)
  /// The manifest names a file twice.
  case repeatedFile(name: String)
  /// The manifest is of another version of the format.
  case formatVersion(manifest: String)
}

extension ManifestDifference: CustomStringConvertible {
  /// One line for people.
  package var description: String {
    switch self {
    case .missingFile(let name): "\(name): is in the manifest, but not in the folder"
    case .extraFile(let name): "\(name): is in the folder, but not in the manifest"
    case .unreadable(_, let error): error.description
    case .caseCount(let name, let manifest, let folder):
      "\(name): has \(folder) cases, but the manifest says \(manifest)"
    case .digest(let name, let manifest, let folder):
      "\(name): has the content digest \(folder), but the manifest says \(manifest)"
    case .suiteDigest(let manifest, let computed):
      "\(Manifest.fileName): says the suite digest \(manifest), but its files give \(computed)"
    case .repeatedFile(let name): "\(Manifest.fileName): names \(name) twice"
    case .formatVersion(let manifest):
      "\(Manifest.fileName): is of format \(manifest.prefix(20).debugDescription)"
    }
  }
}
