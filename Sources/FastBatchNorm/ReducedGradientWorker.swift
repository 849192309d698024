// SPDX-License-Identifier: MIT

internal import CAVX2
internal import ExactArithmetic
internal import Tensors

/// Computes the gradients of channel after channel of a 16-bit tensor on one thread.
///
/// Sums are taken from blocks widened to float32, which is exact.
final class ReducedGradientWorker {
  private let job: ReducedGradientJob
  private let kernels: FloatKernels
  private let format: FloatFormat
  private var bins = ExponentBins()
  private let widened = UnsafeMutablePointer<Float>.allocate(capacity: 2 * PlaneWorker.block)
  private let undecided = UnsafeMutablePointer<bn_open_chunk>.allocate(capacity: slice / 32)
  /// The longest part of a run that is transformed at once.
  private static let slice = 1 << 16

  init(job: ReducedGradientJob) {
    self.job = job
    kernels = FloatKernels(job.backward.forward.settings.kernels, elements: job.grid.count)
    format = job.backward.type == .bfloat16 ? .bfloat16 : .binary16
  }

  deinit {
    widened.deallocate()
    undecided.deallocate()
  }

  /// The gradients of one channel; false if the specification has to compute them.
  func run(_ channel: Int) -> Bool {
    let backward = job.backward
    let (sums, largestX) = sums(of: channel)
    let constants = GradientConstants(
      forward: backward.forward,
      statistics: backward.statistics,
      channel: channel,
      sums: sums
    )
    guard let constants else { return false }
    let plane = constants.plane
    write(plane.weight, { constants.exact.weight }, to: backward.gradWeight, channel)
    write(plane.bias, { constants.exact.bias }, to: backward.gradBias, channel)
    guard let gradInput = backward.gradInput else { return true }
    if constants.isZero {
      fill(channel, gradInput)
      return true
    }
    let largestDy = Double(max(sums.minimum.magnitude, sums.maximum.magnitude))
    let reduced = plane.reducedPlane(largestX: Double(largestX), largestDy: largestDy)
    let decision = ReducedPlaneDecision(
      format: format,
      constants: constants,
      bounds: plane.plane(x: constants.ends, dy: (sums.minimum, sums.maximum))
    )
    transform(channel, gradInput, reduced, decision)
    return true
  }

  private func write(
    _ enclosure: Enclosure,
    _ exact: () -> QuadraticSurd,
    to target: UnsafeMutablePointer<UInt64>?,
    _ channel: Int
  ) {
    let format = job.backward.parameterFormat
    target?[channel] = enclosure.pattern(in: format) ?? exact().rounded(to: format)
  }

  /// Σdy and Σx·dy of a channel with the ends of dy, and the largest |x|.
  private func sums(of channel: Int) -> (ChannelSums, Float) {
    let grid = job.grid
    let (x, dy) = (widened, widened + PlaneWorker.block)
    var (sums, largest) = (ChannelSums(), UInt32(0))
    var filled = 0
    for sample in 0..<grid.samples {
      let start = grid.run(sample: sample, channel: channel)
      var done = 0
      while done < grid.inner {
        let part = min(grid.inner - done, PlaneWorker.block - filled)
        kernels.widen(job.input + start + done, x + filled, part, format)
        kernels.widen(job.gradOutput + start + done, dy + filled, part, format)
        filled += part
        done += part
        if filled == PlaneWorker.block {
          add(filled, to: &sums, &largest)
          filled = 0
        }
      }
    }
    if filled > 0 { add(filled, to: &sums, &largest) }
    return (sums, Float(bitPattern: largest))
  }

  /// Adds the widened pairs.
  private func add(_ count: Int, to sums: inout ChannelSums, _ largest: inout UInt32) {
    let (x, dy) = (widened, widened + PlaneWorker.block)
    largest = max(largest, kernels.largest(x, count))
    let block = kernels.gradientSums(x, dy, count)
    if block.status == 1 {
      sums.add(x, dy, count: count, range: block, bins: &bins)
    } else {
      sums.add(block, count: count)
    }
  }

  /// Rounds every element of a channel; the run read last is still in a cache and comes first.
  private func transform(
    _ channel: Int,
    _ gradInput: UnsafeMutablePointer<UInt16>,
    _ plane: bn_reduced_plane?,
    _ decision: ReducedPlaneDecision
  ) {
    let grid = job.grid
    for sample in (0..<grid.samples).reversed() {
      let start = grid.run(sample: sample, channel: channel)
      var done = 0
      while done < grid.inner {
        let part = min(Self.slice, grid.inner - done)
        let (x, dy) = (job.input + start + done, job.gradOutput + start + done)
        let dx = gradInput + start + done
        if let plane {
          let found = kernels.round(x, dy, dx, part, plane, undecided, format)
          for index in 0..<found {
            let chunk = 32 * Int(undecided[index].index)
            decision.decide(x + chunk, dy + chunk, dx + chunk, undecided[index].lanes)
          }
        } else {
          for index in 0..<part { dx[index] = decision.result(x[index], dy[index]) }
        }
        done += part
      }
    }
  }

  private func fill(_ channel: Int, _ gradInput: UnsafeMutablePointer<UInt16>) {
    for sample in 0..<job.grid.samples {
      let start = job.grid.run(sample: sample, channel: channel)
      (gradInput + start).update(repeating: 0, count: job.grid.inner)
    }
  }
}
