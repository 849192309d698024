// SPDX-License-Identifier: MIT

import BNDifferential
import BNKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Times one kind of work on request, so that `tools/bench` can alternate it with other programs'.
///
/// Reads lines `NAME THREADS KERNELS REPEATS` and answers each with the best time of the repeats in
/// seconds; `quit` or the end of the input ends it.
@main
enum Bench {
  static func main() {
    var works: [String: any Work] = [:]
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      if words.first == "quit" { return }
      guard words.count == 4, let threads = Int(words[1]), let repeats = Int(words[3]),
        let kernels = KernelChoice(rawValue: words[2]), kernels.isAvailable
      else {
        answer("error: expected NAME THREADS KERNELS REPEATS")
        continue
      }
      guard let work = works[words[0]] ?? WorkCatalogue.make(words[0]) else {
        answer("error: no work \(words[0])")
        continue
      }
      works[words[0]] = work
      let settings = KernelSettings(kernels: kernels, threads: threads)
      let clock = ContinuousClock()
      let best = (0..<max(repeats, 1)).map { _ in clock.measure { work.run(settings) } }.min()
      answer(String((best ?? .zero) / .nanoseconds(1) * 1e-9))
    }
  }

  private static func answer(_ text: String) {
    print(text)
    fflush(nil)
  }
}
