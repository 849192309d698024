// SPDX-License-Identifier: MIT

internal import BNHDF5

extension CaseFault {
  /// Creates a fault from what the HDF5 library, or our reading of it, refused.
  init(_ error: HDF5Error) {
    let location = error.location
    let object = location.object.split(separator: "/").last.map(String.init) ?? "/"
    let member = location.attribute.map { "attribute \($0)" } ?? "member \(object)"
    self.init(
      member: HDF5Text.escaped(member),
      problem: error.sentence,
      hint: error.remedy
    )
  }

  /// Runs a body and turns its failure into a fault.
  static func translating<Value: ~Copyable>(
    _ body: () throws(HDF5Error) -> Value
  ) throws(CaseFault) -> Value {
    do throws(HDF5Error) {
      return try body()
    } catch {
      throw CaseFault(error)
    }
  }
}

extension GoldenFormatError {
  /// Creates an error from a failure that concerns the whole file.
  init(file: String, _ error: HDF5Error) {
    let member = error.location.attribute.map { "attribute \($0)" }
    self.init(
      file: file,
      member: member.map(HDF5Text.escaped),
      problem: error.sentence,
      hint: error.remedy
    )
  }

  /// Runs a body and turns its failure into an error of the whole file.
  static func translating<Value: ~Copyable>(
    file: String,
    _ body: () throws(HDF5Error) -> Value
  ) throws(GoldenFormatError) -> Value {
    do throws(HDF5Error) {
      return try body()
    } catch {
      throw GoldenFormatError(file: file, error)
    }
  }
}

extension HDF5Error {
  /// What failed and why, without the place.
  fileprivate var sentence: String {
    guard problem == .library, let innermost = frames.last else {
      return "cannot \(operation): \(problem)"
    }
    return "cannot \(operation): \(innermost)"
  }

  /// What to do about it.
  fileprivate var remedy: String? {
    if let hint { return hint }
    switch problem {
    case .library: return "the file is damaged: fetch it again from its source, or write it again"
    case .unknownVersion:
      return "it was written for a newer libhdf5: write it with h5py's "
        + "libver=('earliest', 'v110'), or with H5Pset_libver_bounds up to H5F_LIBVER_V110; "
        + "if it was not, it is damaged"
    case .openForWriting:
      return "let its writer close it; if that has ended, clear the mark with `h5clear -s FILE`"
    case .missing: return "check the path"
    case .refused: return "store what it stands for in this file, in one piece"
    case .tooLarge, .mismatch, .inconsistent, .invalidText:
      return "write it as Golden/FORMAT.md says"
    case .misuse: return nil
    }
  }
}
