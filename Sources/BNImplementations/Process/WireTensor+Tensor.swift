// SPDX-License-Identifier: MIT

internal import BNPlatform
internal import BNTensors

extension WireTensor {
  /// Creates the wire form of a tensor; a large one is written to a file of that name.
  init(
    _ tensor: Tensor,
    name: String,
    layout: InputLayout? = nil,
    folder: SessionFolder?
  ) throws(WireTensorError) {
    self.init(type: tensor.elementType.rawValue, shape: tensor.shape.dimensions)
    strides = layout?.strides(of: tensor.shape)
    let bytes =
      strides.map { StridedBytes.encode(tensor, strides: $0) }
      ?? TensorBytes.encode(tensor.storage)
    if let folder, bytes.count > AdapterProtocol.inlineLimit {
      try folder.write(bytes, to: name)
      file = name
    } else {
      data = bytes.base64EncodedString()
    }
  }

  /// Reads the tensor back.
  ///
  /// - Throws: ``WireTensorError`` if the parts do not fit together, or are more than the bound takes;
  ///   nothing is allocated before that is known.
  func tensor(
    in folder: SessionFolder?,
    bound: AnswerBound = .none
  ) throws(WireTensorError) -> Tensor {
    guard let elementType = ElementType(rawValue: type) else {
      let known = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
      throw WireTensorError(
        description: "has type \(type.prefix(40).debugDescription), but the types are \(known)"
      )
    }
    guard strides == nil else {
      throw WireTensorError(description: "has strides, which nobody declared")
    }
    guard shape.count <= 8 else {
      throw WireTensorError(description: "has \(shape.count) dimensions, an impossible shape")
    }
    guard let shape = try? Shape(shape) else {
      throw WireTensorError(description: "has the impossible shape \(shape)")
    }
    guard shape.count <= bound.elements else {
      throw WireTensorError(
        description: """
          has the shape \(shape), which is far more than the case has: no tensor of its answer may \
          have more than \(bound.elements) elements
          """
      )
    }
    let (count, overflow) = shape.count.multipliedReportingOverflow(by: elementType.byteCount)
    guard !overflow else { throw WireTensorError(description: "has the impossible shape \(shape)") }
    let bytes = try bytes(count: count, shape: shape, in: folder)
    guard
      let tensor = try? Tensor(shape: shape, storage: TensorBytes.decode(bytes, as: elementType))
    else { throw WireTensorError(description: "does not fill its shape \(shape)") }
    return tensor
  }

  private func bytes(
    count: Int,
    shape: Shape,
    in folder: SessionFolder?
  ) throws(WireTensorError) -> Data {
    switch (data, file) {
    case (let text?, nil):
      let (expected, length) = ((count + 2) / 3 * 4, text.utf8.count)
      guard length <= expected + 4 else {
        throw WireTensorError(
          description: """
            has data of \(length) characters, but \(type) \(shape) takes \(expected) in base64
            """
        )
      }
      guard let bytes = Data(base64Encoded: text) else {
        throw WireTensorError(description: "has data that are no base64")
      }
      guard bytes.count == count else {
        throw WireTensorError(
          description: "has \(bytes.count) bytes, but \(type) \(shape) takes \(count)"
        )
      }
      return bytes
    case (nil, let name?):
      guard let folder else {
        throw WireTensorError(description: "names a file, but the session has no folder")
      }
      return try folder.read(name, count: count)
    default: throw WireTensorError(description: "needs either data or file")
    }
  }
}
