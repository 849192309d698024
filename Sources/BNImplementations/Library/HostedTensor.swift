// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import BNGoldenCases
internal import CBNConform
internal import BNTensors

/// A tensor in memory that a library may read or fill, with guards on both sides.
final class HostedTensor {
  /// The tensor as `bnconform.h` has it; lives as long as this object.
  let pointer: UnsafeMutablePointer<bnconform_tensor>

  private static let guardSize = 64
  private static let guardByte: UInt8 = 0xa7
  private let memory: UnsafeMutableRawPointer
  private let byteCount: Int
  private let elementType: ElementType
  private let shape: Shape

  /// A copy of a tensor, for the library to read.
  convenience init(copying tensor: Tensor) throws {
    try self.init(type: tensor.elementType, shape: tensor.shape)
    TensorBytes.encode(tensor.storage).copyBytes(to: elements)
  }

  /// Memory for a result; every element is NaN until the library writes it.
  convenience init(resultLike tensor: Tensor) throws {
    try self.init(type: tensor.elementType, shape: tensor.shape)
    // All bits set is a NaN in each of the floating-point types.
    elements.initializeMemory(as: UInt8.self, repeating: 0xff)
  }

  private init(type: ElementType, shape: Shape) throws {
    guard shape.rank <= Int(BNCONFORM_MAX_RANK) else {
      throw UnsupportedCase("rank \(shape.rank) is more than \(BNCONFORM_MAX_RANK)")
    }
    elementType = type
    self.shape = shape
    byteCount = shape.count * type.byteCount
    memory = .allocate(byteCount: byteCount + 2 * Self.guardSize, alignment: 64)
    memory.initializeMemory(
      as: UInt8.self,
      repeating: Self.guardByte,
      count: byteCount + 2 * Self.guardSize
    )
    pointer = .allocate(capacity: 1)
    var tensor = bnconform_tensor()
    tensor.type = type.interfaceType
    tensor.rank = Int32(shape.rank)
    withUnsafeMutableBytes(of: &tensor.shape) { raw in
      let dimensions = raw.assumingMemoryBound(to: Int64.self)
      for (axis, dimension) in shape.dimensions.enumerated() { dimensions[axis] = Int64(dimension) }
    }
    tensor.data = memory + Self.guardSize
    pointer.initialize(to: tensor)
  }

  deinit {
    pointer.deallocate()
    memory.deallocate()
  }

  /// The tensor that the library has written.
  ///
  /// - Throws: ``CaseBreakdown`` if it wrote outside of the elements.
  func tensor(_ name: String) throws -> Tensor {
    try checkGuards(name)
    return try Tensor(shape: shape, storage: TensorBytes.decode(bytes, as: elementType))
  }

  /// Whether a tensor that was given to be read still holds what it held.
  func holds(_ tensor: Tensor) -> Bool { bytes == TensorBytes.encode(tensor.storage) }

  /// Makes sure that nothing was written before or behind the elements.
  func checkGuards(_ name: String) throws {
    let raw = UnsafeRawBufferPointer(start: memory, count: byteCount + 2 * Self.guardSize)
    guard raw.prefix(Self.guardSize).allSatisfy({ $0 == Self.guardByte }) else {
      throw CaseBreakdown("the library wrote before the first element of \(name)")
    }
    guard raw.suffix(Self.guardSize).allSatisfy({ $0 == Self.guardByte }) else {
      throw CaseBreakdown("the library wrote behind the last element of \(name)")
    }
  }

  private var elements: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: memory + Self.guardSize, count: byteCount)
  }

  private var bytes: Data { Data(elements) }
}

extension Tensor {
  /// A copy of a tensor that a library points to.
  ///
  /// - Throws: ``CaseBreakdown`` if the description is impossible.
  init(copying pointer: UnsafePointer<bnconform_tensor>, name: String) throws {
    let tensor = pointer.pointee
    guard let type = ElementType(tensor.type),
      (0...BNCONFORM_MAX_RANK).contains(tensor.rank)
    else { throw CaseBreakdown("\(name) has an impossible type or rank") }
    let dimensions = withUnsafeBytes(of: tensor.shape) { raw in
      raw.bindMemory(to: Int64.self).prefix(Int(tensor.rank)).map { Int($0) }
    }
    let shape = try Shape(dimensions)
    guard shape.count < 1 << 32 else { throw CaseBreakdown("\(name) has the shape \(shape)") }
    guard let data = tensor.data ?? (shape.count == 0 ? .init(bitPattern: 1) : nil) else {
      throw CaseBreakdown("\(name) has no data")
    }
    let bytes = shape.count == 0 ? Data() : Data(bytes: data, count: shape.count * type.byteCount)
    try self.init(shape: shape, storage: TensorBytes.decode(bytes, as: type))
  }
}
