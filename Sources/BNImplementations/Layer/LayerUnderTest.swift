// SPDX-License-Identifier: MIT

public import BatchNorm
public import BNGoldenCases

/// A BatchNorm layer that is to be judged, at the level at which authors think of it.
///
/// A case creates one, drives it through its steps and looks at its state after each.
public protocol LayerUnderTest: SteppedLayer {
  /// What the implementation cannot do, by the features of `tools/adapters/PROTOCOL.md`; nothing by
  /// default. Cases that need it are not put.
  static var unsupported: [DeclaredLimit] { get }

  /// Creates a layer that holds the given tensors.
  ///
  /// - Throws: `UnsupportedCase` if the implementation cannot express such a layer and no declared
  ///   feature says so; any other error costs the case.
  init(configuration: LayerConfiguration, state: LayerState) throws
}

extension LayerUnderTest {
  /// Nothing.
  public static var unsupported: [DeclaredLimit] { [] }
}
