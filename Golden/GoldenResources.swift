// SPDX-License-Identifier: MIT

internal import Foundation

/// The golden files as resources, for packages that depend on this one.
public enum GoldenResources {
  /// The folder in which the build has put them.
  public static var folder: String {
    Bundle.module.resourceURL?.path(percentEncoded: false) ?? Bundle.module.bundlePath
  }
}
