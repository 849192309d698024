// SPDX-License-Identifier: MIT

internal import CAVX2
internal import ExactArithmetic
internal import Tensors

/// Computes the gradients of channel after channel of a row-major tensor on one thread.
final class GradientWorker {
  private let job: GradientJob
  private let kernels: FloatKernels
  private let pairs: PairBlocks
  private let undecided = UnsafeMutablePointer<UInt32>.allocate(capacity: slice / 32)
  private var last: (x: Float, dy: Float, dx: Float)?
  private var made: GradientScale?
  /// The longest part of a run that is transformed at once.
  private static let slice = 1 << 16

  init(job: GradientJob) {
    self.job = job
    kernels = FloatKernels(job.backward.forward.settings.kernels, elements: job.grid.count)
    pairs = PairBlocks(job: job, kernels: kernels)
  }

  deinit { undecided.deallocate() }

  /// The gradients of one channel; false if the specification has to compute them.
  func run(_ channel: Int) -> Bool {
    let forward = job.backward.forward
    let (gamma, beta) = (forward.gamma(channel), forward.beta(channel))
    let sums = pairs.sums(of: channel)
    guard sums.isFinite else { return false }
    (last, made) = (nil, nil)
    let scale: () -> ChannelScale
    let plane: ChannelPlane
    let ends: (minimum: Float, maximum: Float)
    switch job.backward.statistics {
    case .batch(let batches):
      let batch = batches[channel]
      guard
        let line = ChannelLine(
          sums: batch,
          gamma: gamma,
          beta: beta,
          eps: forward.eps,
          stress: forward.settings.stress
        ), let constants = ChannelPlane(line: line, batch: batch, sums: sums)
      else { return false }
      plane = constants
      ends = (batch.minimum, batch.maximum)
      scale = { ChannelScale(sums: batch, gamma: gamma, beta: beta, eps: forward.eps) }
    case .running(let mean, let variance):
      let (mean, variance) = (Double(mean[channel]), Double(variance[channel]))
      guard
        let line = ChannelLine(
          runningMean: mean,
          runningVar: variance,
          gamma: gamma,
          beta: beta,
          eps: forward.eps,
          stress: forward.settings.stress
        )
      else { return false }
      plane = ChannelPlane(line: line, runningMean: mean, sums: sums)
      // The plane does not turn with x here.
      ends = (Float(mean), Float(mean))
      scale = {
        ChannelScale(
          runningMean: mean,
          runningVar: variance,
          gamma: gamma,
          beta: beta,
          eps: forward.eps
        )
      }
    }
    let exact = { self.exact(scale(), sums) }
    write(plane.weight, { exact().weight }, to: job.backward.gradWeight, channel)
    write(plane.bias, { exact().bias }, to: job.backward.gradBias, channel)
    guard let gradInput = job.backward.gradInput else { return true }
    if gamma == 0 || isZero(sums) {
      fill(channel, gradInput)
    } else {
      let bounds = plane.plane(x: ends, dy: (sums.minimum, sums.maximum))
      transform(channel, gradInput, plane, bounds, exact)
    }
    return true
  }

  /// Whether every gradient is exactly zero: dy is the same everywhere in a batch, or zero.
  private func isZero(_ sums: ChannelSums) -> Bool {
    guard sums.minimum == sums.maximum else { return false }
    if case .batch = job.backward.statistics { return true }
    return sums.minimum == 0
  }

  private func exact(_ scale: ChannelScale, _ sums: ChannelSums) -> GradientScale {
    if let made { return made }
    var usesBatch = false
    if case .batch = job.backward.statistics { usesBatch = true }
    let scale = GradientScale(forward: scale, usesBatchStatistics: usesBatch, sums: sums)
    made = scale
    return scale
  }

  private func write(
    _ enclosure: Enclosure,
    _ exact: () -> QuadraticSurd,
    to target: UnsafeMutablePointer<Float>?,
    _ channel: Int
  ) {
    guard let target else { return }
    target[channel] = enclosure.float ?? Self.float(exact())
  }

  private static func float(_ value: QuadraticSurd) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: value.rounded(to: .binary32)))
  }

  /// Rounds every element of a channel; the run read last is still in a cache and comes first.
  private func transform(
    _ channel: Int,
    _ gradInput: UnsafeMutablePointer<Float>,
    _ plane: ChannelPlane,
    _ bounds: bn_plane,
    _ exact: () -> GradientScale
  ) {
    let grid = job.grid
    let next = channel + 1 < grid.channels && grid.inner >= PlaneWorker.shortRun ? grid.inner : 0
    for sample in (0..<grid.samples).reversed() {
      let start = grid.run(sample: sample, channel: channel)
      var done = 0
      while done < grid.inner {
        let part = min(Self.slice, grid.inner - done)
        let (x, dy) = (job.input + start + done, job.gradOutput + start + done)
        let dx = gradInput + start + done
        let found = kernels.round(x, dy, dx, part, bounds, undecided, ahead: next)
        for chunk in 0..<found {
          let first = 32 * Int(undecided[chunk])
          for index in first..<min(first + 32, part) {
            let ends = bounds.ends(Double(x[index]), Double(dy[index]))
            dx[index] =
              ends.low.bitPattern == ends.high.bitPattern
              ? ends.low : result(x[index], dy[index], plane, exact)
          }
        }
        done += part
      }
    }
  }

  /// The result by the second tier, or the third.
  private func result(
    _ x: Float,
    _ dy: Float,
    _ plane: ChannelPlane,
    _ exact: () -> GradientScale
  ) -> Float {
    if let last, last.x == x, last.dy == dy { return last.dx }
    let dx =
      plane.enclosure(Double(x), Double(dy)).float
      ?? Self.float(exact().input(Double(x), Double(dy)))
    last = (x, dy, dx)
    return dx
  }

  private func fill(_ channel: Int, _ gradInput: UnsafeMutablePointer<Float>) {
    for sample in 0..<job.grid.samples {
      let start = job.grid.run(sample: sample, channel: channel)
      (gradInput + start).update(repeating: 0, count: job.grid.inner)
    }
  }
}
