// SPDX-License-Identifier: MIT

package import BNTensors

/// Which elements make up a channel (R20).
package struct LayoutChoices: Sendable {
  /// The grouping of elements.
  package enum Grouping: Sendable {
    case channels, lastAxis, firstAxis, perPosition, everything, interleaved
    /// Each row, or each column, of a channel.
    case rows, columns
    /// Each so many samples on their own; the last ones take what remains.
    case samples(Int)
    /// Each half of the samples on its own.
    case halves
  }

  /// The grouping, and the least rank of an input that is grouped so.
  package var grouping: (by: Grouping, fromRank: Int) = (.channels, 0)
  /// What leaves elements out of its sums.
  package enum Sums: Sendable { case statistics, gradients, both }

  /// Where the elements below are left out.
  package var incomplete = Sums.statistics
  /// Values past a multiple of this are left out of the sums, for inputs of at least this rank.
  package var droppedRemainder: (lanes: Int, fromRank: Int)?
  /// Whether each group of samples counts as a batch and moves the running statistics.
  package var movesWithEachGroup = false
  /// Positions of each sample past a multiple of this are left out of the sums.
  package var droppedPositions: Int?
  /// Values from this one on are left out of the sums.
  package var valueLimit: Int?
  /// The values of a channel from this one on are left at 0 in the output and in the gradient of the input.
  package var writtenLimit: Int?
  package var skipsLastSample = false
  package var keepsFirstSample = false
  package var skipsLastColumn = false
  package var skipsLastRow = false
  /// Whether weight and bias follow the channel where statistics are grouped otherwise.
  package var parametersOfChannel = false
  package var repeatsFirstSample = false
  package var sharesFirstStatistics = false
  /// Channels from this one on are copied, or are zero.
  package var channelLimit: (count: Int, isZero: Bool)?
  package var shiftsChannels = false
  package var writesTransposed = false
  package var changesInput = false
  package var flattensOutput = false
}

/// First-order gradients (R33–R36).
package struct BackwardChoices: Sendable {
  /// What gradients are added up over.
  package enum Accumulation: Sendable { case none, backwardsOfForward, parametersOfLayer }
  /// What sums are divided by for the means in grad_input.
  package enum Divisor: Sendable { case n, nMinusOne, samples, positions, elements, one }
  /// The means in grad_input that a divisor is used for.
  package enum Means: Sendable { case both, plain, projection }
  /// What stands for x̂.
  package enum Normalized: Sendable { case xHat, output, input, centred }

  /// What a gradient of the input is multiplied by.
  package enum InputFactor: Sendable { case one, n, oneOverN }

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
  package var divisor = Divisor.n
  package var divisorOf = Means.both
  /// What stands for x̂ before the bracket's last sum, and inside it.
  package var projection: (element: Normalized, sum: Normalized) = (.xHat, .xHat)
  package var averagesOverSamples = false
  package var biasTimesWeight = false
  package var parametersOfLastSample = false
  package var squaresWeight = false
  package var evaluationWithoutScale = false
  /// Where eps stands in 1/√(variance + eps), where the backward finds that anew.
  package var epsPlace: EpsChoices.Place?
  package var ignoresEps = false
  package var usesVarianceAsScale = false
  package var usesRunningStatistics = false
  package var usesLastForward = false
  package var accumulation = Accumulation.none
  package var ignoresMask = false
  package var dropsWeightGradient = false
  package var sumsSamplesOnly = false
  package var negates = false
  package var swapsParameterGradients = false
  package var inputFactor = InputFactor.one
  /// What the gradient of the weight is multiplied by.
  package var weightFactor = 1.0
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
  package var inputTermWithoutWeight = false
  package var sumsOverHalves = false
  package var savesInInputType = false
  /// The format of mean and 1/√(variance + eps) as a training saved them.
  package var savedFormat: FloatFormat?
  package var takesNormalizedFromOutput = false
  /// The format in which gradients are added up.
  package var sumFormat: FloatFormat?
  /// Values of grad_output of a magnitude below this are read as 0.
  package var readsFrom: Double?
  /// The largest magnitude that is read of grad_output.
  package var readsTo: Double?
  /// The largest magnitude of a gradient.
  package var limit: Double?
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
  package var inputOverWeight = false
}
