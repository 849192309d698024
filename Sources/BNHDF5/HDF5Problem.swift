// SPDX-License-Identifier: MIT

/// What went wrong with a file or a member of it.
package enum HDF5Problem: Hashable, Sendable {
  /// The library refused; its frames say why.
  case library
  /// It has a version number that this version of the library does not know.
  case unknownVersion(library: String)
  /// A program has it open for writing, or did not close it.
  case openForWriting
  /// There is no such file, member or attribute.
  case missing
  /// It is something else than what was asked for.
  case mismatch(expected: String, found: String)
  /// It is valid HDF5 that is never followed or read.
  case refused(String)
  /// It is larger than allowed; nothing was allocated for it.
  case tooLarge(what: String, found: String, limit: String)
  /// The file contradicts itself.
  case inconsistent(String)
  /// The text is not UTF-8, or a name that HDF5 cannot hold.
  case invalidText(String)
  /// The values given by the caller do not fit together.
  case misuse(String)
}

extension HDF5Problem: CustomStringConvertible {
  /// A clause for people.
  package var description: String {
    switch self {
    case .library: "the HDF5 library failed"
    case .unknownVersion(let library):
      "part of it has a version number that libhdf5 \(library) does not know"
    case .openForWriting: "it is open for writing, or its writer did not close it"
    case .missing: "it does not exist"
    case .mismatch(let expected, let found): "expected \(expected), found \(found)"
    case .refused(let what): "\(what) is refused"
    case .tooLarge(let what, let found, let limit): "\(what) is \(found), the limit is \(limit)"
    case .inconsistent(let what), .invalidText(let what), .misuse(let what): what
    }
  }
}
