// SPDX-License-Identifier: MIT

package import BNTensors

/// What mean and variance are taken over, and what they are (R20, R28).
package struct StatisticsChoices: Sendable {
  /// The divisor of the variance that normalizes.
  package enum Divisor: Sendable { case n, nMinusOne, nPlusOne, one }

  /// The parts of a batch whose statistics are found apart.
  package enum Part: Sendable {
    case halfOfSamples, halfOfValues, samples
    /// Each so many values that follow one another.
    case values(Int)
    /// The values whose places are the same modulo this.
    case lanes(Int)
  }

  /// How the statistics of parts become one.
  package enum Merge: Sendable {
    /// As if all parts were of one size; or so, leaving out by how much their means differ.
    case equal, equalWithoutMeans
    /// By the counts of the parts, leaving out by how much their means differ.
    case withoutMeans
    /// Pair by pair, adding δ², δ²·a·b, or right but for a mean halfway.
    case plainDelta, deltaTimesCounts, middleMean
  }

  /// Up to where zeros follow the values of a channel.
  package enum Padding: Sendable {
    case multiple(Int)
    case powerOfTwo
  }

  /// What lanes behind the values count for: zeros in the sums, in the divisors, or the last value once more.
  package enum PaddingEffect: Sendable { case squares, everything, divisors, repeatsLast }

  package var divisor = Divisor.n
  package var parts: (of: Part, merge: Merge)?
  package var padding: (to: Padding, effect: PaddingEffect)?
  /// Whether sums over some of the values are divided by the count of all.
  package var dividesByAll = false
  package var ignoresMean = false
  package var ignoresVariance = false
  package var usesMeanAbsoluteDeviation = false
  package var usesMeanSquare = false
  package var takesAbsoluteDeviationForVariance = false
  package var meanOverNMinusOne = false
  package var squaresOldDeviation = false
  package var centresOnFirstValue = false
  package var skipsNotANumber = false
  package var mixesChannelsOnNotANumber = false
  package var usesMedianOfExtremes = false
  package var firstHalfOnly = false
  /// How many values a vector has, if the last vector is moved back to the end of the values.
  package var overlappingVector: Int?
  package var skipsLastValue = false
  package var skipsFirstValue = false
  package var includesOneZero = false
  package var blendsRunningStatistics = false
  /// Whether the variance that is blended is unbiased.
  package var blendsUnbiased = false
  package var clampsDeviation: Double?
}

/// What eps is and where it stands (R21).
package struct EpsChoices: Sendable {
  /// Where eps is added.
  package enum Place: Sendable {
    case insideRoot, outsideRoot, insideAndOutside, maximum, maximumOfRoots, twice, behindRoot,
      relative
  }

  package var place = Place.insideRoot
  /// A value used in place of the given one.
  package var value: Double?
  /// A value used in place of the given one in evaluation.
  package var evaluationValue: Double?
  /// Whether it is divided by n with the sum of squares.
  package var isOverN = false
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
  /// What the shift of α·x + β' is made without, or with the other sign.
  package enum Shift: Sendable { case right, withoutWeight, withoutScale, added }

  package var shift = Shift.right
  package var weightTwice = false
  package var biasTwice = false
  package var beforeNormalization = false
  /// The range of the output.
  package var outputRange: ClosedRange<Double>?
  /// Whether training does as specified.
  package var inEvaluationOnly = false
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
  /// What evaluation keeps.
  package enum Kept: Sendable { case nothing, everything, variance }
  /// A part of the statistics.
  package enum Part: Sendable { case none, mean, variance, both }

  /// What evaluation keeps of the first one.
  package var keeps = Kept.nothing
  /// What makes evaluation look anew at what it keeps.
  package struct Renewal: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
    package static let training = Renewal(rawValue: 1)
    package static let load = Renewal(rawValue: 2)
    package static let reset = Renewal(rawValue: 4)
  }

  /// What makes it look anew.
  package var renewedBy: Renewal = []
  /// What is taken from the last training batch.
  package var lastBatch = Part.none
  package var usesFirstChannel = false
  package var takesMeanOfBatch = false
  package var takesVarianceOfBatch = false
  /// Whether training normalizes with the running statistics, too.
  package var trainsWithRunning = false
  package var backwardUpdates = false
  package var refusesOneValue = false
  package var flagOffUsesBatch = false
  package var usesInitialStatistics = false
  package var swapsStatistics = false
  package var poisonsChannel = false
  package var debiasesByCount = false
  /// How many channels further the running statistics are taken from.
  package var statisticsShift = 0
}
