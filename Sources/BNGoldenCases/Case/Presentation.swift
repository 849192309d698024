// SPDX-License-Identifier: MIT

public import BatchNorm
internal import BNTensors

/// A form in which a case can be put: a kind of layer, and the rank of its inputs.
///
/// BatchNorm does not depend on how the positions of a channel are folded: (N,C) has the statistics of
/// (N,C,1,1), and (N,C,L) those of (N,C,H,W) with H·W = L (R7). So a case that is not about ranks has
/// the same expected bits in every form.
public enum Presentation: String, CaseIterable, Codable, Sendable {
  /// `BatchNorm2d`, (N,C,H,W).
  case twoDimensional = "2d"
  /// `BatchNorm1d`, (N,C,L).
  case sequence = "ncl"
  /// `BatchNorm1d`, (N,C).
  case matrix = "nc"
  /// `BatchNorm3d`, (N,C,D,H,W).
  case threeDimensional = "3d"
  /// Any rank: the shapes stay as they are.
  case anyDimensional = "nd"

  /// The kind of layer.
  public var kind: LayerKind {
    switch self {
    case .matrix, .sequence: .oneDimensional
    case .twoDimensional: .twoDimensional
    case .threeDimensional: .threeDimensional
    case .anyDimensional: .anyDimensional
    }
  }

  /// The rank of inputs; nil if any rank will do.
  package var rank: Int? {
    switch self {
    case .matrix: 2
    case .sequence: 3
    case .twoDimensional: 4
    case .threeDimensional: 5
    case .anyDimensional: nil
    }
  }

  /// A tensor of the input's shape in this form: the same elements of each channel, in the same order.
  func folded(_ tensor: Tensor) throws -> Tensor {
    let shape = tensor.shape
    guard let rank, shape.rank != rank, let channels = shape.channels else { return tensor }
    let (samples, positions) = (shape.dimensions[0], shape.channelStride)
    guard self == .matrix else {
      let sizes = Self.factors(positions, count: rank - 2)
      return try Tensor(shape: Shape([samples, channels] + sizes), storage: tensor.storage)
    }
    // Positions become samples, and channels neighbours.
    let bits = (0..<shape.count).map { offset in
      let (row, channel) = offset.quotientAndRemainder(dividingBy: channels)
      let (sample, position) = row.quotientAndRemainder(dividingBy: positions)
      return tensor.bits(at: (sample * channels + channel) * positions + position)
    }
    return try Tensor(
      shape: Shape([samples * positions, channels]),
      storage: TensorStorage(tensor.elementType, bits: bits)
    )
  }

  /// Sizes whose product is this number: the first is its largest divisor up to the root of that degree, and
  /// so on with the rest.
  static func factors(_ product: Int, count: Int) -> [Int] {
    guard count > 1 else { return [product] }
    func power(_ base: Int) -> Int { (0..<count).reduce(1) { result, _ in result * base } }
    var first = 1
    var candidate = 2
    while power(candidate) <= product {
      if product % candidate == 0 { first = candidate }
      candidate += 1
    }
    return [first] + factors(product / first, count: count - 1)
  }
}
