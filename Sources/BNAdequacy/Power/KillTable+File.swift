// SPDX-License-Identifier: MIT

internal import BNRunFile
internal import BNPlatform
package import BNGoldenCases
internal import BNImplementations

/// The file beside the golden files: a line of JSON for the whole, one for each case, one for each fault
/// (Golden/FORMAT.md).
extension KillTable {
  /// The name of the file.
  package static let fileName = "KILLS.jsonl"

  private struct Head: Codable {
    var format = 1
    let digest: ContentDigest
    let cases: Int
    let faults: Int
  }

  private struct CaseLine: Codable {
    let id: String
    let profile: CaseProfile
    let features: [String]
    let forms: [Presentation]
  }

  private struct FaultLine: Codable {
    let fault: String
    /// Hexadecimal digits, each for four cases, the first case in the highest bit.
    let kills: String
    /// The same for the forms in which other cases fail.
    let forms: [String: String]?
  }

  /// The bytes of the file.
  package func encoded() throws -> [UInt8] {
    let line = JSONLine()
    var bytes = try line.encode(Head(digest: digest, cases: rows.count, faults: entries.count))
    for row in rows {
      bytes += try line.encode(
        CaseLine(
          id: row.id,
          profile: row.profile,
          features: row.features.map(\.name).sorted(),
          forms: row.forms
        )
      )
    }
    for entry in entries {
      let forms = entry.other.map { ($0.key.rawValue, digits($0.value)) }
      bytes += try line.encode(
        FaultLine(
          fault: entry.fault,
          kills: digits(entry.own),
          forms: forms.isEmpty ? nil : Dictionary(uniqueKeysWithValues: forms)
        )
      )
    }
    return bytes
  }

  /// Reads the table of a folder; nil if there is none.
  ///
  /// - Throws: ``GoldenFormatError`` if it is malformed.
  package static func read(folder: String) throws(GoldenFormatError) -> KillTable? {
    let path = folder + "/" + fileName
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let data: Data
    do throws(InputFileError) {
      data = try InputFile.contents(of: path)
    } catch {
      throw GoldenFormatError(file: path, problem: "\(error)")
    }
    do {
      return try KillTable(parsing: data)
    } catch {
      var refusal = GoldenFormatError(file: path, problem: "is no table of kills: \(error)")
      refusal.hint = "`bnconform adequacy --kills \(path)` makes it anew"
      throw refusal
    }
  }

  private init(parsing data: Data) throws {
    let lines = data.split(separator: UInt8(ascii: "\n"))
    let decoder = JSONDecoder()
    guard let first = lines.first else { throw KillTableError("it is empty") }
    let head = try decoder.decode(Head.self, from: first)
    guard head.format == 1, head.cases >= 0, head.faults >= 0,
      lines.count == 1 + head.cases + head.faults
    else { throw KillTableError("it has \(lines.count) lines") }
    let rows = try lines[1..<(1 + head.cases)].map { line in
      let read = try decoder.decode(CaseLine.self, from: line)
      let features = try read.features.map { name in
        guard let feature = CaseFeature.named(name) else {
          throw KillTableError("\(name.debugDescription) is no feature")
        }
        return feature
      }
      return Row(
        id: read.id,
        profile: read.profile,
        features: Set(features),
        forms: read.forms
      )
    }
    let entries = try lines[(1 + head.cases)...].map { line in
      let read = try decoder.decode(FaultLine.self, from: line)
      let forms = try (read.forms ?? [:]).map { name, digits in
        guard let form = Presentation(rawValue: name) else {
          throw KillTableError("\(name.debugDescription) is no form")
        }
        return (form, try Self.rows(digits, of: head.cases))
      }
      return Entry(
        fault: read.fault,
        own: try Self.rows(read.kills, of: head.cases),
        other: Dictionary(uniqueKeysWithValues: forms)
      )
    }
    self.init(digest: head.digest, rows: rows, entries: entries)
  }

  private func digits(_ kills: Set<Int>) -> String {
    let digits = stride(from: 0, to: rows.count, by: 4).map { start in
      let value = (0..<4).reduce(0) { $0 * 2 + (kills.contains(start + $1) ? 1 : 0) }
      return String(value, radix: 16)
    }
    return digits.joined()
  }

  private static func rows(_ digits: String, of count: Int) throws -> Set<Int> {
    guard digits.utf8.count == (count + 3) / 4 else {
      throw KillTableError("\(digits.utf8.count) digits for \(count) cases")
    }
    var rows: Set<Int> = []
    for (place, digit) in digits.enumerated() {
      guard let value = digit.hexDigitValue else { throw KillTableError("\(digit) is no digit") }
      for bit in 0..<4 where value & (8 >> bit) != 0 { rows.insert(place * 4 + bit) }
    }
    guard rows.allSatisfy({ $0 < count }) else { throw KillTableError("a case is not there") }
    return rows
  }
}

private struct KillTableError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
