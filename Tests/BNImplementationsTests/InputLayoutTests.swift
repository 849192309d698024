// SPDX-License-Identifier: MIT

import BNTensors
import Testing

@testable import BNImplementations

@Suite("Input layouts")
struct InputLayoutTests {
  private func tensor(_ dimensions: [Int]) throws -> Tensor {
    let shape = try Shape(dimensions)
    return try Tensor(shape: shape, storage: .float32((0..<shape.count).map(Float.init)))
  }

  @Test("channels-last puts the channels of a position side by side")
  func channelsLast() throws {
    #expect(InputLayout.channelsLast.strides(of: try Shape([2, 3, 4, 5])) == [60, 1, 15, 3])
    #expect(InputLayout.channelsLast.strides(of: try Shape([2, 3, 7])) == [21, 1, 3])
  }

  @Test("is row-major order where there is nothing to reorder")
  func nothingToDo() throws {
    #expect(InputLayout.channelsLast.strides(of: try Shape([2, 3])) == nil)
    #expect(InputLayout.strided.strides(of: try Shape([3])) == nil)
    #expect(InputLayout.strided.strides(of: try Shape([0, 3])) == nil)
    #expect(InputLayout.strided.strides(of: try Shape([1, 1])) == nil)
    #expect(InputLayout.strided.strides(of: try Shape([2, 3])) == [6, 2])
  }

  @Test("sends every element to its place and NaN between them", arguments: InputLayout.allCases)
  func elements(layout: InputLayout) throws {
    let tensor = try tensor([2, 3, 2, 2])
    let wire = try WireTensor(tensor, name: "x", layout: layout, folder: nil)
    let strides = try #require(wire.strides)
    let bytes = StridedBytes.encode(tensor, strides: strides)
    guard case .float32(let buffer) = TensorBytes.decode(bytes, as: .float32) else {
      Issue.record("no float32")
      return
    }
    var seen: Set<Int> = []
    for n in 0..<2 {
      for c in 0..<3 {
        for h in 0..<2 {
          for w in 0..<2 {
            let place = n * strides[0] + c * strides[1] + h * strides[2] + w * strides[3]
            #expect(buffer[place] == Float(((n * 3 + c) * 2 + h) * 2 + w))
            seen.insert(place)
          }
        }
      }
    }
    #expect(seen.count == 24)
    #expect(buffer.indices.allSatisfy { seen.contains($0) || buffer[$0].isNaN })
    #expect(buffer.count == (layout == .channelsLast ? 24 : 47))
  }

  @Test("strides in an answer are refused")
  func answersHaveNone() throws {
    let wire = try WireTensor(try tensor([2, 3, 4]), name: "x", layout: .strided, folder: nil)
    do {
      _ = try wire.tensor(in: nil)
      Issue.record("read")
    } catch {
      #expect(error.description.contains("strides"))
    }
  }

  @Test("an unknown layout in the answer to start is refused")
  func unknownLayout() throws {
    let line = #"{"protocol":1,"name":"x","version":"1","language":"C","layouts":["blocked"]}"#
    let description = try WireCoding.message(WireDescription.self, Array(line.utf8))
    do {
      _ = try description.implementation(command: ["x"])
      Issue.record("accepted")
    } catch {
      #expect("\(error)".contains("blocked"))
    }
  }
}
