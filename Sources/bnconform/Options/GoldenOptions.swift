// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNAdequacy
internal import BNExploration
internal import BNRunFile
internal import BNPlatform
internal import BNGoldenCases
internal import BNRecipes

/// Which golden files to use.
struct GoldenOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Golden files, or folders of them.",
      discussion: """
        Without any: those in --golden, else in $BNCONFORM_GOLDEN, else in ./Golden, else in \
        ../share/bnconform relative to the executable, or in the checkout that it was built in.
        """,
      valueName: "file"
    ),
    completion: .file(extensions: ["h5"])
  )
  var files: [String] = []

  @Option(help: ArgumentHelp("The folder of golden files.", valueName: "folder"))
  var golden: String?

  @Flag(
    help: ArgumentHelp(
      "Use the large cases in place of golden files.",
      discussion: """
        More than 65,536 samples or channels, 2^20 + 1 and 2^24 + 1 values of a channel. They are made by a \
        rule when they are put; their values come from the reference alone, and up to 2 GB of memory are used.
        """
    )
  )
  var large = false

  @Option(
    help: ArgumentHelp(
      "Use so many drawn cases of a seed in place of golden files, such as 17:1000.",
      discussion: """
        The cases of `bnconform explore --seed`, the same on every machine. What explore does not have, a run has: \
        a run file, reports, shards, --resume, --expect.
        """,
      valueName: "seed:count"
    )
  )
  var drawn: DrawnRange?

  func validate() throws {
    if [golden != nil, !files.isEmpty, large, drawn != nil].count(where: { $0 }) > 1 {
      throw ValidationError("give one of files, --golden, --large and --drawn")
    }
  }

  /// The files to use, how they were named, and the manifest of their folder if that counts.
  func resolve() throws -> GoldenChoice {
    if let drawn {
      let paths = DrawnCaseReader.paths(seed: drawn.seed, count: drawn.count)
      return GoldenChoice(source: .files, files: PlannedFile.list(paths))
    }
    if large {
      let paths = LargeCase.all.map(LargeCaseReader.path)
      return GoldenChoice(source: .files, files: PlannedFile.list(paths))
    }
    guard files.isEmpty else {
      var paths: [String] = []
      for file in files { paths += try Self.expand(file) }
      var seen: Set<String> = []
      return GoldenChoice(
        source: .files,
        files: PlannedFile.list(paths.filter { seen.insert($0).inserted })
      )
    }
    let folder = try GoldenPlaces.find(argument: golden)
    return GoldenChoice(
      source: golden == nil ? .usualPlace : .folder,
      files: PlannedFile.list(folder.files),
      folder: folder.path
    )
  }

  /// The golden files of a folder; anything else is taken for a file.
  private static func expand(_ path: String) throws -> [String] {
    guard FileManager.default.isFolder(atPath: path) == true else { return [path] }
    return try GoldenFolder(path: path).files
  }
}

/// So many drawn cases of a seed.
struct DrawnRange: ExpressibleByArgument {
  let seed: UInt64
  let count: Int

  /// Reads a text such as `17:1000`; nil if it is another one.
  init?(argument: String) {
    let words = argument.split(separator: ":", omittingEmptySubsequences: false)
    guard words.count == 2, let seed = UInt64(words[0]), let count = Int(words[1]),
      (1...1_000_000).contains(count)
    else { return nil }
    (self.seed, self.count) = (seed, count)
  }
}

/// The golden files of one command.
struct GoldenChoice {
  var source: GoldenSource
  var files: [PlannedFile]
  /// The folder, unless files were named one by one.
  var folder: String?

  /// The files that a command reads because of the choice.
  var uses: [FileUse] {
    let manifest = folder.map { $0 + "/" + Manifest.fileName }
    return files.map { FileUse(.read, $0.path, as: "the golden file \($0.path)") }
      + (manifest.map { [FileUse(.read, $0, as: "the manifest \($0)")] } ?? [])
  }

  /// The table of kills of the folder; nil if there is no folder, or no table that belongs to its files.
  func kills() throws -> KillTable? {
    guard let folder, let manifest = try manifest() else { return nil }
    let table = try KillTable.read(folder: folder)
    return table?.digest == manifest.digest ? table : nil
  }

  /// The manifest of the folder; nil if there is no folder, or no manifest in it.
  func manifest() throws -> Manifest? {
    guard let folder,
      FileManager.default.fileExists(atPath: folder + "/" + Manifest.fileName)
    else { return nil }
    return try Manifest.read(folder: folder)
  }
}
