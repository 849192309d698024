// SPDX-License-Identifier: MIT

/// What is wrong inside one case, before the file and the case are known.
struct CaseFault: Error, Equatable {
  /// The attribute or data set, in words.
  var member: String?
  /// What is wrong with it.
  var problem: String
  /// What to do about it.
  var hint: String?

  init(member: String? = nil, problem: String, hint: String? = nil) {
    self.member = member
    self.problem = problem
    self.hint = hint
  }

  /// The fault with the likely reason that a data set was written with its dimensions in reverse order.
  func inReversedOrder(of dataSet: MemberName) -> CaseFault {
    CaseFault(
      member: member,
      problem: problem + "; the dimensions of \(dataSet.text) look reversed",
      hint: "R, Julia, MATLAB and Fortran write the dimensions in reverse order: "
        + "reverse them before writing, so that h5dump shows N, C, …"
    )
  }

  init(attribute: CaseAttribute, _ problem: String, hint: String? = nil) {
    self.init(member: "attribute \(attribute.rawValue)", problem: problem, hint: hint)
  }

  init(dataSet: MemberName, _ problem: String, hint: String? = nil) {
    self.init(member: "data set \(dataSet.text)", problem: problem, hint: hint)
  }
}

extension GoldenFormatError {
  /// Creates an error from a fault inside a case.
  init(file: String, caseName: String?, _ fault: CaseFault) {
    self.init(
      file: file,
      caseName: caseName,
      member: fault.member,
      problem: fault.problem,
      hint: fault.hint
    )
  }
}
