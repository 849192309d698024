// SPDX-License-Identifier: MIT

internal import BNPlatform

/// The versions of what runs the cases.
package struct ToolVersions: Equatable, Codable, Sendable {
  /// The version of bnconform.
  package var bnconform: String
  /// The version of the Swift compiler that built it, major.minor.
  package var swift: String

  /// The versions of this build.
  package static let current = ToolVersions(bnconform: "0.2.0", swift: compilerVersion)

  private static var compilerVersion: String {
    #if compiler(>=6.5)
      "6.5 or later"
    #elseif compiler(>=6.4)
      "6.4"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }
}

/// A machine that runs cases.
package struct Machine: Equatable, Codable, Sendable {
  /// The operating system and its version.
  package var system: String
  /// The processor's architecture.
  package var architecture: String
  /// The number of processors that may be used.
  package var processors: Int
  /// The host's name.
  package var host: String

  /// This machine.
  package static var current: Machine {
    let process = ProcessInfo.processInfo
    return Machine(
      system: "\(operatingSystem) \(process.operatingSystemVersionString)",
      architecture: architecture,
      processors: process.activeProcessorCount,
      host: process.hostName
    )
  }

  private static var operatingSystem: String {
    #if os(macOS)
      "macOS"
    #elseif os(Linux)
      "Linux"
    #else
      "other"
    #endif
  }

  private static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "other"
    #endif
  }
}
