// SPDX-License-Identifier: MIT

import Foundation
import Tensors
import Testing

@testable import Implementations

@Suite("Tensors on the wire")
struct WireTensorTests {
  static let tensors: [Tensor] = {
    let storages: [TensorStorage] = [
      .float16([Half(1), Half(bitPattern: 0x7e01), Half(-0.0), Half(65504)]),
      .bfloat16([BFloat16(3), BFloat16(bitPattern: 0xff80), BFloat16(0), BFloat16(-1)]),
      .float32([1, -0.0, .infinity, Float(bitPattern: 0x7fc0_0001)]),
      .float64([.leastNonzeroMagnitude, .nan, -1, 2]),
      .int64([.min, .max, 0, -1]),
    ]
    return storages.compactMap { storage in
      (try? Shape([2, 1, 2])).flatMap { try? Tensor(shape: $0, storage: storage) }
    }
  }()

  @Test("come back with the same bits", arguments: tensors)
  func roundTrip(_ tensor: Tensor) throws {
    let wire = try WireTensor(tensor, name: "x", folder: nil)
    let line = try WireCoding.line(wire)
    let back = try WireCoding.message(WireTensor.self, line).tensor(in: nil)
    #expect(back.shape == tensor.shape)
    #expect(back.storage.hasSameBits(as: tensor.storage))
  }

  @Test("may be scalar or empty")
  func corners() throws {
    for tensor in [
      Tensor(scalar: 7), try Tensor(shape: Shape([2, 0]), storage: .float32([])),
    ] {
      #expect(try WireTensor(tensor, name: "x", folder: nil).tensor(in: nil) == tensor)
    }
  }

  @Test("are little-endian")
  func byteOrder() throws {
    let wire = try WireTensor(Tensor(vector: .float32([1])), name: "x", folder: nil)
    #expect(wire.data == "AACAPw==")
  }

  @Test(
    "travel as files just above the limit, inline just at it",
    arguments: [(0, false), (1, true)]
  )
  func limit(surplus: Int, asFile: Bool) throws {
    let folder = try SessionFolder.create()
    defer { folder.remove() }
    let count = AdapterProtocol.inlineLimit / 8 + surplus
    let tensor = Tensor(vector: .float64([Double](repeating: 0.5, count: count)))
    let wire = try WireTensor(tensor, name: "step0.input.bin", folder: folder)
    #expect((wire.file == "step0.input.bin") == asFile)
    #expect((wire.data == nil) == asFile)
    #expect(try wire.tensor(in: folder) == tensor)
    folder.clear()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    if asFile { #expect(throws: WireTensorError.self) { try wire.tensor(in: folder) } }
  }

  @Test(
    "are refused where the parts do not fit together",
    arguments: [
      (WireTensor(type: "float32", shape: [1], data: "AACAPwA="), "has 5 bytes"),
      (WireTensor(type: "float32", shape: [1], data: "AACA"), "has 3 bytes"),
      (WireTensor(type: "double", shape: [1], data: ""), "has type \"double\""),
      (WireTensor(type: "float32", shape: [-1], data: ""), "impossible shape"),
      (WireTensor(type: "int64", shape: [Int.max / 4, 1], data: ""), "impossible shape"),
      (
        WireTensor(type: "int64", shape: [1, 1, 1, 1, 1, 1, 1, 1, 1], data: ""), "impossible shape"
      ),
      (WireTensor(type: "float32", shape: [1]), "either data or file"),
      (WireTensor(type: "float32", shape: [0], data: "", file: "x"), "either data or file"),
      (WireTensor(type: "float32", shape: [1], file: "x"), "no folder"),
    ]
  )
  func refusal(_ wire: WireTensor, _ text: String) {
    let error = #expect(throws: WireTensorError.self) { try wire.tensor(in: nil) }
    #expect(error?.description.contains(text) == true)
  }

  @Test("take only plain files of the folder", arguments: ["../x", "/etc/passwd", "", ".", "pipe"])
  func files(name: String) throws {
    let folder = try SessionFolder.create()
    defer { folder.remove() }
    mkfifo(folder.path + "/pipe", 0o600)
    let wire = WireTensor(type: "float32", shape: [1], file: name)
    #expect(throws: WireTensorError.self) { try wire.tensor(in: folder) }
  }
}
