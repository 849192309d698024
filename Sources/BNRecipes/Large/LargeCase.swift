// SPDX-License-Identifier: MIT

internal import BNBounds
package import BNGoldenCases
package import BNTensors
package import BatchNorm

/// A case that is too large for a golden file: its data come from a rule, its expected values from the
/// reference.
///
/// Kernels fail at sizes that a file of some megabytes cannot hold: more than 65,535 samples or channels, a
/// grid that is one block too small, sums over more than a million values. A large case is made when it is
/// put, and its digest must be the one on file. Its values come from the reference alone (golden values come
/// from two computations), which is why these cases are no part of the suite.
package struct LargeCase: Equatable, Sendable {
  /// What a case asks for.
  package enum Program: String, CaseIterable, Sendable {
    /// A forward with the batch's statistics (R20, R23).
    case training
    /// The same, and all three gradients (R33).
    case backward
    /// A forward with the running statistics (R25).
    case evaluation
  }

  /// The second part of the id, without the program: what is large.
  package let name: String
  /// What is asked for.
  package let program: Program
  /// Which ranks the layer takes.
  package let kind: LayerKind
  /// The dimensions of the input.
  package let shape: Shape
  /// The type of the input.
  package let inputType: ElementType
  /// The type of parameters and statistics.
  package let parameterType: ElementType

  /// The number n of values of a channel.
  var valuesPerChannel: Int { shape.valuesPerChannel }

  /// The third part of the id, such as `f32` or `f16-f32`.
  private var types: String {
    inputType == parameterType
      ? inputType.abbreviation : "\(inputType.abbreviation)-\(parameterType.abbreviation)"
  }

  /// The id's text, which is also the name in the list of digests.
  package var id: String { "\(Self.feature)/\(name)-\(program.rawValue)/\(types)" }

  /// The first part of every id.
  package static let feature = "large"

  /// Why the case exists and how it counts.
  ///
  /// The bound of serial sums in binary32 says little from 2^20 values on and nothing from 2^24 on: there the case
  /// is judged by the depth of blocked sums, and recommended. What no order of summation explains decides all the
  /// same.
  package var metadata: CaseMetadata {
    let asksForBlocks =
      program != .evaluation && parameterType != .float64 && valuesPerChannel >= 1 << 20
    return CaseMetadata(
      title: "\(name), \(program.rawValue): \(inputType.rawValue) of shape \(shape)",
      rationale: """
        Sizes that indexes of 16 bits, grids of blocks and tiles get wrong; the last value of a channel carries \
        half of its variance, so that leaving out a tail shows.
        """,
      rules: rules,
      level: asksForBlocks ? .recommended : .required,
      profile: .math,
      tags: [Self.feature],
      boundDepth: asksForBlocks ? .blocked : .valuesPerChannel
    )
  }

  private var rules: [RuleID] {
    let numbers =
      switch program {
      case .training: [20, 21, 22, 23]
      case .backward: [20, 21, 22, 33]
      case .evaluation: [21, 22, 25]
      }
    return numbers.compactMap { RuleID("R\($0)") }
  }

  /// What the layer is constructed with.
  package var configuration: LayerConfiguration {
    LayerConfiguration(
      kind: kind,
      numFeatures: shape.dimensions[1],
      parameterType: parameterType,
      inputType: inputType
    )
  }

  /// The steps, without their tensors.
  package var steps: [StepText] {
    switch program {
    case .training: [.forward(.training)]
    case .backward: [.forward(.training), .backward(of: 0, wants: FirstOrderGradient.allCases)]
    case .evaluation: [.forward(.evaluation)]
    }
  }
}
