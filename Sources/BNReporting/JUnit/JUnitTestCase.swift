// SPDX-License-Identifier: MIT

/// One test case of a JUnit report.
struct JUnitTestCase {
  var className: String
  var name: String
  var seconds: Double
  var file: String
  var result: Result

  /// What a CI server makes of it.
  enum Result {
    case passed
    /// Not as expected.
    case failure(message: String, type: String, text: String)
    /// Broken: it could not be judged.
    case error(message: String, type: String, text: String)
    /// Not run, or failed without deciding the exit code.
    case skipped(message: String)
  }

  /// The element, on lines of its own.
  var xml: String {
    let attributes = [
      ("classname", className), ("name", name), ("time", Self.decimal(seconds)), ("file", file),
    ]
    let start = "    <testcase" + Self.list(attributes)
    switch result {
    case .passed: return start + "/>\n"
    case .failure(let message, let type, let text):
      return start + ">\n" + Self.child("failure", message, type, text) + "    </testcase>\n"
    case .error(let message, let type, let text):
      return start + ">\n" + Self.child("error", message, type, text) + "    </testcase>\n"
    case .skipped(let message):
      return start + ">\n      <skipped" + Self.list([("message", message)])
        + "/>\n    </testcase>\n"
    }
  }

  private static func child(
    _ name: String,
    _ message: String,
    _ type: String,
    _ text: String
  ) -> String {
    "      <\(name)" + list([("message", message), ("type", type)])
      + ">\(XMLText.escaped(text))</\(name)>\n"
  }

  /// Attributes with a space before each.
  static func list(_ attributes: [(String, String)]) -> String {
    attributes.map { " \($0.0)=\"\(XMLText.escaped($0.1))\"" }.joined()
  }

  /// Seconds without an exponent.
  static func decimal(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds > 0 else { return "0.000000" }
    let micro = UInt64(min(seconds * 1e6, 1e15).rounded())
    let fraction = String(micro % 1_000_000)
    return "\(micro / 1_000_000)."
      + String(repeating: "0", count: 6 - fraction.count) + fraction
  }
}
