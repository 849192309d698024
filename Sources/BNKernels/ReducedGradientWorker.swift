// SPDX-License-Identifier: MIT

internal import CBNKernels
internal import BNExactArithmetic
internal import BNTensors

/// Computes the gradients of channel after channel of a 16-bit tensor on one thread.
final class ReducedGradientWorker {
  private let job: ReducedGradientJob
  private let kernels: FloatKernels
  private let format: FloatFormat
  private let source: GradientSource
  private let values: WidenedBlocks
  private let undecided = UnsafeMutablePointer<bn_open_chunk>.allocate(capacity: slice / 32)
  /// The longest part of a run that is transformed at once.
  private static let slice = 1 << 16

  init(job: ReducedGradientJob) {
    self.job = job
    kernels = FloatKernels(job.backward.forward.settings.kernels, elements: job.grid.count)
    format = job.backward.type.reducedFormat
    let type = job.backward.type
    let values = WidenedBlocks(job.input, job.grid, type: type, kernels: kernels)
    let pairs = WidenedBlocks(
      job.input,
      job.grid,
      beside: job.gradOutput,
      type: type,
      kernels: kernels
    )
    self.values = values
    source = GradientSource(
      forward: job.backward.forward,
      statistics: job.backward.statistics,
      plainPairs: { pairs.plainPairs($0, centre: $1, squares: $2) },
      exactPairs: { pairs.sums(of: $0) },
      exactValues: { values.sums(of: $0) }
    )
  }

  deinit { undecided.deallocate() }

  /// The gradients of one channel; false if the specification has to compute them.
  func run(_ channel: Int) -> Bool {
    let backward = job.backward
    guard let constants = source.constants(channel) else { return false }
    let parameters = backward.parameterFormat
    if let gradWeight = backward.gradWeight {
      gradWeight[channel] = constants.weight {
        $0.pattern(in: parameters)
      } _: {
        $0.rounded(to: parameters)
      }
    }
    if let gradBias = backward.gradBias {
      gradBias[channel] = constants.bias {
        $0.pattern(in: parameters)
      } _: {
        $0.rounded(to: parameters)
      }
    }
    guard let gradInput = backward.gradInput else { return true }
    if constants.isZero {
      fill(channel, gradInput)
      return true
    }
    let (x, dy) = (constants.ends, constants.gradients)
    let decision = ReducedPlaneDecision(
      format: format,
      constants: constants,
      bounds: constants.plane.plane(x: x, dy: dy)
    )
    let reduced = constants.plane.reducedPlane(
      largestX: constants.ignoresInput
        ? largest(channel) : Double(max(x.minimum.magnitude, x.maximum.magnitude)),
      largestDy: Double(max(dy.minimum.magnitude, dy.maximum.magnitude))
    )
    transform(channel, gradInput, reduced, decision)
    return true
  }

  private func largest(_ channel: Int) -> Double {
    Double(Float(bitPattern: values.largest(channel)))
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
          UnsafePointer(undecided).forEach(found) { dx[$0] = decision.result(x[$0], dy[$0]) }
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
