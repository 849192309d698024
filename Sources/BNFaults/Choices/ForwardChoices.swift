// SPDX-License-Identifier: MIT

package import BNTensors

/// What mean and variance are taken over, and what they are (R20, R28).
package struct StatisticsChoices: Sendable {
  /// The divisor of the variance that normalizes.
  package enum Divisor: Sendable { case n, nMinusOne, nPlusOne, one }

  /// The parts of a batch whose statistics are found apart.
  package enum Part: Sendable {
    case halfOfSamples
    case values(Int)
  }

  package var divisor = Divisor.n
  /// The parts, and whether what their means differ by counts; all parts count the same.
  package var parts: (of: Part, betweenCounts: Bool)?
  package var ignoresMean = false
  package var ignoresVariance = false
  package var usesMeanAbsoluteDeviation = false
  package var usesMeanSquare = false
  package var takesAbsoluteDeviationForVariance = false
  package var meanOverNMinusOne = false
  package var squaresOldDeviation = false
  package var skipsNotANumber = false
  package var mixesChannelsOnNotANumber = false
  package var usesMedianOfExtremes = false
  package var firstSampleOnly = false
  package var skipsLastValue = false
  package var includesOneZero = false
  package var blendsRunningStatistics = false
  package var clampsDeviation: Double?
}

/// What eps is and where it stands (R21).
package struct EpsChoices: Sendable {
  /// Where eps is added.
  package enum Place: Sendable {
    case insideRoot, outsideRoot, insideAndOutside, maximum, maximumOfRoots, twice
  }

  package var place = Place.insideRoot
  /// A value used in place of the given one.
  package var value: Double?
  /// The least value that is used, NaN giving way to it as in C's `fmax`.
  package var minimum: Double?
  package var factor = 1.0
  package var isSquared = false
  package var missingInTraining = false
  package var missingInEvaluation = false
  package var evaluationPlace = Place.insideRoot
  /// A floor under the variance.
  package var varianceFloor: Double?
  package var squaresInsteadOfRoot = false
  package var omitsRoot = false
  package var omitsRootInEvaluation = false
  /// The format in which eps is kept; nil is binary64.
  package var format: FloatFormat?
}

/// What weight and bias do (R22).
package struct AffineChoices: Equatable, Sendable {
  package var ignoresWeight = false
  package var ignoresBias = false
  package var swaps = false
  package var absoluteWeight = false
  package var weightPlusOne = false
  package var biasBeforeWeight = false
  package var zeroWeightIsOne = false
  package var clampsWeightAtZero = false
  package var subtractsBias = false
  package var dividesByWeight = false
  /// Weight and bias of channel c are read at c modulo this.
  package var tile: Int?
  package var shiftsWeight = false
  package var shiftsBias = false
  package var reversesWeight = false
  package var firstWeightOnly = false
  package var ignoresWeightWithoutBias = false
  package var ignoresBiasWithoutWeight = false
  package var missingWeightIsZero = false
  package var biasScaled = false
  /// Weight is taken as 1 from this channel on.
  package var weightLimit: Int?
  package var clampsOutputAtZero = false
  package var followsLastAxis = false
}

/// What evaluation uses (R29–R31).
package struct EvaluationChoices: Sendable {
  package var usesBatchStatistics = false
  package var ignoresRunningMean = false
  package var ignoresRunningVar = false
  package var takesVarianceAsDeviation = false
  package var takesVarianceAsInverse = false
  package var absoluteVariance = false
  package var clampsVariance = false
  package var biasesVariance = false
  package var updatesStatistics = false
  package var updatesFromBatch = false
  /// The variance that is taken where nothing is tracked, with a mean of 0.
  package var untrackedVariance: Double?
  package var unbiasesVariance = false
  /// Whether weight, bias and statistics are those of the first evaluation.
  package var keepsFolded = false
  /// Whether what an evaluation found is kept, until a training, beyond a load.
  package var keepsFoldedAfterLoad = false
  /// Whether what an evaluation found is kept, until a training, beyond a reset.
  package var keepsFoldedAfterReset = false
  package var backwardUpdates = false
  package var refusesOneValue = false
  package var flagOffUsesBatch = false
  package var usesInitialStatistics = false
  package var swapsStatistics = false
  package var poisonsChannel = false
  package var debiasesByCount = false
  /// How many channels further the running statistics are taken from.
  package var statisticsShift = 0

  /// Whether an evaluation may use what an earlier one found.
  var folds: Bool { keepsFolded || keepsFoldedAfterLoad || keepsFoldedAfterReset }
}
