// SPDX-License-Identifier: MIT

/// How far a computed gradient of β, Σdy, may lie from the exact one (R33, R34).
///
/// ```
/// E = θ_h·Σ|dy| + u·|Σdy|
/// ```
/// The error of a sum of depth h (``MeanBound``), and one rounding for storing it.
enum GradientBiasBound {
  static func error(gradOutput: some Sequence<Double>, propagation: ErrorPropagation) -> Double {
    propagation.total(gradOutput.lazy.map { BoundedNumber(exact: $0) }).error
  }
}
