// SPDX-License-Identifier: MIT

/// Functions of the sizes of a case that wrong code multiplies by.
enum SizeFactor: String, CaseIterable {
  case unbiased = "n/(n − 1)"
  case biased = "(n − 1)/n"
  case count = "n"
  case perCount = "1/n"
  case samples = "N"
  case perSample = "1/N"
  case positions = "S (positions a sample)"
  case perPosition = "1/S (positions a sample)"
  case channels = "C"
  case perChannel = "1/C"

  func value(_ facets: CaseFacets) -> Double? {
    func size(_ key: CaseFacets.Key) -> Double? { facets.values[key].map(Double.init) }
    switch self {
    case .unbiased: return size(.valuesPerChannel).map { $0 / ($0 - 1) }
    case .biased: return size(.valuesPerChannel).map { ($0 - 1) / $0 }
    case .count: return size(.valuesPerChannel)
    case .perCount: return size(.valuesPerChannel).map { 1 / $0 }
    case .samples: return size(.samples)
    case .perSample: return size(.samples).map { 1 / $0 }
    case .positions: return size(.positions)
    case .perPosition: return size(.positions).map { 1 / $0 }
    case .channels: return size(.channels)
    case .perChannel: return size(.channels).map { 1 / $0 }
    }
  }
}
