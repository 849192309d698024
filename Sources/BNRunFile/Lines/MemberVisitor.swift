// SPDX-License-Identifier: MIT

/// A line is no record of a run, or a record cannot be a line.
struct NoLine: Error {}

/// Whoever goes through the members of a record in the order of their names: the scanner, which reads
/// them, the writer, or a test that compares them with the schema.
protocol MemberVisitor {
  /// A member, which is left out where it has its usual value, if there is one.
  mutating func member<Value: LineValue>(
    _ name: StaticString,
    _ value: inout Value,
    unless isUsual: Bool,
    usual: Value?
  ) throws(NoLine)
}

extension MemberVisitor {
  /// A member that every record has.
  mutating func member(_ name: StaticString, _ value: inout some LineValue) throws(NoLine) {
    try member(name, &value, unless: false, usual: nil)
  }

  /// A member that is left out where it is nil.
  mutating func member<Value: LineValue>(
    _ name: StaticString,
    _ value: inout Value?
  ) throws(NoLine) {
    let isNil = if case nil = value { true } else { false }
    try member(name, &value, unless: isNil, usual: .some(nil))
  }
}

/// What can stand in a line of a run file.
protocol LineValue {
  /// Reads the value.
  init(from scanner: inout LineScanner) throws(NoLine)
  /// Writes the value.
  func write(to writer: inout LineWriter) throws(NoLine)
}

/// An object in a line, whose members stand in one place: its reading and its writing follow.
protocol LineObject: LineValue {
  /// An object to be filled.
  static var blank: Self { get }
  /// Goes through the members, in the order of their names.
  mutating func visit(_ visitor: inout some MemberVisitor) throws(NoLine)
}

extension LineObject {
  init(from scanner: inout LineScanner) throws(NoLine) {
    var object = Self.blank
    try scanner.object { scanner throws(NoLine) in try object.visit(&scanner) }
    self = object
  }

  func write(to writer: inout LineWriter) throws(NoLine) {
    var object = self
    try writer.object { writer throws(NoLine) in try object.visit(&writer) }
  }
}

extension LineScanner: MemberVisitor {
  mutating func member<Value: LineValue>(
    _ name: StaticString,
    _ value: inout Value,
    unless isUsual: Bool,
    usual: Value?
  ) throws(NoLine) {
    if try finds(name) {
      value = try Value(from: &self)
      try endMember()
    } else if let usual {
      value = usual
    } else {
      throw NoLine()
    }
  }
}

extension LineWriter: MemberVisitor {
  mutating func member<Value: LineValue>(
    _ name: StaticString,
    _ value: inout Value,
    unless isUsual: Bool,
    usual: Value?
  ) throws(NoLine) {
    guard !isUsual else { return }
    self.name(name)
    try value.write(to: &self)
  }
}
