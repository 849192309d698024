// SPDX-License-Identifier: MIT

package import BNGoldenCases
internal import BNTensors

/// The adapter's side of the protocol: reads requests as lines and answers each.
package struct AdapterServer {
  private let description: Result<ImplementationDescription, AdapterFailure>
  private let answer: (CaseRequest) async -> CaseAnswer

  /// Creates a server; a failure is what it says to `start`.
  package init(
    description: Result<ImplementationDescription, AdapterFailure>,
    answer: @escaping (CaseRequest) async -> CaseAnswer
  ) {
    self.description = description
    self.answer = answer
  }

  /// Serves until `stop` or the end of the input.
  ///
  /// - Throws: what the two closures throw, or ``AdapterFailure`` if a line is no request.
  package func serve(
    readLine: () throws -> String?,
    writeLine: ([UInt8]) throws -> Void
  ) async throws {
    var folder: SessionFolder?
    while let line = try readLine() {
      switch try WireCoding.message(WireCommand.self, Array(line.utf8)) {
      case .start(let path):
        folder = SessionFolder(path: path)
        try writeLine(try WireCoding.line(WireDescription(description)))
      case .run(let sequence, let testCase):
        try writeLine(try WireCoding.line(await reply(sequence, testCase, folder)))
      case .stop: return
      }
    }
  }

  private func reply(
    _ sequence: Int,
    _ testCase: WireCase,
    _ folder: SessionFolder?
  ) async -> WireAnswer {
    do {
      let request = try testCase.request(folder: folder)
      return try WireAnswer(sequence: sequence, await answer(request), folder: folder)
    } catch {
      return WireAnswer(sequence: sequence, error: WireError(message: "\(error)"))
    }
  }
}

extension WireDescription {
  /// The wire form of what an implementation says of itself, or of why it cannot.
  fileprivate init(_ description: Result<ImplementationDescription, AdapterFailure>) {
    switch description {
    case .success(let implementation):
      self.init(
        version: AdapterProtocol.version,
        name: implementation.name,
        implementationVersion: implementation.version,
        language: implementation.language,
        types: implementation.types?.map(\.rawValue),
        unsupported: implementation.unsupported?.map {
          WireUnsupportedFeature(feature: $0.feature, reason: $0.reason, link: $0.link)
        },
        parallel: implementation.parallel
      )
    case .failure(let failure):
      self.init(version: AdapterProtocol.version, error: WireError(message: "\(failure)"))
    }
  }
}
