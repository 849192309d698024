// SPDX-License-Identifier: MIT

internal import CBNConform
internal import BNTensors

extension LoadedLibrary {
  /// What the library says of itself; functions that it lacks count as declared.
  ///
  /// - Throws: ``LibraryError`` if it was made for another version of the interface.
  func implementation() throws(LibraryError) -> ImplementationDescription {
    guard let description = describe()?.pointee else {
      throw LibraryError(description: "describes itself by a null pointer")
    }
    guard description.interface_version == UInt32(BNCONFORM_VERSION) else {
      throw LibraryError(
        description: """
          is made for version \(description.interface_version) of bnconform.h, but this is version \
          \(BNCONFORM_VERSION)
          """
      )
    }
    let types = ElementType.allCases.filter { type in
      type != .int64 && description.types & (1 << type.interfaceType.rawValue) != 0
    }
    guard !types.isEmpty else { throw LibraryError(description: "says that it takes no type") }
    return ImplementationDescription(
      name: Self.text(description.name) ?? "unnamed",
      version: Self.text(description.version) ?? "unknown",
      language: Self.text(description.language) ?? "C",
      types: types,
      unsupported: Self.limits(description.unsupported) + missingFunctions,
      offers: offers
    )
  }

  /// What it can do beyond what every implementation is asked for.
  private var offers: [String] {
    let optional: [(feature: CaseFeature, isThere: Bool)] = [
      (.setEps, setEps != nil), (.setMomentum, setMomentum != nil),
      (.setGradEnabled, setGradEnabled != nil), (.copy, copy != nil),
    ]
    return optional.filter(\.isThere).map(\.feature.name)
  }

  private var missingFunctions: [DeclaredLimit] {
    let optional: [(feature: String, isThere: Bool)] = [
      ("backward", backward != nil), ("double_backward", doubleBackward != nil),
      ("reset_running_stats", resetRunningStats != nil),
      ("set_track_running_stats", setTrackRunningStats != nil), ("load_state", loadState != nil),
    ]
    return optional.filter { !$0.isThere }.map { feature, _ in
      DeclaredLimit(feature: feature, reason: "bnconform_\(feature) is not exported")
    }
  }

  private static func limits(_ list: UnsafePointer<bnconform_limit>?) -> [DeclaredLimit] {
    guard let list else { return [] }
    var limits: [DeclaredLimit] = []
    while let feature = text(list[limits.count].feature) {
      let limit = list[limits.count]
      limits.append(
        DeclaredLimit(feature: feature, reason: text(limit.reason), link: text(limit.link))
      )
    }
    return limits
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    pointer.map { String(cString: $0) }
  }
}

extension ElementType {
  /// The type's number in `bnconform.h`.
  var interfaceType: bnconform_type {
    switch self {
    case .float16: BNCONFORM_FLOAT16
    case .bfloat16: BNCONFORM_BFLOAT16
    case .float32: BNCONFORM_FLOAT32
    case .float64: BNCONFORM_FLOAT64
    case .int64: BNCONFORM_INT64
    }
  }

  /// The type of a number in `bnconform.h`.
  init?(_ type: bnconform_type) {
    guard let known = Self.allCases.first(where: { $0.interfaceType == type }) else { return nil }
    self = known
  }
}
