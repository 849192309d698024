// SPDX-License-Identifier: MIT

public import BNTensors

/// What a BatchNorm layer was constructed with.
///
/// The constructor validates nothing (R1): eps and momentum may be any number, NaN included.
public struct LayerConfiguration: Equatable, Sendable {
  /// Which ranks the layer takes.
  public var kind: LayerKind
  /// The number of channels C, which no forward ever consults (R14).
  public var numFeatures: Int
  /// The number added to the variance inside the root (R21).
  public var eps: Double
  /// The weight of the new batch in the running statistics; nil is the cumulative average (R23, R27).
  public var momentum: Double?
  /// Whether the constructor made weight and bias (R2).
  public var affine: Bool
  /// Whether the constructor made running statistics (R3).
  public var trackRunningStats: Bool
  /// The type of weight, bias and running statistics (R18).
  public var parameterType: ElementType
  /// The type of the inputs (R17, R18).
  public var inputType: ElementType

  /// Creates a configuration; the defaults are those of R1.
  public init(
    kind: LayerKind,
    numFeatures: Int,
    eps: Double = 1e-5,
    momentum: Double? = 0.1,
    affine: Bool = true,
    trackRunningStats: Bool = true,
    parameterType: ElementType = .float32,
    inputType: ElementType = .float32
  ) {
    self.kind = kind
    self.numFeatures = numFeatures
    self.eps = eps
    self.momentum = momentum
    self.affine = affine
    self.trackRunningStats = trackRunningStats
    self.parameterType = parameterType
    self.inputType = inputType
  }
}

/// Which input ranks a layer takes (R7).
public enum LayerKind: String, CaseIterable, Codable, Sendable {
  /// `BatchNorm1d`: rank 2 or 3.
  case oneDimensional = "1d"
  /// `BatchNorm2d`: rank 4.
  case twoDimensional = "2d"
  /// `BatchNorm3d`: rank 5.
  case threeDimensional = "3d"
  /// `SyncBatchNorm` without a process group: any rank from 2 (R6).
  case anyDimensional = "nd"

  /// Whether an input of this rank is taken.
  public func accepts(rank: Int) -> Bool {
    switch self {
    case .oneDimensional: rank == 2 || rank == 3
    case .twoDimensional: rank == 4
    case .threeDimensional: rank == 5
    case .anyDimensional: rank >= 2
    }
  }
}
