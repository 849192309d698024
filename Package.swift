// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

/// `tools/fuzz` builds every module so that a fuzzer sees which branches an input takes.
let isFuzzed = Context.environment["BNCONFORM_FUZZ"] == "1"

/// Warnings are errors when the project's own scripts build, not for everyone who clones.
let warningsAreErrors = Context.environment["BNCONFORM_WARNINGS_AS_ERRORS"] == "1"

/// The commit that `tools/release` builds, for `--version`.
let buildCommit = Context.environment["BNCONFORM_COMMIT"].flatMap { $0.isEmpty ? nil : $0 }

let settings: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
  ] + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])
  + (isFuzzed ? [.unsafeFlags(["-sanitize=fuzzer", "-enable-testing"])] : [])

let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(
  name: "SystemPackage",
  package: "swift-system",
  condition: .when(platforms: [.linux])
)

/// A module without Foundation needs the C mathematics library named (fma, sqrtf on baseline x86-64).
let mathematics = LinkerSetting.linkedLibrary("m", .when(platforms: [.linux]))

func module(
  _ name: String,
  _ dependencies: [Target.Dependency] = [],
  path: String? = nil,
  extra: [SwiftSetting] = []
) -> Target {
  .target(
    name: name,
    dependencies: dependencies,
    path: path,
    swiftSettings: settings + extra,
    linkerSettings: [mathematics]
  )
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The features that have a golden file; `tools/check-structure` compares with the folder.
let features = [
  "accumulation", "affine", "attributes", "backward", "channels", "double_backward", "empty", "eps",
  "errors",
  "fingerprint", "layers", "metamorphic", "momentum", "offsets", "running_stats", "shapes",
  "sizes", "special", "state", "track_running_stats", "types",
]

/// The golden files as resources of a target in their own folder.
let goldenFiles = Target.target(
  name: "BNGoldenFiles",
  path: "Golden",
  exclude: ["ADEQUACY.md", "AGREEMENT.json", "FORMAT.md", "RECIPES.txt", "reports"],
  sources: ["GoldenResources.swift"],
  resources: features.map { .copy("\($0).h5") } + [.copy("MANIFEST.json"), .copy("KILLS.jsonl")],
  swiftSettings: settings
)

// Target names carry a prefix, so that they cannot clash with those of a package that depends on this one.
let numbers: [Target.Dependency] = ["BNTensors", "BNExactArithmetic"]
let cases: [Target.Dependency] = [
  "BNPlatform", "BNTensors", "BatchNorm", "BNBounds", "BNGoldenCases",
]
let verdicts: [Target.Dependency] = cases + ["BNFaults", "BNImplementations", "BNVerdicts"]
let running: [Target.Dependency] =
  verdicts + ["BNDiagnosis", "BNRunFile", "BNAdequacy", "BNRunning"]

let package = Package(
  name: "bnconform",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "bnconform", targets: ["bnconform"]),
    .library(name: "BatchNorm", targets: ["BatchNorm"]),
    .library(name: "BatchNormConformance", targets: ["BatchNormConformance"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CBNHDF5",
      pkgConfig: "hdf5",
      providers: [.apt(["libhdf5-dev", "pkg-config"]), .brew(["hdf5", "pkgconf"])]
    ),
    .systemLibrary(name: "CBNProcess"),
    .systemLibrary(name: "CBNConform", path: "tools/adapters/library"),
    .target(
      name: "CBNBuild",
      cSettings: buildCommit.map { [.define("BNCONFORM_COMMIT", to: "\"\($0)\"")] }
    ),
    .target(name: "CBNKernels"),
    module("BNPlatform"),
    module("BNHDF5", ["BNPlatform", "CBNHDF5"], extra: [.strictMemorySafety()]),
    module("BNChildren", ["BNPlatform", "CBNProcess", subprocess, system]),
    module("BNTensors"),
    module("BNExactArithmetic", ["BNTensors", "BigInt"]),
    module("BatchNorm", numbers),
    module("BNKernels", numbers + ["BatchNorm", "CBNKernels", "BigInt"]),
    module("BNDifferential", ["BNTensors", "BatchNorm", "BNKernels"]),
    module("BNBounds", ["BNPlatform", "BNTensors", "BatchNorm", "CBNKernels"]),
    module(
      "BNGoldenCases",
      ["BNPlatform", "BNTensors", "BatchNorm", "BNBounds", "BNHDF5", "BNChildren"]
    ),
    module("BNFaults", ["BNTensors", "BatchNorm", "BNGoldenCases"]),
    module("BNImplementations", cases + ["BNKernels", "BNFaults", "BNChildren", "CBNConform"]),
    module("BNRecipes", cases + ["BNKernels", "BNImplementations"]),
    module("BNVerdicts", cases + ["BNImplementations"]),
    module("BNDiagnosis", cases + ["BNFaults", "BNVerdicts"]),
    module("BNRunFile", verdicts + ["BNDiagnosis"]),
    module("BNAdequacy", verdicts + ["BNDifferential", "BNDiagnosis", "BNRunFile"]),
    module("BNRunning", verdicts + ["BNDiagnosis", "BNRunFile", "BNAdequacy"]),
    module("BNExploration", running + ["BNDifferential", "BNRecipes", "BNKernels"]),
    module("BNReporting", running + ["BNExploration"]),
    goldenFiles,
    module("BatchNormConformance", verdicts + ["BNDiagnosis", "BNGoldenFiles"]),
    .executableTarget(
      name: "bnconform",
      dependencies: running + [
        "BNHDF5", "BNKernels", "BNRecipes", "BNReporting", "BNDifferential", "BNChildren",
        "CBNBuild",
        "BNExploration",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "bnconform-bench",
      dependencies: ["BatchNorm", "BNBounds", "BNDifferential", "BNKernels", "BNTensors"],
      swiftSettings: settings,
      linkerSettings: [mathematics]
    ),
    module("BNTestSupport", cases + ["BNImplementations"], path: "Tests/Support"),
    tests("BNPlatformTests", ["BNPlatform"]),
    tests("BNHDF5Tests", ["BNHDF5", "CBNHDF5", "BNTestSupport"]),
    tests("BNChildrenTests", ["BNChildren"]),
    tests("BNTensorsTests", ["BNTensors", "BNTestSupport"]),
    tests("BNExactArithmeticTests", numbers + ["BigInt", "BNTestSupport"]),
    tests("BatchNormTests", ["BatchNorm", "BNKernels", "BNTensors", "BNTestSupport"]),
    tests("BNKernelsTests", numbers + ["BNKernels", "BatchNorm", "CBNKernels", "BNTestSupport"]),
    tests("BNDifferentialTests", ["BNDifferential", "BatchNorm", "BNKernels", "BNTensors"]),
    tests("BNBoundsTests", ["BNBounds", "BNTensors", "BatchNorm", "BNTestSupport"]),
    tests("BNGoldenCasesTests", cases + ["BNChildren", "BNHDF5", "CBNHDF5", "BNTestSupport"]),
    tests(
      "BNRecipesTests",
      ["BNRecipes", "BNBounds", "BatchNorm", "BNKernels", "BNGoldenCases", "BNTensors"]
    ),
    tests("BNImplementationsTests", cases + ["BNImplementations", "BNTestSupport"]),
    tests("BNConformanceTests", running + ["BNTestSupport"]),
    tests(
      "BNExplorationTests",
      running + ["BNDifferential", "BNExploration", "BNRecipes", "BNTestSupport"]
    ),
    tests("BNReportingTests", running + ["BNReporting", "BNTestSupport"]),
    tests("BNCommandTests", running + ["bnconform", "BNReporting", "BNTestSupport"]),
    tests("BatchNormConformanceTests", ["BatchNormConformance"]),
  ]
)

#if os(Linux)
  // Makes files that attack the reader; tools/hostile/run builds and runs it.
  package.targets.append(
    .executableTarget(
      name: "hostile",
      dependencies: ["CBNHDF5"],
      path: "tools/hostile",
      exclude: ["fuzz", "run"],
      swiftSettings: settings
    )
  )
  if isFuzzed {
    package.targets.append(
      .executableTarget(
        name: "bnconform-fuzz",
        dependencies: running + ["BNRecipes", "BNReporting"],
        path: "tools/fuzzing/Targets",
        swiftSettings: settings,
        linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]
      )
    )
  }
#endif
