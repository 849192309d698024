// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

let package = Package(
  name: "MyBatchNorm",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "bnconform", path: "../../../..")],
  targets: [
    .target(name: "MyBatchNorm"),
    .testTarget(
      name: "MyBatchNormTests",
      dependencies: [
        "MyBatchNorm",
        .product(name: "BatchNormConformance", package: "bnconform"),
      ]
    ),
  ]
)
