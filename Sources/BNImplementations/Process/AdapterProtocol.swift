// SPDX-License-Identifier: MIT

/// The constants of the protocol between bnconform and an adapter, `tools/adapters/PROTOCOL.md`.
package enum AdapterProtocol {
  /// The version spoken.
  package static let version = 1
  /// The most bytes of elements that a request carries inline; larger tensors travel as files.
  package static let inlineLimit = 1 << 20
}
