// SPDX-License-Identifier: MIT

import BatchNorm
import BNTensors

@testable import BNGoldenCases

extension CaseRecord {
  /// Everything that the record says, NaN by its bits: equal texts are equal records.
  var dump: String {
    let attributes = attributes.map { name, value in
      switch value {
      case .number(let number): "\(name.rawValue)=\(bits(number))"
      case .numbers(let numbers): "\(name.rawValue)=\(numbers.map(bits))"
      default: "\(name.rawValue)=\(value)"
      }
    }
    let members = members.map { name, value in
      switch value {
      case .text(let text): "\(name)=\(text)"
      case .tensor(let tensor):
        "\(name)=\(tensor.elementType)\(tensor.shape)\((0..<tensor.count).map(tensor.bits(at:)))"
      }
    }
    return (attributes + members).joined(separator: "\n")
  }

  private func bits(_ number: Double) -> String {
    number.isNaN ? "nan" : String(number.bitPattern, radix: 16)
  }
}
