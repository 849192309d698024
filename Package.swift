// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

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

let package = Package(
  name: "bnconform",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "BatchNorm", targets: ["BatchNorm", "Tensors"])
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
    .target(
      name: "HDF5", dependencies: ["CHDF5"], swiftSettings: settings + [.strictMemorySafety()]),
    .target(name: "Tensors", swiftSettings: settings),
    .target(name: "BatchNorm", dependencies: ["Tensors"], swiftSettings: settings),
    .target(name: "Comparison", dependencies: ["Tensors", "BatchNorm"], swiftSettings: settings),
    .target(
      name: "GoldenCases",
      dependencies: ["Tensors", "BatchNorm", "Comparison", "HDF5"],
      swiftSettings: settings
    ),
    .target(
      name: "Implementations",
      dependencies: ["Tensors", "BatchNorm", "GoldenCases"],
      swiftSettings: settings
    ),
    .target(
      name: "Conformance",
      dependencies: [
        "Tensors", "BatchNorm", "Comparison", "GoldenCases", "Implementations",
      ],
      swiftSettings: settings
    ),
    .testTarget(
      name: "GoldenCasesTests",
      dependencies: ["Tensors", "BatchNorm", "Comparison", "GoldenCases", "HDF5"],
      swiftSettings: settings
    ),
  ]
)
