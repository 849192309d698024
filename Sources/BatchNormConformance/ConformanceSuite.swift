// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import BNGoldenFiles

/// The golden cases, for authors who validate their own BatchNorm in their own tests.
///
/// ```swift
/// @Test(arguments: try ConformanceSuite.golden().cases(profile: .math))
/// func conforms(_ golden: ConformanceCase) {
///   let verdict = golden.verdict(on: MyLayer.self)
///   #expect(verdict.isAcceptable, "\(verdict)")
/// }
/// ```
///
/// The golden files are read in this process. A crash of the layer ends the test process, as in any
/// test; the command line tool judges in processes of their own.
public struct ConformanceSuite: Sendable {
  /// Every case, in the order of the ids.
  public let cases: [ConformanceCase]

  /// The suite that comes with this package, or the folder in `BNCONFORM_GOLDEN`.
  ///
  /// - Throws: an error that names the file if one cannot be read.
  public static func golden() throws -> ConformanceSuite {
    let named = ProcessInfo.processInfo.environment[GoldenFolder.variable] ?? ""
    return try ConformanceSuite(folder: named.isEmpty ? GoldenResources.folder : named)
  }

  /// Reads the golden files of a folder.
  ///
  /// - Throws: an error that names the file if one cannot be read.
  public init(folder: String) throws {
    var cases: [ConformanceCase] = []
    for file in try GoldenFolder(path: folder).files {
      for result in try GoldenFile.read(path: file).cases {
        cases.append(ConformanceCase(golden: try result.get()))
      }
    }
    self.cases = cases.sorted { $0.golden.id < $1.golden.id }
  }

  /// Some of the cases: those of a profile and of some levels, and of a feature or tag if one is given.
  ///
  /// The profile `math` leaves PyTorch's own policies out, `torch` holds both. A tag is for example
  /// `smoke`.
  public func cases(
    profile: CaseProfile = .ofOthers,
    levels: Set<CaseLevel> = [.required],
    tag: String? = nil
  ) -> [ConformanceCase] {
    cases.filter { candidate in
      let metadata = candidate.golden.metadata
      return (profile == .torch || metadata.profile == .math) && levels.contains(metadata.level)
        && (tag.map { candidate.golden.id.feature == $0 || metadata.tags.contains($0) } ?? true)
    }
  }
}
