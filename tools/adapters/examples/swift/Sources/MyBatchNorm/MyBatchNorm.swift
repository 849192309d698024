// SPDX-License-Identifier: MIT

/// A BatchNorm as somebody might write it for their own networks: float32, NCHW flattened.
public struct MyBatchNorm {
  /// The scale of each channel.
  public var gamma: [Float]
  /// The shift of each channel.
  public var beta: [Float]
  /// The running mean of each channel.
  public var runningMean: [Float]
  /// The running variance of each channel.
  public var runningVar: [Float]
  /// The number of training batches seen.
  public var batchesTracked = 0
  /// What is added to the variance inside the root.
  public let eps: Float
  /// The weight of the new batch; nil is the cumulative average.
  public let momentum: Float?

  /// What the backward needs.
  public struct Cache {
    var normalized: [Float]
    var scale: [Float]
    var usesBatch: Bool
  }

  /// Creates a layer as it stands before training.
  public init(channels: Int, eps: Float = 1e-5, momentum: Float? = 0.1) {
    gamma = Array(repeating: 1, count: channels)
    beta = Array(repeating: 0, count: channels)
    runningMean = Array(repeating: 0, count: channels)
    runningVar = Array(repeating: 1, count: channels)
    self.eps = eps
    self.momentum = momentum
  }

  /// Normalizes `[samples, channels, inner]`.
  public mutating func forward(
    _ x: [Float],
    samples: Int,
    inner: Int,
    training: Bool
  ) -> (y: [Float], cache: Cache) {
    let channels = gamma.count
    let n = samples * inner
    var y = x
    var cache = Cache(normalized: x, scale: gamma, usesBatch: training)
    if training { batchesTracked += 1 }
    let factor = momentum ?? 1 / Float(batchesTracked)
    for c in 0..<channels {
      let places = (0..<n).map { ($0 / inner * channels + c) * inner + $0 % inner }
      var (mean, variance) = (runningMean[c], runningVar[c])
      if training {
        // Sums in double: a serial float sum loses digits with every sample.
        let sum = places.reduce(0.0) { $0 + Double(x[$1]) }
        let center = sum / Double(n)
        let spread = places.reduce(0.0) { $0 + (Double(x[$1]) - center) * (Double(x[$1]) - center) }
        mean = Float(center)
        variance = Float(spread / Double(n))
        runningMean[c] = (1 - factor) * runningMean[c] + factor * mean
        runningVar[c] = (1 - factor) * runningVar[c] + factor * Float(spread / Double(n - 1))
      }
      cache.scale[c] = 1 / (variance + eps).squareRoot()
      for place in places {
        cache.normalized[place] = (x[place] - mean) * cache.scale[c]
        y[place] = cache.normalized[place] * gamma[c] + beta[c]
      }
    }
    return (y, cache)
  }

  /// The gradients with respect to input, gamma and beta.
  public func backward(
    _ dy: [Float],
    _ cache: Cache,
    samples: Int,
    inner: Int
  ) -> (dx: [Float], dgamma: [Float], dbeta: [Float]) {
    let channels = gamma.count
    let n = samples * inner
    var dx = dy
    var dgamma = gamma
    var dbeta = beta
    for c in 0..<channels {
      let places = (0..<n).map { ($0 / inner * channels + c) * inner + $0 % inner }
      let sum = places.reduce(0.0) { $0 + Double(dy[$1]) }
      let projection = places.reduce(0.0) {
        $0 + Double(dy[$1]) * Double(cache.normalized[$1])
      }
      dbeta[c] = Float(sum)
      dgamma[c] = Float(projection)
      for place in places {
        var gradient = Double(dy[place])
        if cache.usesBatch {
          gradient -= (sum + Double(cache.normalized[place]) * projection) / Double(n)
        }
        dx[place] = Float(gradient * Double(cache.scale[c]) * Double(gamma[c]))
      }
    }
    return (dx, dgamma, dbeta)
  }
}
