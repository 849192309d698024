// SPDX-License-Identifier: MIT

internal import CBNHDF5

extension HDF5Group {
  /// Creates a group in this one.
  ///
  /// A guess of how many members and attributes it will have saves space.
  ///
  /// - Throws: ``HDF5Error`` if there is a member of this name, or the name cannot be held.
  package func createGroup(
    _ name: String,
    expectedMembers: Int = 0
  ) throws(HDF5Error) -> HDF5Group {
    let operation = "create the group"
    let location = try newMember(name, operation)
    let properties = try HDF5CreationProperties.group(
      expecting: expectedMembers,
      operation,
      location
    )
    let (id, list) = (handle.id, properties.id)
    let group = try HDF5Handle(.group, operation, location) {
      let others = chdf5_default_properties()
      return unsafe H5Gcreate2(id, name, others, list, others)
    }
    return HDF5Group(group, location)
  }

  /// Creates a data set of numbers, little-endian, in row-major order.
  ///
  /// The shape gives the dimensions, outermost first; none for a scalar.
  ///
  /// - Throws: ``HDF5Error`` if the shape does not have as many elements, or the name is taken.
  package func writeDataset(
    _ name: String,
    shape: [Int],
    _ values: HDF5Values
  ) throws(HDF5Error) {
    let operation = "write the data set"
    let location = try newMember(name, operation)
    let extent: HDF5Extent = shape.isEmpty ? .scalar : .simple(shape)
    guard extent.count == values.count else {
      throw HDF5Error(
        operation,
        location,
        .misuse("\(extent) does not have \(values.count) elements")
      )
    }
    switch values {
    case .float16(let bits):
      let type = try HDF5TypeCreation.float(.binary16, operation, location)
      try write(bits.map(\.littleEndian), type, extent, name, operation, location)
    case .bfloat16(let bits):
      let type = try HDF5TypeCreation.float(.bfloat16, operation, location)
      try write(bits.map(\.littleEndian), type, extent, name, operation, location)
    case .float32(let floats):
      let type = try HDF5TypeCreation.float(.binary32, operation, location)
      let bits = floats.map(\.bitPattern.littleEndian)
      try write(bits, type, extent, name, operation, location)
    case .float64(let floats):
      let type = try HDF5TypeCreation.float(.binary64, operation, location)
      let bits = floats.map(\.bitPattern.littleEndian)
      try write(bits, type, extent, name, operation, location)
    case .int64(let integers):
      let type = try HDF5TypeCreation.int64(operation, location)
      try write(integers.map(\.littleEndian), type, extent, name, operation, location)
    }
  }

  /// Creates a data set that is one string of variable length in UTF-8.
  ///
  /// - Throws: ``HDF5Error`` if the string holds a NUL, or the name is taken.
  package func writeDataset(_ name: String, string: String) throws(HDF5Error) {
    let operation = "write the data set"
    let location = try newMember(name, operation)
    let type = try HDF5TypeCreation.string(operation, location)
    let dataset = try makeDataset(name, type, .scalar, isCompact: true, operation, location)
    let (id, typeID) = (dataset.id, type.id)
    unsafe try HDF5StringArguments.withPointers([string], operation, location) { pointers in
      unsafe HDF5Group.write(id, typeID, pointers)
    }
  }

  private func newMember(_ name: String, _ operation: String) throws(HDF5Error) -> HDF5Location {
    let location = location.member(name)
    if let problem = HDF5Name.problem(of: name) {
      throw HDF5Error(operation, location, .invalidText(problem))
    }
    return location
  }

  private func write<Element: BitwiseCopyable>(
    _ elements: [Element],
    _ type: borrowing HDF5Handle,
    _ extent: HDF5Extent,
    _ name: String,
    _ operation: String,
    _ location: HDF5Location
  ) throws(HDF5Error) {
    let isCompact =
      !elements.isEmpty
      && elements.count * MemoryLayout<Element>.size < HDF5Limits.compactBytes
    let dataset = try makeDataset(
      name,
      type,
      extent,
      isCompact: isCompact,
      operation,
      location
    )
    guard !elements.isEmpty else { return }
    let (id, typeID) = (dataset.id, type.id)
    _ = try HDF5Library.call(operation, location) {
      unsafe elements.withUnsafeBytes { unsafe HDF5Group.write(id, typeID, $0.baseAddress) }
    }
  }

  private func makeDataset(
    _ name: String,
    _ type: borrowing HDF5Handle,
    _ extent: HDF5Extent,
    isCompact: Bool,
    _ operation: String,
    _ location: HDF5Location
  ) throws(HDF5Error) -> HDF5Handle {
    let space = try extent.makeSpace(operation, location)
    let properties = try HDF5CreationProperties.dataset(
      isCompact: isCompact,
      operation,
      location
    )
    let (id, typeID, spaceID, list) = (handle.id, type.id, space.id, properties.id)
    return try HDF5Handle(.dataset, operation, location) {
      let others = chdf5_default_properties()
      return unsafe H5Dcreate2(id, name, typeID, spaceID, others, list, others)
    }
  }

  private static func write(
    _ dataset: hid_t,
    _ type: hid_t,
    _ buffer: UnsafeRawPointer?
  ) -> herr_t {
    unsafe H5Dwrite(
      dataset,
      type,
      chdf5_whole_space(),
      chdf5_whole_space(),
      chdf5_default_properties(),
      buffer
    )
  }
}
