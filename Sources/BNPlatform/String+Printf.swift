// SPDX-License-Identifier: MIT

extension String {
  /// A number as C's `printf` writes it, with a point whatever the locale.
  ///
  /// Foundation's `String(format:)` gives the same text, but draws in ICU.
  package init(printf format: String, _ number: Double) {
    self = withVaList([number]) { arguments in
      // The longest text is that of `%.0f` for the largest number, 309 digits; longer ones are cut.
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
        guard let start = buffer.baseAddress,
          vsnprintf(start, buffer.count, format, arguments) >= 0
        else { return "\(number)" }
        return String(cString: start)
      }
    }
  }
}
