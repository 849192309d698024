// SPDX-License-Identifier: MIT

import BNTestSupport
import Foundation
import Testing

@testable import BNGoldenCases

@Suite struct GoldenFolderTests {
  /// A place with a folder for each of the ways in which golden files are found.
  private static func place() throws -> TemporaryFolder {
    let place = try TemporaryFolder()
    for folder in ["argument", "variable", "here/Golden", "prefix/share/bnconform", "bare/Golden"] {
      try FileManager.default.createDirectory(
        atPath: place.file(folder),
        withIntermediateDirectories: true
      )
    }
    for folder in ["argument", "variable", "here/Golden", "prefix/share/bnconform"] {
      try Data().write(to: URL(filePath: place.file(folder + "/b.h5")))
      try Data().write(to: URL(filePath: place.file(folder + "/a.h5")))
      try Data().write(to: URL(filePath: place.file(folder + "/.a.h5")))
      try Data().write(to: URL(filePath: place.file(folder + "/MANIFEST.json")))
    }
    return place
  }

  private static func find(
    _ place: TemporaryFolder,
    argument: String? = nil,
    variable: String? = nil,
    here: String = "here"
  ) throws(GoldenFolderError) -> GoldenFolder {
    try GoldenFolder.find(
      argument: argument.map(place.file),
      environment: variable.map { [GoldenFolder.variable: place.file($0)] } ?? [:],
      currentFolder: place.file(here),
      executable: place.file("prefix/bin/bnconform")
    )
  }

  private static func problem(
    _ body: () throws(GoldenFolderError) -> GoldenFolder
  ) -> GoldenFolderError.Problem? {
    do throws(GoldenFolderError) {
      _ = try body()
      return nil
    } catch {
      return error.problem
    }
  }

  @Test("looks at the argument, the variable, the current folder, the installation, in this order")
  func order() throws {
    let place = try Self.place()
    let argument = try Self.find(place, argument: "argument", variable: "variable")
    #expect(argument.files == [place.file("argument/a.h5"), place.file("argument/b.h5")])
    #expect(try Self.find(place, variable: "variable").path == place.file("variable"))
    #expect(try Self.find(place).path == place.file("here/Golden"))
    for here in ["bare", "elsewhere"] {
      let installed = try Self.find(place, here: here)
      #expect(installed.files.map { $0.hasSuffix("prefix/share/bnconform/a.h5") }.first == true)
      #expect(installed.files.count == 2)
    }
  }

  @Test(
    "finds the goldens of the checkout that the executable was built in",
    arguments: ["release", "debug", "x86_64-unknown-linux-gnu/release"]
  )
  func checkout(build: String) throws {
    let place = try Self.place()
    let found = try GoldenFolder.find(
      argument: nil,
      environment: [:],
      currentFolder: place.file("elsewhere"),
      executable: place.file("here/.build/\(build)/bnconform")
    )
    #expect(found.path.hasSuffix("here/Golden") && found.files.count == 2)
  }

  @Test("takes a single file as argument")
  func file() throws {
    let place = try Self.place()
    let folder = try Self.find(place, argument: "argument/b.h5")
    #expect(folder.files == [place.file("argument/b.h5")])
  }

  @Test("a place that is named must hold golden files")
  func named() throws {
    let place = try Self.place()
    let bare = place.file("bare")
    #expect(
      Self.problem { () throws(GoldenFolderError) in try Self.find(place, argument: "bare") }
        == .empty(place: bare, source: .argument)
    )
    #expect(
      Self.problem { () throws(GoldenFolderError) in try Self.find(place, variable: "bare") }
        == .empty(place: bare, source: .environment)
    )
    #expect(
      Self.problem { () throws(GoldenFolderError) in try Self.find(place, argument: "none") }
        == .missing(place: place.file("none"), source: .argument)
    )
  }

  @Test("says where it looked and what to do, if there are none")
  func nowhere() throws {
    let error = GoldenFolderError(problem: .nowhere(places: ["./Golden", "/usr/share/bnconform"]))
    #expect(error.description == "no golden files in ./Golden or /usr/share/bnconform")
    #expect(error.hint.contains("BNCONFORM_GOLDEN"))
    let place = try TemporaryFolder()
    #expect(
      Self.problem { () throws(GoldenFolderError) in try Self.find(place) }
        == .nowhere(places: [
          place.file("here") + "/Golden", place.file("prefix/share/bnconform"),
        ])
    )
  }
}
