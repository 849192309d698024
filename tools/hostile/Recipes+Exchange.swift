// SPDX-License-Identifier: MIT

import CBNHDF5
import Foundation

extension Recipe {
  /// Run files, lists and manifests that are none, and golden files in their place.
  static var exchange: [Recipe] {
    let deep = Data(String(repeating: "[", count: 1_000_000).utf8)
    let header = Data(#"{"formatVersion":"1.0","type":"header""#.utf8)
    var recipes = [
      text("run-file-as-golden", .run, header),
      text("nested-JSON-as-golden", .list, deep),
      text("line-of-nested-lists", .report, deep + Data("\n".utf8)),
      text(
        "line-of-nested-objects",
        .compare,
        Data(String(repeating: #"{"a":"#, count: 500_000).utf8)
      ),
      text("header-without-end", .report, header),
      text("header-then-nothing", .merge, header + Data("}\n".utf8)),
      text("line-of-64-MiB", .report, Data(repeating: 0x61, count: 64 << 20)),
      text(
        "two-hundred-thousand-empty-objects",
        .report,
        Data(String(repeating: "{}\n", count: 200_000).utf8)
      ),
      text("run-file-of-NULs", .merge, Data(count: 1 << 20)),
      text("list-that-is-not-UTF-8", .expect, Data([0xFF, 0xFE, 0x0A, 0xC3, 0x28])),
      text(
        "list-of-control-characters",
        .expect,
        Data("\u{1B}[2Jmine/two-values/f32 \u{1B}]0;x\u{07}\n".utf8)
      ),
      text("manifest-of-nested-lists", .manifest, deep),
      text(
        "manifest-of-wrong-types",
        .manifest,
        Data(#"{"digest":1,"files":{},"format_version":[],"versions":"x"}"#.utf8)
      ),
      text("manifest-of-100-MB", .manifest, Data(repeating: 0x20, count: 100_000_000)),
      text(
        "manifest-with-a-count-of-1e400",
        .manifest,
        Data(
          #"{"digest":"00","files":[{"cases":1e400,"digest":"0","name":"a"}],"format_version":"1.0","versions":{}}"#
            .utf8
        )
      ),
      text("manifest-is-empty", .manifest, Data()),
      text("manifest-is-not-UTF-8", .manifest, Data([0x7B, 0xFF, 0xFE, 0x7D])),
      Recipe("manifest-is-a-pipe", .manifest) { mkfifo($0.path, 0o600) },
    ]
    for command in [Command.report, .compare, .merge, .resume, .lastFailed, .expect, .manifest] {
      recipes += [
        golden("golden-file-for-\(command.rawValue)", command) { _, _ in },
        Recipe("zeros-without-end-for-\(command.rawValue)", command) {
          symlink("/dev/zero", $0.path)
        },
        Recipe("folder-for-\(command.rawValue)", command) { mkdir($0.path, 0o700) },
      ]
    }
    return recipes
  }

  /// Files that are strange and sound, or change while they are read: no refusal is needed, but a
  /// verdict or a sentence.
  static var sound: [Recipe] {
    [
      Recipe("script-in-the-user-block") { place in
        var golden = RawGolden()
        golden.creation = Raw.userBlock
        golden.write(to: place.path)
        try patch(place.path) { $0.replaceSubrange(0..<16, with: Data("#!/bin/sh\nexit 0".utf8)) }
      }.ending(with: [0]),
      golden("written-by-a-newer-library") { golden, _ in golden.access = Raw.latestFormat }
        .ending(with: [0]),
      golden("eps-is-a-signalling-NaN", .show) { golden, _ in
        golden.omitted = ["eps"]
        golden.golden = {
          let bits: [UInt64] = [0x7FF0_0000_0000_0001]
          Raw.attribute($0, "eps", chdf5_float64_type(), [], bits.map(Double.init(bitPattern:)))
        }
      }.ending(with: [0]),
      golden("type-of-the-input-is-named") { golden, _ in
        golden.omitted = ["step0.input"]
        golden.golden = { group in
          let type = H5Tcopy(chdf5_float32_type())
          H5Tcommit_anon(group, type, 0, 0)
          Raw.dataset(group, "step0.input", type, [2, 1], [1, 3] as [Float])
          H5Tclose(type)
        }
      }.ending(with: [0, 2]),
      golden("rationale-moves-the-cursor", .show) { golden, _ in
        golden.strings["rationale"] = "\u{1B}[2J\u{1B}]0;pwned\u{07}"
      }.ending(with: [0, 2]),
      golden("count-is-negative") { golden, _ in golden.counts = (-5, -4) }.ending(with: [0, 2]),
      golden("count-overflows") { golden, _ in golden.counts = (.max, .min) }
        .ending(with: [0, 1, 2]),
      golden("count-overflows-exported", .export) { golden, _ in golden.counts = (.max, .min) }
        .ending(with: [0, 2]),
      Recipe("changes-while-it-is-read") { try change($0.path, with: Data()) }
        .ending(with: [0, 1, 2]),
      Recipe("grows-while-it-is-read") { try change($0.path, with: Data(count: 1 << 16)) }
        .ending(with: [0, 1, 2]),
    ]
  }

  /// Writes a file and begins to change it to and fro, for some seconds.
  private static func change(_ path: String, with other: Data) throws {
    RawGolden().write(to: path)
    let sound = try Data(contentsOf: URL(filePath: path))
    Thread.detachNewThread {
      for turn in 0..<20_000 {
        let half = sound.prefix(sound.count / 2)
        let contents = [other, sound, half, sound + other, sound][turn % 5]
        guard let file = FileHandle(forUpdatingAtPath: path) else { return }
        try? file.write(contentsOf: contents)
        try? file.truncate(atOffset: UInt64(contents.count))
        try? file.close()
        usleep(100)
      }
    }
  }
}
