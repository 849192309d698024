// SPDX-License-Identifier: MIT

internal import BNPlatform

/// The golden files to work on, found in the usual places.
package struct GoldenFolder: Equatable, Sendable {
  /// The folder's path.
  package let path: String
  /// The paths of its golden files, sorted by the bytes of their names.
  package let files: [String]

  /// The environment variable that names the folder.
  package static let variable = "BNCONFORM_GOLDEN"
  /// The ending of golden files.
  package static let fileExtension = ".h5"

  /// Finds the folder: the argument, then `BNCONFORM_GOLDEN`, then `./Golden`, then beside the executable
  /// `../share/bnconform`, or the `Golden` of the checkout in whose `.build` the executable lies.
  ///
  /// The argument may be a single golden file, too. A place that is named must hold golden files;
  /// the others are passed over if they hold none.
  ///
  /// - Throws: ``GoldenFolderError`` if there is none.
  package static func find(
    argument: String?,
    environment: [String: String],
    currentFolder: String,
    executable: String?
  ) throws(GoldenFolderError) -> GoldenFolder {
    if let argument { return try GoldenFolder(named: argument, by: .argument) }
    if let named = environment[variable], !named.isEmpty {
      return try GoldenFolder(named: named, by: .environment)
    }
    var places = [currentFolder + "/Golden"]
    if let executable {
      let resolved = URL(filePath: executable).resolvingSymlinksInPath()
      let prefix = resolved.deletingLastPathComponent().deletingLastPathComponent()
      places.append(prefix.appending(path: "share/bnconform").path(percentEncoded: false))
      if let checkout = checkout(of: resolved) {
        places.append(checkout.appending(path: "Golden").path(percentEncoded: false))
      }
    }
    for place in places {
      let files = goldenFiles(in: place) ?? []
      if !files.isEmpty { return GoldenFolder(path: place, files: files) }
    }
    throw GoldenFolderError(problem: .nowhere(places: places))
  }

  /// The folder in whose `.build` an executable was built; nil if it lies elsewhere.
  private static func checkout(of executable: URL) -> URL? {
    var folder = executable.deletingLastPathComponent()
    while folder.pathComponents.count > 1 {
      let parent = folder.deletingLastPathComponent()
      if folder.lastPathComponent == ".build" { return parent }
      folder = parent
    }
    return nil
  }

  /// Opens the folder at a path.
  ///
  /// - Throws: ``GoldenFolderError`` if there is no such folder, or no golden file in it.
  package init(path: String) throws(GoldenFolderError) {
    try self.init(named: path, by: .argument)
  }

  private init(path: String, files: [String]) {
    self.path = path
    self.files = files
  }

  private init(named place: String, by source: GoldenFolderError.Source) throws(GoldenFolderError) {
    guard let isFolder = FileManager.default.isFolder(atPath: place) else {
      throw GoldenFolderError(problem: .missing(place: place, source: source))
    }
    guard isFolder else {
      let folder = URL(filePath: place).deletingLastPathComponent().path(percentEncoded: false)
      self.init(path: folder, files: [place])
      return
    }
    guard let files = Self.goldenFiles(in: place) else {
      throw GoldenFolderError(problem: .unreadable(place: place, source: source))
    }
    guard !files.isEmpty else {
      throw GoldenFolderError(problem: .empty(place: place, source: source))
    }
    self.init(path: place, files: files)
  }

  /// The golden files in a folder, or nil if it cannot be listed.
  private static func goldenFiles(in folder: String) -> [String]? {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      return nil
    }
    return names.filter { $0.hasSuffix(fileExtension) && !$0.hasPrefix(".") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { folder.hasSuffix("/") ? folder + $0 : folder + "/" + $0 }
  }
}
