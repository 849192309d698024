// SPDX-License-Identifier: MIT

internal import Dispatch
package import BNKernels
internal import BNTensors

/// The reference's training forward on a recipe, in two passes over samples that fit in memory.
package struct RecipeRun {
  /// What came out.
  package struct Result: Equatable, Sendable {
    /// The digest of the input.
    package let input: String
    /// The digest of the output.
    package let output: String
    /// The running statistics after the forward.
    package let runningMean: [Float]
    package let runningVar: [Float]
  }

  /// Why a recipe cannot be run.
  package struct MemoryError: Error, Equatable, CustomStringConvertible {
    /// What one sample takes, and what is allowed, in bytes.
    package let needed: Int
    package let allowed: Int

    /// One line for people.
    package var description: String {
      "one sample and its result take \(needed) bytes, but --memory allows \(allowed) for them"
    }
  }

  private let recipe: Recipe
  private let settings: KernelSettings
  private let part: Int

  /// What the process takes beside the samples: code, statistics, hashes.
  private static let base = 32 << 20

  /// Prepares a run that holds at most so many bytes.
  ///
  /// - Throws: ``MemoryError`` if not even one sample and its result fit.
  package init(
    _ recipe: Recipe,
    memory: Int,
    settings: KernelSettings
  ) throws(MemoryError) {
    self.recipe = recipe
    self.settings = settings
    let fixed = Self.base + recipe.channels * 1024 + recipe.samples * 8
    let room = memory - fixed
    let needed = 8 * recipe.sampleCount
    guard room >= needed else { throw MemoryError(needed: needed + fixed, allowed: memory) }
    part = min(recipe.samples, room / needed)
  }

  /// Runs it.
  package func run() -> Result {
    let (weight, bias) = (recipe.weight, recipe.bias)
    var (mean, variance) = (recipe.runningMean, recipe.runningVar)
    let count = part * recipe.sampleCount
    let input = UnsafeMutablePointer<Float>.allocate(capacity: count)
    let output = UnsafeMutablePointer<Float>.allocate(capacity: count)
    defer {
      input.deallocate()
      output.deallocate()
    }
    let digests = weight.withUnsafeBufferPointer { weight in
      bias.withUnsafeBufferPointer { bias in
        mean.withUnsafeMutableBufferPointer { mean in
          variance.withUnsafeMutableBufferPointer { variance in
            var forward = FloatForward(
              eps: Recipe.eps,
              weight: weight.baseAddress,
              bias: bias.baseAddress,
              settings: settings
            )
            if let mean = mean.baseAddress, let variance = variance.baseAddress {
              forward.running = RunningUpdate(
                mean: mean,
                variance: variance,
                factor: Recipe.momentum
              )
            }
            return stream(forward, input, output)
          }
        }
      }
    }
    return Result(
      input: digests.input,
      output: digests.output,
      runningMean: mean,
      runningVar: variance
    )
  }

  private func stream(
    _ forward: FloatForward,
    _ input: UnsafeMutablePointer<Float>,
    _ output: UnsafeMutablePointer<Float>
  ) -> (input: String, output: String) {
    var streamed = StreamedForward(forward, channels: recipe.channels, inner: recipe.inner)
    var (inputs, outputs) = (TensorDigest(), TensorDigest())
    for first in stride(from: 0, to: recipe.samples, by: part) {
      let samples = min(part, recipe.samples - first)
      inputs.add(fill(input, first, samples))
      streamed.add(input, samples: samples)
    }
    // Every value of a recipe is finite, so that no channel is left over.
    _ = streamed.moveRunning()
    for first in stride(from: 0, to: recipe.samples, by: part) {
      let samples = min(part, recipe.samples - first)
      if part < recipe.samples { _ = fill(input, first, samples) }
      streamed.normalize(input, output, samples: samples)
      outputs.add(each(samples) { hash(output, $0) })
    }
    return (inputs.hexadecimal(), outputs.hexadecimal())
  }

  private func fill(
    _ input: UnsafeMutablePointer<Float>,
    _ first: Int,
    _ samples: Int
  ) -> [UInt64] {
    let target = Buffer(first: input)
    return each(samples) { sample in
      recipe.fill(target.first + sample * recipe.sampleCount, sample: first + sample)
      return hash(target.first, sample)
    }
  }

  private func hash(_ values: UnsafeMutablePointer<Float>, _ sample: Int) -> UInt64 {
    TensorDigest.sample(values + sample * recipe.sampleCount, count: recipe.sampleCount)
  }

  /// Works on samples with the threads that there are.
  private func each(_ samples: Int, _ body: (Int) -> UInt64) -> [UInt64] {
    let threads = max(1, min(settings.threads, samples))
    return [UInt64](unsafeUninitializedCapacity: samples) { buffer, initialized in
      if let results = buffer.baseAddress {
        withoutActuallyEscaping(body) { body in
          let work = SampleWork(body: body, results: results)
          DispatchQueue.concurrentPerform(iterations: threads) { thread in
            for sample in stride(from: thread, to: samples, by: threads) {
              (work.results + sample).initialize(to: work.body(sample))
            }
          }
        }
      }
      initialized = samples
    }
  }
}

/// Memory of which each sample is written by one thread.
private struct Buffer: @unchecked Sendable {
  let first: UnsafeMutablePointer<Float>
}

/// Work on samples, each by one thread.
private struct SampleWork: @unchecked Sendable {
  let body: (Int) -> UInt64
  let results: UnsafeMutablePointer<UInt64>
}
