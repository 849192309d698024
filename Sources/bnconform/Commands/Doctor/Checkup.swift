// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNRunning
internal import BNKernels
internal import BNPlatform
internal import BNGoldenCases
internal import BNHDF5

/// What a run needs of the machine, looked at piece by piece.
struct Checkup {
  let environment: [String: String]
  /// The folder of golden files that the command line names.
  let golden: String?

  /// Everything, in the order of what depends on what.
  func findings(by reader: some GoldenReader) async -> [Finding] {
    await [program, library, kernels, arithmetic] + goldens(by: reader)
      + [readers, temporaryFolder, python, compiler]
  }

  private var program: Finding {
    let (tool, machine) = (ToolVersions.current, Machine.current)
    return Finding(
      .good,
      "bnconform",
      "\(tool.bnconform), built with Swift \(tool.swift), on \(machine.system), "
        + "\(machine.architecture), \(machine.processors) processors"
    )
  }

  private var library: Finding {
    Finding(
      .good,
      "libhdf5",
      "\(HDF5Library.version); plug-in filters are off"
    )
  }

  private var kernels: Finding {
    let best = KernelChoice.best == .avx2 ? "the processor has AVX2 and FMA" : "no AVX2 here"
    let used = KernelChoice.preferred.rawValue
    return Finding(.good, "kernels", "\(used); \(best)")
  }

  private var arithmetic: Finding {
    guard FloatingPointEnvironment.isDefault else {
      return Finding(
        .bad,
        "arithmetic",
        "does not round to nearest, or turns subnormal numbers into 0",
        hint: "something that was loaded into this process has set the control register"
      )
    }
    return Finding(
      .good,
      "arithmetic",
      "rounds to nearest, keeps subnormal numbers"
    )
  }

  private func goldens(by reader: some GoldenReader) async -> [Finding] {
    do {
      let folder = try GoldenPlaces.find(argument: golden)
      let manifest = try Manifest.read(folder: folder.path)
      let differences = await manifest.verify(folder: folder, by: reader)
      let cases = manifest.files.map(\.cases).reduce(0, +)
      guard differences.isEmpty else {
        return differences.map {
          Finding(
            .bad,
            "goldens",
            "\(folder.path): \($0)",
            hint: "take the folder from a clean checkout"
          )
        }
      }
      let text =
        "\(folder.path): \(cases) cases in \(manifest.files.count) files, as the manifest says"
      return [Finding(.good, "goldens", text)]
    } catch {
      let hint = "name the folder with --golden, or in BNCONFORM_GOLDEN"
      return [Finding(.bad, "goldens", "\(error)", hint: hint)]
    }
  }

  private var readers: Finding {
    guard let command = try? ReaderCommand.find(environment: environment),
      FileManager.default.isExecutableFile(atPath: command.executable)
    else {
      return Finding(
        .bad,
        "readers",
        "cannot be started",
        hint: "BNCONFORM_READER must name the executable, or must not be set"
      )
    }
    return Finding(.good, "readers", command.executable)
  }

  private var temporaryFolder: Finding {
    let folder = FileManager.default.temporaryDirectory
    let probe = folder.appendingPathComponent("bnconform-doctor-\(UUID().uuidString)")
    do {
      try Data([0]).write(to: probe)
      try FileManager.default.removeItem(at: probe)
      return Finding(.good, "temporary", "\(folder.path) can be written")
    } catch {
      return Finding(
        .bad,
        "temporary",
        "\(folder.path) cannot be written",
        hint: "TMPDIR names another folder"
      )
    }
  }

  private var python: Finding {
    guard let path = found("python3") else {
      return Finding(
        .absent,
        "python3",
        "not found: only implementations in Python and the oracle need it"
      )
    }
    return Finding(
      .good,
      "python3",
      "\(path), for implementations in Python"
    )
  }

  private var compiler: Finding {
    guard let path = found("cc") ?? found("clang") else {
      return Finding(
        .absent,
        "cc",
        "not found: only implementations in C need it"
      )
    }
    return Finding(.good, "cc", "\(path), for implementations in C")
  }

  private func found(_ name: String) -> String? {
    environment["PATH", default: ""].split(separator: ":").map { "\($0)/\(name)" }
      .first(where: FileManager.default.isExecutableFile)
  }
}
