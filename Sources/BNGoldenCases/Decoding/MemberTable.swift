// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNTensors

/// The data sets of a case, each read when it is taken; what nobody takes is one too many.
struct MemberTable {
  /// Reads a data set, given by its name and by its place among the names of the table.
  typealias Read = (MemberName, Int) throws(CaseFault) -> MemberValue

  /// What nobody has taken yet, with its place.
  private var untaken: [MemberName: Int]
  private let read: Read

  /// Creates a table of the data sets with these names.
  ///
  /// - Throws: ``CaseFault`` if a name is none of the format's.
  init(names: [String], read: @escaping Read) throws(CaseFault) {
    untaken = Dictionary(minimumCapacity: names.count)
    for (place, name) in names.enumerated() {
      guard let member = MemberName(name) else {
        throw CaseFault(
          member: "member \(name.prefix(80).debugDescription)",
          problem: "is not a name of the format"
        )
      }
      untaken[member] = place
    }
    self.read = read
  }

  /// Creates a table of data sets in memory.
  init(_ record: CaseRecord) throws(CaseFault) {
    let members = record.members
    try self.init(names: members.map(\.name)) { _, place throws(CaseFault) in
      members[place].value
    }
  }

  /// The names that nobody has taken yet, sorted by their text.
  var remaining: [MemberName] { untaken.keys.sorted { $0.text < $1.text } }

  /// Whether a data set of that name is there and not taken yet.
  func has(_ name: MemberName) -> Bool { untaken[name] != nil }

  /// Takes a tensor of any shape and type, or nil if there is none of that name.
  mutating func tensor(_ name: MemberName) throws(CaseFault) -> Tensor? {
    guard let place = untaken.removeValue(forKey: name) else { return nil }
    guard case .tensor(let tensor) = try read(name, place) else {
      throw CaseFault(dataSet: name, "is a string, but a tensor is expected")
    }
    // R's hdf5r and MATLAB give a single number dimensions of 1.
    guard name.isScalar, tensor.count == 1 else { return tensor }
    return (try? Tensor(shape: .scalar, storage: tensor.storage)) ?? tensor
  }

  /// Takes a tensor that must be there, of a type and, if given, of a shape.
  mutating func tensor(
    _ name: MemberName,
    type: ElementType,
    shape: ShapeRule = .any
  ) throws(CaseFault) -> Tensor {
    guard let tensor = try optionalTensor(name, type: type, shape: shape) else {
      throw CaseFault(dataSet: name, "is missing")
    }
    return tensor
  }

  /// Takes a tensor of a type and, if given, of a shape, or nil if there is none of that name.
  mutating func optionalTensor(
    _ name: MemberName,
    type: ElementType,
    shape: ShapeRule = .any
  ) throws(CaseFault) -> Tensor? {
    guard let tensor = try tensor(name) else { return nil }
    guard tensor.elementType == type else {
      throw CaseFault(
        dataSet: name,
        "holds \(tensor.elementType.rawValue), but \(type.rawValue) is expected"
      )
    }
    if case .exactly(let expected, let reason) = shape, tensor.shape != expected {
      let fault = CaseFault(
        dataSet: name,
        "has shape \(tensor.shape), but \(expected) is expected, \(reason)"
      )
      throw tensor.shape.isReversed(expected) ? fault.inReversedOrder(of: name) : fault
    }
    return tensor
  }

  /// Takes a state: four tensors of the parameter type and a count, each of which may be absent.
  mutating func state(
    type: ElementType,
    name: (StateKey) -> MemberName
  ) throws(CaseFault) -> LayerState {
    var state = LayerState()
    for key in StateKey.allCases {
      state[key] =
        key == .numBatchesTracked
        ? try optionalTensor(name(key), type: .int64, shape: .exactly(.scalar, "a scalar"))
        : try optionalTensor(name(key), type: type)
    }
    return state
  }

  /// Takes a text, or nil if there is none of that name.
  mutating func text(_ name: MemberName) throws(CaseFault) -> String? {
    guard let place = untaken.removeValue(forKey: name) else { return nil }
    guard case .text(let text) = try read(name, place) else {
      throw CaseFault(dataSet: name, "is a tensor, but a string is expected")
    }
    if let fault = FormatText.fault(in: text) { throw CaseFault(dataSet: name, fault) }
    return text
  }

  /// Refuses what nobody took.
  func end() throws(CaseFault) {
    guard let first = remaining.first else { return }
    throw CaseFault(dataSet: first, "does not belong to the case's steps")
  }
}

/// What shape a tensor must have.
enum ShapeRule {
  case any
  /// This shape, with the reason in words, such as `the shape of step0.input`.
  case exactly(Shape, String)
}
