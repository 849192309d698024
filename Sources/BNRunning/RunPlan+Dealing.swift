// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNPlatform

extension RunPlan {
  /// The places of the files in the order in which they are judged.
  ///
  /// Several jobs get large files first: a large one left for the end would be the work of one of them
  /// while the others have nothing to do. One job keeps to the plan.
  package var dealingOrder: [Int] {
    guard settings.jobs > 1 else { return Array(settings.paths.indices) }
    let sizes = settings.paths.map(Self.byteCount)
    return sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
  }

  /// The size of a file; 0 if the system does not tell.
  private static func byteCount(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}
