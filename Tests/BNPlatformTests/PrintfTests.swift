// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import BNPlatform

@Suite("A number in the form of printf")
struct PrintfTests {
  @Test(
    "is what Foundation writes",
    arguments: ["%.0f", "%.1f", "%.2f s", "%.1e", "%.2g", "%.3g %%", "%.7g", "%.9g"]
  )
  func agrees(format: String) {
    let numbers = [
      0, -0.0, 1, 1.005, 9.95, 99.95, 0.1, 2.5, 3.5, 1e-5, 123_456_789, 1e300, -.pi,
      .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity,
    ]
    for number in numbers {
      #expect(String(printf: format, number) == String(format: format, number))
    }
  }
}
