// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import BNDifferential
internal import BNKernels
internal import BNReporting

/// Prints one number for the bits of a fixed set of computations.
struct DigestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "digest",
    abstract: "Print a digest of a fixed set of computations, the same on every machine.",
    discussion:
      "tools/kernel-digest.txt holds the expected digest; another one means that a bit differs."
  )

  @Option(help: "The kernels: specified, baseline or avx2 (default: the fastest of this machine).")
  var kernels: String?
  @Option(help: "The number of threads.")
  var threads = 1

  func run() async throws {
    let chosen = kernels.map { KernelChoice(rawValue: $0) } ?? .preferred
    guard let chosen, chosen.isAvailable, threads > 0 else {
      throw ValidationError("this machine has no kernels of that name, or the threads are none")
    }
    var settings = KernelSettings(kernels: chosen, threads: threads)
    settings.threadingThreshold = 0
    Terminal.output.write(KernelDigest(settings).text + "\n")
  }
}
