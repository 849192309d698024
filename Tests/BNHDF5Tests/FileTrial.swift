// SPDX-License-Identifier: MIT

import BNHDF5
import BNTestSupport
import Testing

/// Runs a test with the path of a file yet to be created, and expects no open handle of it after.
func withFile(_ body: (String) throws -> Void) throws {
  let folder = try TemporaryFolder()
  let path = folder.file("test.h5")
  try body(path)
  #expect(HDF5OpenHandles.count(ofFile: path) == 0, "handles of the file are left open")
}

/// Creates a file with the wrapper and closes it.
func write(_ path: String, _ body: (HDF5Group) throws -> Void) throws {
  let file = try HDF5File(creating: path)
  do {
    let root = try file.root()
    try body(root)
  }
  try file.close()
}

/// Opens a file and its root group with the wrapper.
func read(_ path: String, _ body: (HDF5Group) throws -> Void) throws {
  let file = try HDF5File(reading: path)
  let root = try file.root()
  try body(root)
}

/// The problem with which an operation fails.
func problem(_ body: () throws -> Void) throws -> HDF5Problem {
  try failure(body).problem
}

/// The error with which an operation fails.
func failure(_ body: () throws -> Void) throws -> HDF5Error {
  do {
    try body()
  } catch let error as HDF5Error {
    return error
  }
  throw UnexpectedSuccess()
}

/// An operation that should have failed did not.
struct UnexpectedSuccess: Error {}

/// Expects two values to be equal.
///
/// The macro cannot take apart an expression that throws and uses a value that is not copyable.
func expectEqual<Value: Equatable>(
  _ found: Value,
  _ expected: Value,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found == expected, sourceLocation: sourceLocation)
}
