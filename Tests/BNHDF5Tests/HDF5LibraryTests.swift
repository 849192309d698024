// SPDX-License-Identifier: MIT

import BNTestSupport
import CBNHDF5
import Foundation
import BNHDF5
import Testing

@Suite("HDF5 library")
struct HDF5LibraryTests {
  @Test("many files are written and read at the same time")
  func parallel() async throws {
    let folder = try TemporaryFolder()
    let paths = (0..<24).map { folder.file("\($0).h5") }
    let sums = try await withThrowingTaskGroup(of: (Int, Double).self) { group in
      for (index, path) in paths.enumerated() {
        group.addTask { @concurrent in
          try Self.writeSample(path, seed: index)
          return (index, try Self.readSample(path))
        }
      }
      var sums = [Int: Double]()
      for try await (index, sum) in group { sums[index] = sum }
      return sums
    }
    for index in paths.indices {
      #expect(sums[index] == Double(20 * index + 190))
      #expect(HDF5OpenHandles.count(ofFile: paths[index]) == 0)
    }
  }

  @Test("one file is read by many tasks at the same time")
  func sharedFile() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("shared.h5")
    try Self.writeSample(path, seed: 3)
    try await withThrowingTaskGroup(of: Double.self) { group in
      for _ in 0..<16 { group.addTask { @concurrent in try Self.readSample(path) } }
      for try await sum in group { #expect(sum == 250) }
    }
    #expect(HDF5OpenHandles.count(ofFile: path) == 0)
  }

  @Test("errors of one task do not reach another")
  func parallelErrors() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("text")
    try Data("text".utf8).write(to: URL(fileURLWithPath: path))
    await withTaskGroup(of: Set<[String]>.self) { group in
      for _ in 0..<8 {
        group.addTask { @concurrent in
          var stacks = Set<[String]>()
          for _ in 0..<25 {
            do throws(HDF5Error) { _ = try HDF5File(reading: path) } catch {
              stacks.insert(error.frames.map(\.function))
            }
          }
          return stacks
        }
      }
      var stacks = Set<[String]>()
      for await some in group { stacks.formUnion(some) }
      #expect(stacks.count == 1)
      #expect(stacks.first?.first == "H5Fopen")
    }
  }

  @Test("neither success nor failure leaves identifiers behind")
  func leaks() throws {
    try withFile { path in
      try write(path) { root in
        let group = try root.createGroup("g")
        try group.writeAttribute("steps", .strings(["forward training"]))
        try group.writeAttribute("flag", .flag(true))
        try group.writeDataset("x", shape: [2], .bfloat16([1, 2]))
      }
      let before = HDF5OpenHandles.countWithoutFile()
      let rounds = 300
      let file = try HDF5File(reading: path)
      let root = try file.root()
      let group = try root.group("g")
      for _ in 0..<rounds {
        _ = try group.attribute("steps").strings()
        _ = try group.attribute("flag").flag()
        _ = try group.dataset("x").values()
        #expect(throws: HDF5Error.self) { _ = try group.attribute("steps").integer() }
        #expect(throws: HDF5Error.self) { _ = try group.attribute("flag").string() }
        #expect(throws: HDF5Error.self) { _ = try group.dataset("x").string() }
        #expect(throws: HDF5Error.self) { _ = try group.dataset("x").values(atMost: 1) }
        #expect(throws: HDF5Error.self) { _ = try group.dataset("y") }
        #expect(throws: HDF5Error.self) { _ = try HDF5File(creating: path) }
      }
      // Other tests run meanwhile, so a few may be open; a leak would show once a round.
      #expect(HDF5OpenHandles.countWithoutFile() - before < rounds)
      #expect(file.openHandleCount == 3)
    }
  }

  @Test("prints nothing when it fails")
  func silence() {
    let printer = HDF5Library.locked { () -> Bool in
      var function: H5E_auto2_t?
      var context: UnsafeMutableRawPointer?
      _ = H5Eget_auto2(chdf5_default_stack(), &function, &context)
      return function != nil
    }
    #expect(!printer)
  }

  @Test("loads no plugins")
  func plugins() {
    let state = HDF5Library.locked { () -> UInt32 in
      var state: UInt32 = 1
      _ = H5PLget_loading_state(&state)
      return state
    }
    #expect(state == 0)
  }

  private static func writeSample(_ path: String, seed: Int) throws {
    try write(path) { root in
      for index in 0..<20 {
        let group = try root.createGroup("case \(index)")
        try group.writeAttribute("id", .string("a/\(index)/f64"))
        try group.writeDataset("x", shape: [1], .float64([Double(seed + index)]))
      }
    }
  }

  private static func readSample(_ path: String) throws -> Double {
    var sum = 0.0
    try read(path) { root in
      for link in try root.links() {
        let group = try root.group(link.name)
        guard case .float64(let values) = try group.dataset("x").values() else { continue }
        sum += values.reduce(0, +)
      }
    }
    return sum
  }
}
