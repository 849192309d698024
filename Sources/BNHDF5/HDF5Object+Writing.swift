// SPDX-License-Identifier: MIT

internal import CBNHDF5

extension HDF5Object {
  /// Creates an attribute.
  ///
  /// - Throws: ``HDF5Error`` if there is one of this name, or the name or a string cannot be held.
  package func writeAttribute(_ name: String, _ value: HDF5AttributeValue) throws(HDF5Error) {
    let operation = "write the attribute"
    let location = location.attribute(name)
    if let problem = HDF5Name.problem(ofAttribute: name) {
      throw HDF5Error(operation, location, .invalidText(problem))
    }
    switch value {
    case .string(let string):
      try writeStrings([string], .scalar, name, operation, location)
    case .strings(let strings):
      try writeStrings(strings, .simple([strings.count]), name, operation, location)
    case .flag(let flag):
      let type = try HDF5TypeCreation.boolean(operation, location)
      try writeNumbers([Int8(flag ? 1 : 0)], type, .scalar, name, operation, location)
    case .integer(let integer):
      let type = try HDF5TypeCreation.int64(operation, location)
      try writeNumbers([integer.littleEndian], type, .scalar, name, operation, location)
    case .float(let float):
      let type = try HDF5TypeCreation.float(.binary64, operation, location)
      let bits = [float.bitPattern.littleEndian]
      try writeNumbers(bits, type, .scalar, name, operation, location)
    case .floats(let floats):
      let type = try HDF5TypeCreation.float(.binary64, operation, location)
      let bits = floats.map(\.bitPattern.littleEndian)
      try writeNumbers(bits, type, .simple([bits.count]), name, operation, location)
    }
  }

  private func writeStrings(
    _ strings: [String],
    _ extent: HDF5Extent,
    _ name: String,
    _ operation: String,
    _ location: HDF5Location
  ) throws(HDF5Error) {
    let type = try HDF5TypeCreation.string(operation, location)
    let attribute = try makeAttribute(name, type, extent, operation, location)
    let (id, typeID) = (attribute.id, type.id)
    guard !strings.isEmpty else { return }
    unsafe try HDF5StringArguments.withPointers(strings, operation, location) { pointers in
      unsafe H5Awrite(id, typeID, pointers)
    }
  }

  private func writeNumbers<Element: BitwiseCopyable>(
    _ elements: [Element],
    _ type: borrowing HDF5Handle,
    _ extent: HDF5Extent,
    _ name: String,
    _ operation: String,
    _ location: HDF5Location
  ) throws(HDF5Error) {
    let attribute = try makeAttribute(name, type, extent, operation, location)
    let (id, typeID) = (attribute.id, type.id)
    guard !elements.isEmpty else { return }
    _ = try HDF5Library.call(operation, location) { unsafe H5Awrite(id, typeID, elements) }
  }

  private func makeAttribute(
    _ name: String,
    _ type: borrowing HDF5Handle,
    _ extent: HDF5Extent,
    _ operation: String,
    _ location: HDF5Location
  ) throws(HDF5Error) -> HDF5Handle {
    let space = try extent.makeSpace(operation, location)
    let (id, typeID, spaceID) = (identifier, type.id, space.id)
    return try HDF5Handle(.attribute, operation, location) {
      let properties = chdf5_default_properties()
      return unsafe H5Acreate2(id, name, typeID, spaceID, properties, properties)
    }
  }
}
