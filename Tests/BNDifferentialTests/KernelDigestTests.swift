// SPDX-License-Identifier: MIT

import BNDifferential
import BNKernels
import Foundation
import Testing

@Suite("Kernel digest")
struct KernelDigestTests {
  @Test("is the committed one for every kernel", arguments: KernelAgreementTests.kernels)
  func committed(_ choice: KernelChoice) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../tools/kernel-digest.txt")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(KernelDigest(KernelSettings(kernels: choice)).text == text.prefix(16))
  }
}
