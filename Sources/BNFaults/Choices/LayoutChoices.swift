// SPDX-License-Identifier: MIT

/// Which elements make up a channel (R20).
package struct LayoutChoices: Sendable {
  /// The grouping of elements.
  package enum Grouping: Sendable {
    case channels, lastAxis, firstAxis, perSample, perPosition, everything, interleaved
  }

  package var grouping = Grouping.channels
  /// Groups only for inputs of at least this rank.
  package var minimumRank = 0
  package var dropsRemainderOf: Int?
  package var dropsFromRank = 0
  package var skipsLastSample = false
  package var repeatsFirstSample = false
  package var channelLimit: Int?
  package var shiftsChannels = false
  package var writesTransposed = false
  package var changesInput = false
  package var flattensOutput = false
}

/// First-order gradients (R33–R36).
package struct BackwardChoices: Sendable {
  package var dropsMeanTerm = false
  package var dropsProjection = false
  package var addsMeanTerm = false
  package var addsProjection = false
  package var ignoresWeight = false
  package var evaluationUsesTraining = false
  package var trainingUsesEvaluation = false
  package var weightWithoutScale = false
  package var weightWithRawInput = false
  package var weightWithOutput = false
  package var averagesBias = false
  package var averagesWeight = false
  package var dividesByNMinusOne = false
  package var dividesBySamples = false
  package var ignoresEps = false
  package var usesVarianceAsScale = false
  package var usesRunningStatistics = false
  package var usesLastForward = false
  package var accumulates = false
  package var ignoresMask = false
  package var dropsWeightGradient = false
  package var sumsSamplesOnly = false
  package var negates = false
  package var swapsParameterGradients = false
  package var scalesByN = false
  package var unbiasedScale = false
  package var weightOfFirstChannel = false
  package var requiresWeightForBias = false
  package var zeroWeightGivesNaN = false
  package var weightGradientTimesWeight = false
  package var absoluteWeight = false
  package var halvesProjection = false
  package var evaluationUsesNewStatistics = false
  package var takesVarianceForScale = false
  package var inputWithoutScale = false
  package var biasGradientIsZero = false
  package var weightIsRawProduct = false
  package var evaluationUsesBatch = false
  package var evaluationIgnoresWeight = false
  package var inputTakesVarianceForScale = false
  package var inputIsUnbiased = false
  /// Whether the weight is mistaken for the same as in the forward.
  package var readsWeightAsForward = false
}

/// Second-order gradients (R39, R40).
package struct SecondOrderChoices: Sendable {
  package var dropsMeanOfP = false
  package var dropsProjectionOfP = false
  package var dropsWeightTerm = false
  package var dropsBiasTerm = false
  package var dropsBiasTermWithoutWeight = false
  /// The mean inside the variance counts as a constant.
  package var holdsMeanInVariance = false
  package var ignoresWeight = false
  package var dropsCubeTerm = false
  package var dropsFirstTerm = false
  package var dropsCrossP = false
  package var dropsCrossG = false
  package var dropsWeightMean = false
  package var dropsWeightProjection = false
  package var inputIsZero = false
  package var evaluationUsesTraining = false
  package var trainingUsesEvaluation = false
  package var cubeFactorOne = false
  package var negatesInput = false
  package var weightAddsProjection = false
  package var weightTimesWeight = false
}
