// SPDX-License-Identifier: MIT

/// The attributes of a case as found, taken by name and type.
struct AttributeTable {
  private let values: [CaseAttribute: AttributeValue]

  /// Creates a table of attributes that are known to belong to the case.
  init(_ values: [CaseAttribute: AttributeValue]) { self.values = values }

  func has(_ name: CaseAttribute) -> Bool { values[name] != nil }

  func value(_ name: CaseAttribute) throws(CaseFault) -> AttributeValue {
    guard let value = values[name] else {
      throw CaseFault(attribute: name, "is missing")
    }
    return value
  }

  func text(_ name: CaseAttribute, oneLine: Bool = true) throws(CaseFault) -> String {
    guard case .text(let text) = try value(name).single else { throw wrongType(name, "a string") }
    if let fault = FormatText.fault(in: text, oneLine: oneLine) {
      throw CaseFault(attribute: name, fault)
    }
    return text
  }

  func texts(_ name: CaseAttribute) throws(CaseFault) -> [String] {
    let texts: [String]
    switch try value(name) {
    case .texts(let list): texts = list
    case .text(let text): texts = [text]
    default: throw wrongType(name, "a list of strings")
    }
    for text in texts {
      if let fault = FormatText.fault(in: text, oneLine: true) {
        throw CaseFault(attribute: name, "item \(text.prefix(40).debugDescription) \(fault)")
      }
    }
    return texts
  }

  func integer(_ name: CaseAttribute) throws(CaseFault) -> Int64 {
    guard case .integer(let integer) = try value(name) else {
      throw wrongType(name, "an integer")
    }
    return integer
  }

  func number(_ name: CaseAttribute) throws(CaseFault) -> Double {
    guard case .number(let number) = try value(name).single else {
      throw wrongType(name, "a floating-point number")
    }
    return number
  }

  /// A flag, or an integer 0 or 1.
  func flag(_ name: CaseAttribute) throws(CaseFault) -> Bool {
    switch try value(name) {
    case .flag(let flag): return flag
    case .integer(0): return false
    case .integer(1): return true
    case .integer(let integer):
      throw CaseFault(
        attribute: name,
        "is \(integer), but a flag is FALSE, TRUE, 0 or 1"
      )
    default: throw wrongType(name, "a flag (h5py boolean, or an integer 0 or 1)")
    }
  }

  /// One of a few words.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: CaseAttribute,
    from choices: [Choice] = Array(Choice.allCases)
  ) throws(CaseFault) -> Choice {
    let text = try text(name)
    guard let choice = choices.first(where: { $0.rawValue == text }) else {
      let expected = choices.map(\.rawValue).joined(separator: ", ")
      throw CaseFault(
        attribute: name,
        "is \(text.prefix(80).debugDescription), but expected is one of \(expected)"
      )
    }
    return choice
  }

  private func wrongType(_ name: CaseAttribute, _ expected: String) -> CaseFault {
    let found = values[name].map(\.kindName) ?? "nothing"
    return CaseFault(attribute: name, "is \(found), but \(expected) is expected")
  }
}

extension AttributeValue {
  /// The element of a list of one, which many libraries write where a single value is meant; else itself.
  var single: AttributeValue {
    switch self {
    case .texts(let texts) where texts.count == 1: .text(texts[0])
    case .numbers(let numbers) where numbers.count == 1: .number(numbers[0])
    default: self
    }
  }

  /// The form of the value in words.
  var kindName: String {
    switch self {
    case .text: "a string"
    case .texts: "a list of strings"
    case .integer: "an integer"
    case .number: "a floating-point number"
    case .numbers: "a list of floating-point numbers"
    case .flag: "a flag"
    }
  }
}
