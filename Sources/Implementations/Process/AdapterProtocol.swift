// SPDX-License-Identifier: MIT

/// The constants of the protocol between bnconform and an adapter, `tools/adapters/PROTOCOL.md`.
package enum AdapterProtocol {
  /// The version spoken.
  package static let version = 1
  /// The most bytes of elements that a request carries inline; larger tensors travel as files.
  package static let inlineLimit = 1 << 20
  /// The environment variable that marks every process of a session, so that none is left behind.
  package static let sessionVariable = "BNCONFORM_SESSION"
}
