// SPDX-License-Identifier: MIT

internal import CBNHDF5

/// An identifier that several values hold; it is closed when the last of them goes out of use.
final class HDF5SharedHandle: Sendable {
  /// The identifier with its owner.
  private let handle: HDF5Handle

  /// The identifier.
  var id: hid_t { handle.id }

  /// Takes over an identifier.
  init(_ handle: consuming HDF5Handle) { self.handle = handle }
}
