// SPDX-License-Identifier: MIT

internal import BNHDF5
internal import BNTensors

extension TensorStorage {
  /// Creates the elements from what a data set holds.
  init(_ values: HDF5Values) {
    switch values {
    case .float16(let bits): self = .float16(bits.map(Half.init(bitPattern:)))
    case .bfloat16(let bits): self = .bfloat16(bits.map(BFloat16.init(bitPattern:)))
    case .float32(let values): self = .float32(values)
    case .float64(let values): self = .float64(values)
    case .int64(let values): self = .int64(values)
    }
  }
}

extension HDF5Values {
  /// Creates what a data set holds from the elements.
  init(_ storage: TensorStorage) {
    switch storage {
    case .float16(let values): self = .float16(values.map(\.bitPattern))
    case .bfloat16(let values): self = .bfloat16(values.map(\.bitPattern))
    case .float32(let values): self = .float32(values)
    case .float64(let values): self = .float64(values)
    case .int64(let values): self = .int64(values)
    }
  }
}
