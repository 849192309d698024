// SPDX-License-Identifier: MIT

internal import BNTensors

extension WireDescription {
  /// What the adapter says of itself.
  ///
  /// - Throws: ``AdapterFailure/Problem`` if it speaks another version, refuses, or names a type, a
  ///   layout or a feature that there is not.
  func implementation(
    command: [String]
  ) throws(AdapterFailure.Problem) -> ImplementationDescription {
    if let error {
      throw .refused(message: (error.message ?? error.kind ?? "no reason given").cut())
    }
    guard version == AdapterProtocol.version else { throw .wrongVersion(version) }
    guard let name, !name.isEmpty else { throw .malformed("name is missing") }
    if let parallel, parallel < 1 { throw .malformed("parallel is \(parallel)") }
    var types: [ElementType]?
    for text in self.types ?? [] {
      guard let type = ElementType(rawValue: text) else {
        throw .malformed("types names \(text.prefix(40).debugDescription)")
      }
      types = (types ?? []) + [type]
    }
    var layouts: [InputLayout]?
    for text in self.layouts ?? [] {
      guard let layout = InputLayout(rawValue: text) else {
        throw .malformed("layouts names \(text.prefix(40).debugDescription)")
      }
      layouts = (layouts ?? []) + [layout]
    }
    for limit in unsupported ?? [] where !CaseFeature.names.contains(limit.feature) {
      let names = CaseFeature.names.sorted().joined(separator: ", ")
      throw .malformed(
        "unsupported names \(limit.feature.prefix(40).debugDescription); the features are \(names)"
      )
    }
    let optional = CaseFeature.optional.map(\.name)
    for feature in offers ?? [] where !optional.contains(feature) {
      throw .malformed(
        """
        offers names \(feature.prefix(40).debugDescription); what can be offered is \
        \(optional.joined(separator: ", "))
        """
      )
    }
    return ImplementationDescription(
      name: name.cut(to: String.labelLimit),
      version: implementationVersion?.cut(to: String.labelLimit) ?? "unknown",
      language: language?.cut(to: String.labelLimit) ?? "unknown",
      types: types,
      unsupported: unsupported.map { limits in
        limits.map {
          DeclaredLimit(feature: $0.feature, reason: $0.reason?.cut(), link: $0.link?.cut())
        }
      },
      offers: offers,
      parallel: parallel,
      layouts: layouts
    )
  }
}
