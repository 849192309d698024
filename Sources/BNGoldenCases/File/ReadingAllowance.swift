// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import BNHDF5

/// What a file may still ask for while it is read.
///
/// Each object has one name, and all tensors together are no larger than the file; so a small file
/// cannot make its reader work or allocate without end.
final class ReadingAllowance {
  private var seen: Set<HDF5ObjectIdentity> = []
  private var bytes: UInt64

  /// Creates the allowance of a file; a symbolic link stands for what it leads to.
  init(path: String) {
    var status = stat()
    bytes = stat(path, &status) == 0 ? UInt64(clamping: status.st_size) : 0
  }

  /// Notes an object; false if another name has led to it already.
  func meet(_ object: HDF5ObjectIdentity) -> Bool { seen.insert(object).inserted }

  /// Takes the size of a tensor; false if the file is too small to hold all that was taken.
  func take(byteCount: UInt64) -> Bool {
    guard byteCount <= bytes else { return false }
    bytes -= byteCount
    return true
  }
}
