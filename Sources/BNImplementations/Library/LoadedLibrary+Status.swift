// SPDX-License-Identifier: MIT

internal import BatchNorm
internal import BNGoldenCases
internal import CBNConform

extension LoadedLibrary {
  /// Turns a status into what it says.
  ///
  /// - Throws: ``LayerRefusal``, ``UnsupportedCase`` or ``CaseBreakdown``, unless all is well.
  func check(_ status: bnconform_status) throws {
    if status == BNCONFORM_OK { return }
    let text = message?().map { String(cString: $0) } ?? ""
    if let kind = Self.kinds.first(where: { $0.status == status })?.kind {
      throw LayerRefusal(kind: kind, message: text)
    }
    switch status {
    case BNCONFORM_OTHER_ERROR: throw LayerRefusal(kind: nil, message: text)
    case BNCONFORM_UNSUPPORTED:
      throw UnsupportedCase(text.isEmpty ? "the library says so without a reason" : text)
    case BNCONFORM_BROKEN:
      throw CaseBreakdown(text.isEmpty ? "the library says BNCONFORM_BROKEN" : text)
    default: throw CaseBreakdown("the library gave the unknown status \(status.rawValue)")
    }
  }

  private static let kinds: [(status: bnconform_status, kind: ErrorKind)] = [
    (BNCONFORM_RANK_MISMATCH, .rankMismatch), (BNCONFORM_TOO_FEW_VALUES, .tooFewValues),
    (BNCONFORM_NONPOSITIVE_EPS, .nonpositiveEps), (BNCONFORM_CHANNEL_MISMATCH, .channelMismatch),
    (BNCONFORM_MISSING_RUNNING_STATS, .missingRunningStats),
    (BNCONFORM_UNPAIRED_RUNNING_STATS, .unpairedRunningStats),
    (BNCONFORM_UNSUPPORTED_TYPE, .unsupportedType), (BNCONFORM_MIXED_TYPES, .mixedTypes),
    (BNCONFORM_MISSING_STATE_KEY, .missingStateKey), (BNCONFORM_NO_CHANNELS, .noChannels),
  ]
}
