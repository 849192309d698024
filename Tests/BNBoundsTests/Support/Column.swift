// SPDX-License-Identifier: MIT

import BNBounds
import BNTensors
import Testing

/// A float32 tensor of rank 2 with one channel.
func column(_ values: [Float]) throws -> Tensor {
  try Tensor(shape: Shape([values.count, 1]), storage: .float32(values))
}

/// The batch statistics of a column, computed in binary64.
func batchStatistics(_ values: [Float]) throws -> BatchStatistics {
  let input = try #require(ChannelMajor(column(values)))
  return BatchStatistics(input: input)
}

/// A float32 forward in training over one channel.
func columnForward(
  _ values: [Float],
  weight: Float? = nil,
  bias: Float? = nil,
  eps: Double = 1e-5
) throws -> BoundedForward {
  let batch = try batchStatistics(values)
  let forward = BoundedForward(
    input: try column(values),
    weight: weight.map { Tensor(vector: .float32([$0])) },
    bias: bias.map { Tensor(vector: .float32([$0])) },
    eps: eps,
    source: .batch(batch),
    arithmetic: BoundArithmetic(parameterType: .float32, inputType: .float32)
  )
  return try #require(forward)
}
