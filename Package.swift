// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

/// `tools/fuzz` builds every module so that a fuzzer sees which branches an input takes.
let isFuzzed = Context.environment["BNCONFORM_FUZZ"] == "1"

/// Warnings are errors when the project's own scripts build, not for everyone who clones.
let warningsAreErrors = Context.environment["BNCONFORM_WARNINGS_AS_ERRORS"] == "1"

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
  "accumulation", "affine", "backward", "channels", "double_backward", "empty", "eps", "errors",
  "fingerprint", "layers", "metamorphic", "momentum", "offsets", "running_stats", "shapes",
  "special", "state", "track_running_stats", "types",
]

/// The golden files as resources of a target in their own folder.
let goldenFiles = Target.target(
  name: "GoldenFiles",
  path: "Golden",
  exclude: ["ADEQUACY.md", "AGREEMENT.json", "FORMAT.md", "RECIPES.txt", "reports"],
  sources: ["GoldenResources.swift"],
  resources: features.map { .copy("\($0).h5") } + [.copy("MANIFEST.json")],
  swiftSettings: settings
)

let package = Package(
  name: "bnconform",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "bnconform", targets: ["bnconform"]),
    .library(name: "BatchNorm", targets: ["BatchNorm", "Tensors"]),
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
      name: "CHDF5",
      pkgConfig: "hdf5",
      providers: [.apt(["libhdf5-dev", "pkg-config"]), .brew(["hdf5", "pkgconf"])]
    ),
    module("HDF5", ["CHDF5"], extra: [.strictMemorySafety()]),
    module("Tensors"),
    module("ExactArithmetic", ["Tensors", "BigInt"]),
    .target(name: "CAVX2"),
    module("BatchNorm", ["Tensors", "ExactArithmetic"]),
    module("FastBatchNorm", ["Tensors", "ExactArithmetic", "BatchNorm", "CAVX2", "BigInt"]),
    module("Differential", ["Tensors", "BatchNorm", "FastBatchNorm"]),
    module("Comparison", ["Tensors", "BatchNorm", "CAVX2"]),
    .systemLibrary(name: "CProcess"),
    module("Children", ["CProcess", subprocess, system]),
    module("GoldenCases", ["Tensors", "BatchNorm", "Comparison", "HDF5", "Children"]),
    module("Recipes", ["Tensors", "FastBatchNorm", "BatchNorm", "GoldenCases"]),
    module("Faults", ["Tensors", "BatchNorm", "GoldenCases"]),
    .systemLibrary(name: "CBNConform", path: "tools/adapters/library"),
    module(
      "Implementations",
      [
        "Tensors", "FastBatchNorm", "BatchNorm", "GoldenCases", "Comparison", "Faults", "Children",
        "CBNConform",
      ]
    ),
    module(
      "Conformance",
      [
        "Tensors", "BatchNorm", "Comparison", "GoldenCases", "Implementations", "Faults",
      ]
    ),
    module(
      "Reporting",
      [
        "Tensors", "BatchNorm", "Comparison", "GoldenCases", "Faults", "Conformance",
      ]
    ),
    goldenFiles,
    module(
      "BatchNormConformance",
      [
        "Conformance", "Comparison", "Faults", "Implementations", "GoldenCases", "GoldenFiles",
        "BatchNorm", "Tensors",
      ]
    ),
    .executableTarget(
      name: "bnconform",
      dependencies: [
        "Tensors", "BatchNorm", "Comparison", "GoldenCases", "HDF5", "Faults", "Implementations",
        "Conformance", "FastBatchNorm", "Recipes", "Reporting", "Differential", "Children",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "bnconform-bench",
      dependencies: ["BatchNorm", "Comparison", "Differential", "FastBatchNorm", "Tensors"],
      swiftSettings: settings,
      linkerSettings: [mathematics]
    ),
    module("TestSupport", path: "Tests/Support"),
    tests("HDF5Tests", ["HDF5", "CHDF5", "TestSupport"]),
    tests("ChildrenTests", ["Children"]),
    tests("TensorsTests", ["Tensors", "TestSupport"]),
    tests("ExactArithmeticTests", ["ExactArithmetic", "BigInt", "Tensors", "TestSupport"]),
    tests(
      "FastBatchNormTests",
      ["FastBatchNorm", "BatchNorm", "ExactArithmetic", "CAVX2", "Tensors", "TestSupport"]
    ),
    tests("DifferentialTests", ["Differential", "BatchNorm", "FastBatchNorm", "Tensors"]),
    tests("BatchNormTests", ["BatchNorm", "FastBatchNorm", "Tensors", "TestSupport"]),
    tests("BatchNormConformanceTests", ["BatchNormConformance"]),
    tests("RecipesTests", ["Recipes", "BatchNorm", "FastBatchNorm", "GoldenCases", "Tensors"]),
    tests("ComparisonTests", ["Comparison", "Tensors", "BatchNorm", "TestSupport"]),
    tests(
      "GoldenCasesTests",
      [
        "GoldenCases", "Children", "HDF5", "CHDF5", "Comparison", "Tensors", "BatchNorm",
        "TestSupport",
      ]
    ),
    tests(
      "ImplementationsTests",
      [
        "Implementations", "GoldenCases", "Comparison", "Tensors", "BatchNorm", "TestSupport",
      ]
    ),
    tests(
      "ConformanceTests",
      [
        "Conformance", "Implementations", "Faults", "GoldenCases", "Comparison", "Tensors",
        "BatchNorm", "TestSupport",
      ]
    ),
    tests(
      "ReportingTests",
      [
        "Reporting", "Conformance", "GoldenCases", "Comparison", "Tensors", "BatchNorm",
        "TestSupport",
      ]
    ),
    tests(
      "bnconformTests",
      [
        "bnconform", "Conformance", "Reporting", "GoldenCases", "Implementations", "Comparison",
        "Tensors", "BatchNorm", "TestSupport",
      ]
    ),
  ]
)

#if os(Linux)
  // Makes files that attack the reader; tools/hostile/run builds and runs it.
  package.targets.append(
    .executableTarget(
      name: "hostile",
      dependencies: ["CHDF5"],
      path: "tools/hostile",
      exclude: ["fuzz", "run"],
      swiftSettings: settings
    )
  )
  if isFuzzed {
    package.targets.append(
      .executableTarget(
        name: "bnconform-fuzz",
        dependencies: [
          "Comparison", "Conformance", "GoldenCases", "Implementations", "Recipes", "Reporting",
        ],
        path: "tools/fuzzing/Targets",
        swiftSettings: settings,
        linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]
      )
    )
  }
#endif
