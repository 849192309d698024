// SPDX-License-Identifier: MIT

internal import BNTensors
internal import BatchNorm

extension LargeCase {
  /// A size, and the kind that takes it.
  private struct Size {
    let name: String
    let kind: LayerKind
    let dimensions: [Int]
  }

  /// 65,537 is more than 16 bits hold and than a grid of a GPU has rows; 2^20 + 1 is more than a block of threads sums
  /// in one round; at 2^24 + 1 a float32 counter stops.
  private static let sizes = [
    Size(name: "rows-65537", kind: .oneDimensional, dimensions: [65537, 3]),
    Size(name: "samples-65537", kind: .twoDimensional, dimensions: [65537, 2, 1, 3]),
    Size(name: "channels-65537", kind: .oneDimensional, dimensions: [3, 65537]),
    Size(name: "planes-65537", kind: .twoDimensional, dimensions: [2, 65537, 1, 2]),
    Size(name: "length-1048577", kind: .oneDimensional, dimensions: [1, 2, 1_048_577]),
    Size(name: "image-1048577", kind: .twoDimensional, dimensions: [1, 3, 17, 61681]),
    Size(name: "volume-1048577", kind: .threeDimensional, dimensions: [17, 2, 1, 61681, 1]),
  ]

  /// 2^24 + 1 = 97·257·673 values of one channel.
  private static let largest = Size(
    name: "image-16777217",
    kind: .twoDimensional,
    dimensions: [97, 1, 257, 673]
  )

  private static let types: [(input: ElementType, parameters: ElementType)] = [
    (.float32, .float32), (.float64, .float64), (.bfloat16, .bfloat16), (.float16, .float32),
  ]

  /// Every large case, smallest first.
  package static let all: [LargeCase] =
    sizes.flatMap { cases($0, types) } + cases(largest, Array(types.prefix(2)))

  private static func cases(
    _ size: Size,
    _ types: [(input: ElementType, parameters: ElementType)]
  ) -> [LargeCase] {
    guard let shape = try? Shape(size.dimensions) else { return [] }
    return Program.allCases.flatMap { program in
      types.map { types in
        LargeCase(
          name: size.name,
          program: program,
          kind: size.kind,
          shape: shape,
          inputType: types.input,
          parameterType: types.parameters
        )
      }
    }
  }
}
