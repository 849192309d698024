// SPDX-License-Identifier: MIT

import CBNHDF5
import Foundation

/// Makes hostile files, offers each to the program, and tells how the program took it.
@main
enum Main {
  static func main() throws {
    let arguments = CommandLine.arguments
    if arguments.count > 4, arguments[1] == "--measure" {
      return try Trial.measure(Array(arguments.dropFirst(2)))
    }
    if arguments.count == 5, arguments[1] == "--copies", let copies = Int(arguments[2]) {
      return try Copies(folder: arguments[3]).write(copies, to: arguments[4])
    }
    guard arguments.count == 3 || arguments.count == 5 else {
      print("usage: hostile PATH-OF-BNCONFORM EMPTY-FOLDER [DAMAGED-FILES SEED]")
      exit(64)
    }
    let (program, folder) = (arguments[1], arguments[2])
    _ = H5Eset_auto2(chdf5_default_stack(), nil, nil)
    if arguments.count == 5, let count = Int(arguments[3]), let seed = UInt64(arguments[4]) {
      var fuzzing = Fuzzing(program: program, folder: folder, generator: SplitMix(state: seed))
      exit(try fuzzing.run(count) ? 0 : 1)
    }
    let canary = try Canary(path: folder + "/canary.h5")
    mkdir(folder + "/valid", 0o700)
    RawGolden().write(to: folder + "/valid/valid.h5")
    let valid = Trial(
      [
        program, "run", folder + "/valid/valid.h5", "--implementation", "reference", "--show",
        "none",
      ],
      folder: folder
    )
    guard valid.code == 0 else {
      print("the file that the others are made from is refused:\n\(valid.output)")
      exit(1)
    }
    var (failures, hinted) = (0, 0)
    var (slowest, largest) = (0.0, 0.0)
    let recipes =
      Recipe.storage + Recipe.content + Recipe.structure + Recipe.numbers + Recipe.damage
      + Recipe.exchange + Recipe.sound
    print("| file | command | exit | s | MiB | what is said |\n|---|---|---|---|---|---|")
    for recipe in recipes {
      let home = folder + "/" + recipe.name
      mkdir(home, 0o700)
      let path = home + "/mine.h5"
      try recipe.make(Recipe.Place(path: path, canary: canary.path))
      _ = canary.wasTouched()
      let trial = Trial.apart([program] + words(recipe.command, path, home), folder: home)
      let message = trial.message(naming: named(recipe))
      var faults: [String] = []
      if canary.wasTouched() { faults.append("READ ANOTHER FILE") }
      if !recipe.codes.contains(trial.code) { faults.append("EXIT CODE") }
      if !message.contains(named(recipe)), !recipe.mayBeTaken {
        faults.append("NAMES NO FILE")
      }
      if trial.output.contains("hint") { hinted += 1 }
      if trial.movesTheCursor { faults.append("CONTROL CHARACTERS") }
      if trial.seconds > 60 { faults.append("TOO SLOW") }
      if trial.peakMiB > 1536 { faults.append("TOO LARGE") }
      failures += faults.isEmpty ? 0 : 1
      (slowest, largest) = (max(slowest, trial.seconds), max(largest, trial.peakMiB))
      let text = message.replacing(home + "/", with: "").replacing("|", with: "\\|")
      let row = [
        recipe.name, recipe.command.rawValue, "\(trial.code)",
        String(format: "%.2f", trial.seconds), String(format: "%.0f", trial.peakMiB),
        faults.map { "**\($0)** " }.joined() + String(text.prefix(150)),
      ]
      print("| " + row.joined(separator: " | ") + " |")
      fflush(nil)
    }
    let refused = recipes.count { !$0.mayBeTaken }
    print(
      "\n\(refused) hostile files and \(recipes.count - refused) strange ones that may be taken, "
        + "\(failures) not treated as they should be; ",
      terminator: ""
    )
    print(
      String(
        format: "%d with a hint, slowest %.2f s, largest %.0f MiB",
        hinted,
        slowest,
        largest
      )
    )
    exit(failures == 0 ? 0 : 1)
  }

  /// What the refusal must name.
  private static func named(_ recipe: Recipe) -> String {
    recipe.command == .manifest ? "MANIFEST.json" : "mine.h5"
  }

  /// The command line that offers a file.
  private static func words(_ command: Recipe.Command, _ path: String, _ home: String) -> [String] {
    let valid = ["run", home + "/../valid/valid.h5", "--implementation", "reference"]
    switch command {
    case .run: return ["run", path, "--implementation", "reference", "--show", "failures"]
    case .check: return ["check", path, "--golden", home + "/../valid", "--show", "none"]
    case .show, .explain: return [command.rawValue, "mine/two-values/f32", path]
    case .list: return ["list", path]
    case .report: return ["report", path, "--markdown", "/dev/null"]
    case .compare: return ["compare", path, path]
    case .merge: return ["merge", path, path, "--output", home + "/merged.jsonl"]
    case .resume: return valid + ["--resume", path, "--show", "none"]
    case .lastFailed, .expect:
      return valid + ["--" + command.rawValue, path, "--show", "none"]
    case .manifest:
      // The manifest itself is the hostile file; the golden file beside it is sound.
      rename(path, home + "/MANIFEST.json")
      symlink(home + "/../valid/valid.h5", home + "/valid.h5")
      return ["run", "--golden", home, "--implementation", "reference", "--show", "none"]
    case .export: return ["export", path, "--output", home + "/requests.h5"]
    case .verify:
      let zeros = String(repeating: "0", count: 64)
      let manifest = """
        {"digest":"\(zeros)","files":[{"cases":1,"digest":"\(zeros)","name":"mine.h5"}],\
        "format_version":"1.0","versions":{}}
        """
      try? Data(manifest.utf8).write(to: URL(filePath: home + "/MANIFEST.json"))
      return ["golden", "verify", "--golden", home]
    }
  }
}
