// SPDX-License-Identifier: MIT

import Foundation
import BNTensors
import Testing

@testable import BNImplementations

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

  @Test("are read up to the bound, by data and by file, and not beyond", arguments: [0, 1])
  func bound(surplus: Int) throws {
    let folder = try SessionFolder.create()
    defer { folder.remove() }
    let request = try MisbehaviourTests.request(0)
    let bound = AnswerBound(request, deadline: .now + .seconds(60), limit: .seconds(60))
    #expect(bound.elements == 65_536)
    #expect(bound.lineLength < 12 << 20)
    let tensor = Tensor(vector: .float32([Float](repeating: 1, count: bound.elements + surplus)))
    let inline = try WireTensor(tensor, name: "x", folder: nil)
    var file = inline
    (file.data, file.file) = (nil, "x")
    try folder.write(TensorBytes.encode(tensor.storage), to: "x")
    for wire in [inline, file] {
      if surplus == 0 {
        #expect(try wire.tensor(in: folder, bound: bound) == tensor)
      } else {
        let error = #expect(throws: WireTensorError.self) {
          try wire.tensor(in: folder, bound: bound)
        }
        #expect(error?.description.contains("more than 65536 elements") == true)
      }
    }
  }

  @Test("have no more base64 than their shape takes")
  func surplusData() {
    let data = String(repeating: "AAAA", count: 1 << 20)
    let wire = WireTensor(type: "float32", shape: [1], data: data)
    let error = #expect(throws: WireTensorError.self) { try wire.tensor(in: nil) }
    #expect(error?.description.contains("takes 8 in base64") == true)
  }

  @Test("that arrive after the time for the answer come too late")
  func late() throws {
    let folder = try SessionFolder.create()
    defer { folder.remove() }
    let request = try MisbehaviourTests.request(0)
    let line = Array(#"{"seq":1,"result":{"steps":[{}]}}"#.utf8)
    let answer = try WireCoding.message(WireAnswer.self, line)
    for (time, isLate) in [(Duration.seconds(-1), true), (.seconds(60), false)] {
      let bound = AnswerBound(request, deadline: .now + time, limit: .seconds(30))
      let outcome = Result {
        try answer.caseAnswer(steps: 1, folder: folder, bound: bound)
      }
      if isLate {
        let late = AdapterFailure.Problem.timedOut(
          .seconds(30),
          waitingFor: "whole answer",
          unfinishedBytes: 0
        )
        #expect(throws: late) { try outcome.get() }
      } else {
        #expect(throws: Never.self) { try outcome.get() }
      }
    }
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
