// SPDX-License-Identifier: MIT

internal import BNGoldenCases

/// Puts a shared library behind the adapter protocol: the body of `bnconform host-library PATH`.
package enum LibraryHost {
  /// Loads the library and makes a server of it; what goes wrong is what the server says to `start`.
  ///
  /// Standard output must have been put out of the library's reach before.
  package static func server(path: String) -> AdapterServer {
    do throws(LibraryError) {
      let library = try LoadedLibrary(path: path)
      return AdapterServer(description: .success(try library.implementation())) { request in
        StepProgram.answer(request) { configuration, state in
          try LibraryLayer(library, configuration: configuration, state: state)
        }
      }
    } catch {
      let failure = AdapterFailure(.notStarted(reason: "\(path) \(error)"))
      return AdapterServer(description: .failure(failure)) { _ in
        .errored(message: "\(failure)")
      }
    }
  }
}
