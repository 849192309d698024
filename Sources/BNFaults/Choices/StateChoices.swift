// SPDX-License-Identifier: MIT

package import BatchNorm
package import BNTensors

/// How running statistics move (R23–R27).
package struct RunningChoices: Sendable {
  /// The divisor of the variance that is stored.
  package enum Divisor: Sendable {
    case nMinusOne, n, samplesMinusOne, nPlusEps, elementsMinusOne, nMinusOneTwice, one
  }
  /// The factor of the cumulative average.
  package enum Cumulative: Sendable {
    case specified, fixedTenth, zero, one, beforeIncrement, plusOne, bySize, restarts, asInfinite
  }

  /// Which statistics move.
  package enum Moved: Sendable { case both, meanOnly, varianceOnly, none }

  package var divisor = Divisor.nMinusOne
  package var swapsMomentum = false
  package var swapsMomentumOfVariance = false
  package var swapsMomentumOfMean = false
  package var moved = Moved.both
  package var movesTwice = false
  package var movesForEachSample = false
  package var movesOneBatchLate = false
  package var addsWholeNew = false
  package var correctsAfterMixing = false
  package var storesMeanSquare = false
  package var storesDeviation = false
  package var storesInverse = false
  package var addsEps = false
  package var addsEpsBeforeCorrection = false
  package var besselOnMean = false
  package var storesSumAsMean = false
  package var ignoresOld = false
  package var addsWithoutDecay = false
  package var startsFromZeroVariance = false
  package var copiesFirstBatch = false
  package var ignoresMomentumValue: Double?
  package var clampsMomentum = false
  package var zeroMomentumMeansNone = false
  package var zeroMomentumMeansTenth = false
  package var cumulative = Cumulative.specified
  package var variancesFromRunningMean = false
  /// Whether that is running_mean after its update.
  package var centresOnNewMean = false
  package var movesWithMomentumSquared = false
  package var ignoresFlag = false
  package var zeroDebiases = false
  package var firstChannelOnly = false
  package var lastChannelStays = false
  package var replacesNotANumber = false
  package var movesAfterBackwardOnly = false
  package var movesAgainInBackward = false
  package var movesWhileRecordingOnly = false
  package var countsAgainInBackward = false
  package var holdsReciprocal = false
  package var skipsZeroFactor = false
  /// The format to which what is stored is rounded; nil is none but the tensor's own.
  package var storedFormat: FloatFormat?
  /// The format in which the weight of the new value is kept; nil is binary64.
  package var factorFormat: FloatFormat?
  /// The format in which the weight of the old value is kept; nil is binary64.
  package var keptFactorFormat: FloatFormat?
}

/// How batches are counted (R8, R16).
package struct CounterChoices: Sendable {
  package var neverRises = false
  package var risesInEvaluation = false
  package var risesTwice = false
  package var risesAfterChecks = false
  package var risesBeforeRankCheck = false
  package var isFloat32 = false
  package var is32Bit = false
  package var isHalf = false
  package var countsSamples = false
  package var risesWhileFlagOff = false
  package var skipsEmptyBatches = false
  package var risesWithoutMomentumOnly = false
  package var saturates: Int64?
}

/// Loading, resetting, switching (R4, R5, R32).
package struct MachineChoices: Sendable {
  package var resetSetsVarianceZero = false
  package var resetKeepsCounter = false
  package var resetKeepsMean = false
  package var resetTouchesAffine = false
  package var resetIgnoresFlag = false
  package var resetDoesNothing = false
  package var loadIgnoresCounter = false
  package var loadIgnoresStatistics = false
  package var loadSwapsStatistics = false
  package var loadResetsMissingCounter = false
  package var loadIsLenient = false
  package var loadAlwaysNeedsCounter = false
  package var loadStopsAtMissing = false
  package var loadIgnoresAffine = false
  package var loadSubtractsEps = false
  /// The format to which loaded tensors are rounded.
  package var loadedFormat: FloatFormat?
  package var flagOnMakesBuffers = false
  package var flagIsIgnored = false
  package var flagOffDropsBuffers = false
  package var keepsEps = false
  package var keepsMomentum = false
  package var copySharesTensors = false
  package var copyIsFresh = false
  package var copyDropsCounter = false
  /// What the constructor takes where nothing is named; nil is the specified value.
  package var defaultEps: Double?
  package var defaultMomentum: Double?
}

/// What is refused, and when (R7, R11–R18).
package struct CheckChoices: Sendable {
  package var acceptsAnyRank = false
  package var acceptsOneValue = false
  package var acceptsZeroEps = false
  package var acceptsZeroEpsInEvaluation = false
  package var refusesNotANumberEps = false
  package var epsBeforeCount = false
  package var acceptsWrongChannels = false
  package var acceptsWrongParameters = false
  package var acceptsMissingStatistics = false
  package var acceptsUnpaired = false
  package var acceptsIntegers = false
  package var acceptsMixedTypes = false
  package var refusesReducedInput = false
  /// How empty batches are refused.
  package var emptyRefusal: ErrorKind?
  package var refusesRank3 = false
  package var refusesLargeMomentum = false
  package var emptyPoisonsStatistics = false
  package var emptyDecaysStatistics = false
  package var emptyAfterChannelChecks = false
  package var refusesTwoValues = false
  package var refusesOneSample = false
  package var checksNumFeatures = false
  package var checksWeightShape = false
  package var acceptsNoChannels = false
  package var errorMovesStatistics = false
}
