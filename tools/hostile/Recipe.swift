// SPDX-License-Identifier: MIT

import CBNHDF5
import Foundation

/// One hostile file and how it is offered to the program.
struct Recipe {
  var name: String
  var command: Command = .run
  /// What the program may exit with; 2 is a refusal.
  var codes: Set<Int32> = [2]
  var make: (Place) throws -> Void

  /// The commands that open files, and the options of `run` that do.
  enum Command: String {
    case run, check, show, list, explain, export, verify
    case report, compare, merge, resume
    case lastFailed = "last-failed"
    case expect, manifest
  }

  /// Whether the file is sound, though strange, or changes while it is read.
  var mayBeTaken: Bool { codes != [2] }

  /// Where the file is to be written, and what must never be opened.
  struct Place {
    var path: String
    var canary: String
  }

  init(_ name: String, _ command: Command = .run, _ make: @escaping (Place) throws -> Void) {
    self.name = name
    self.command = command
    self.make = make
  }

  /// The same file, which the program need not refuse as long as it ends in one of these ways.
  func ending(with codes: Set<Int32>) -> Recipe {
    var recipe = self
    recipe.codes = codes
    return recipe
  }

  /// A file that holds these bytes and nothing else.
  static func text(_ name: String, _ command: Command, _ bytes: @autoclosure @escaping () -> Data)
    -> Recipe
  {
    Recipe(name, command) { try bytes().write(to: URL(filePath: $0.path)) }
  }

  /// A file whose parts are changed while it is written.
  static func golden(
    _ name: String,
    _ command: Command = .run,
    _ change: @escaping (inout RawGolden, Place) -> Void
  ) -> Recipe {
    Recipe(name, command) { place in
      var golden = RawGolden()
      change(&golden, place)
      golden.write(to: place.path)
    }
  }

  /// A file whose input is another data set.
  static func input(
    _ name: String,
    _ command: Command = .run,
    _ make: @escaping (hid_t, Place) -> Void
  ) -> Recipe {
    golden(name, command) { golden, place in
      golden.omitted = ["step0.input"]
      golden.golden = { make($0, place) }
    }
  }

  /// A valid file whose bytes are changed.
  static func bytes(
    _ name: String,
    _ command: Command = .run,
    _ change: @escaping (inout Data) -> Void
  ) -> Recipe {
    Recipe(name, command) { place in
      RawGolden().write(to: place.path)
      let url = URL(filePath: place.path)
      var data = try Data(contentsOf: url)
      change(&data)
      try data.write(to: url)
    }
  }
}
