// SPDX-License-Identifier: MIT

import Foundation

/// Offers many files with random damage, and tells how many took the reader down and how it ended.
struct Fuzzing {
  let program: String
  let folder: String
  var generator: SplitMix

  /// How many files one process reads, as long as none takes it down.
  private static let batch = 40

  /// Tries so many files; false if one of them was not refused or taken in an orderly way.
  mutating func run(_ count: Int) throws -> Bool {
    RawGolden().write(to: folder + "/seed.h5")
    let seed = try Data(contentsOf: URL(filePath: folder + "/seed.h5"))
    let places = Self.structures(of: seed)
    var (tried, refused, contained, findings) = (0, 0, 0, 0)
    while tried < count {
      var paths: [String] = []
      for index in 0..<Self.batch {
        let path = folder + "/mutant-\(index).h5"
        try mutate(seed, at: places).write(to: URL(filePath: path))
        paths.append(path)
      }
      tried += paths.count
      // Most files are harmless, and many are read by one process; if it dies, each is tried alone.
      let together = Trial([program, "list", "--profile", "torch"] + paths, folder: folder)
      let isOrderly = [0, 2].contains(together.code) && !together.wasTakenDown
      if isOrderly { refused += together.output.split(separator: "\n").count { $0.hasPrefix("!") } }
      for path in isOrderly ? [] : paths {
        let alone = Trial([program, "list", "--profile", "torch", path], folder: folder)
        if alone.code == 2 { refused += 1 }
        if alone.wasTakenDown { contained += 1 }
        if ![0, 2].contains(alone.code) || (alone.wasTakenDown && !alone.output.contains(".h5")) {
          findings += 1
          let kept = folder + "/finding-\(findings).h5"
          try? FileManager.default.copyItem(atPath: path, toPath: kept)
          print("exit \(alone.code): \(kept): \(alone.output.prefix(300))")
        }
      }
    }
    print(
      "\(tried) damaged files: \(refused) refused, \(contained) took the library down and were named, "
        + "\(findings) findings"
    )
    return findings == 0
  }

  /// Where the file's structures stand: their signatures, and the object headers' messages.
  private static func structures(of data: Data) -> [Int] {
    var places = [0, 8, 24, 40]
    for mark in ["TREE", "HEAP", "SNOD", "GCOL"] {
      var start = data.startIndex
      while let found = data.range(of: Data(mark.utf8), in: start..<data.endIndex) {
        places.append(found.lowerBound)
        start = found.upperBound
      }
    }
    return places
  }

  private mutating func mutate(_ seed: Data, at places: [Int]) -> Data {
    var data = seed
    for _ in 0...Int(generator.next() % 4) {
      let isStructural = generator.next() % 2 == 0
      let base = isStructural ? places[Int(generator.next() % UInt64(places.count))] : 0
      let reach = isStructural ? 64 : data.count
      let place = min(base + Int(generator.next() % UInt64(reach)), data.count - 1)
      switch generator.next() % 5 {
      case 0: data[place] = UInt8(truncatingIfNeeded: generator.next())
      case 1: data[place] ^= 1 << UInt8(generator.next() % 8)
      case 2: data[place] = [0, 1, 0x7F, 0x80, 0xFF][Int(generator.next() % 5)]
      case 3:
        for offset in place..<min(place + 8, data.count) { data[offset] = 0xFF }
      default:
        let source = Int(generator.next() % UInt64(data.count))
        for offset in 0..<min(8, data.count - max(place, source)) {
          data[place + offset] = data[source + offset]
        }
      }
    }
    return data
  }
}

extension Trial {
  /// Whether the reading process was ended by a signal or by its watch.
  var wasTakenDown: Bool {
    output.contains("was killed by signal") || output.contains("a call of the HDF5 library")
  }
}

/// Random numbers that a seed determines.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
