// SPDX-License-Identifier: MIT

internal import BNHDF5

extension GoldenFile {
  /// Reads the golden cases of a file, all of them or those that a filter selects.
  ///
  /// The tensors of other cases are not read. A case whose attributes are refused is handed out in any case,
  /// since nobody can say whether it would have been selected.
  ///
  /// - Throws: ``GoldenFormatError`` if the file as a whole is refused.
  package static func read(
    path: String,
    selecting isSelected: (CaseID, CaseMetadata) -> Bool = { _, _ in true }
  ) throws(GoldenFormatError) -> GoldenFileContents {
    let file = try OpenGoldenFile.open(path: path, role: .golden)
    let summaries = file.summaries()
    var cases: [Result<GoldenCase, GoldenFormatError>] = []
    for summary in summaries {
      switch summary {
      case .failure(let error): cases.append(.failure(error))
      case .success(let summary) where isSelected(summary.head.id, summary.metadata):
        cases.append(file.golden(summary))
      case .success: break
      }
    }
    let readable = cases.compactMap { try? $0.get() }
    let isWhole = readable.count == summaries.count
    let digest = isWhole ? ContentDigest(cases: readable) : nil
    return GoldenFileContents(header: file.header, cases: cases, digest: digest)
  }

  /// Reads what the cases of a golden file are, but none of their tensors.
  ///
  /// - Throws: ``GoldenFormatError`` if the file as a whole is refused.
  package static func catalog(
    path: String
  ) throws(GoldenFormatError) -> [Result<CaseSummary, GoldenFormatError>] {
    let file = try OpenGoldenFile.open(path: path, role: .golden)
    return file.summaries().map { $0.map(\.summary) }
  }
}

extension OpenGoldenFile {
  /// The attributes of a case, understood.
  fileprivate struct Attributes {
    var head: CaseHead
    var metadata: CaseMetadata
    /// The group they stand on, kept open for its data sets.
    var group: CaseGroup

    var summary: CaseSummary { CaseSummary(head, metadata: metadata) }
  }

  /// Reads the attributes of all cases, in the order of their groups' names.
  fileprivate func summaries() -> [Result<Attributes, GoldenFormatError>] {
    var counts: [CaseID: Int] = [:]
    var results: [Result<Attributes, GoldenFormatError>] = []
    for link in links {
      results.append(attributes(behind: link, counting: &counts))
    }
    return results.map { result in
      guard case .success(let attributes) = result, let count = counts[attributes.head.id],
        count > 1
      else { return result }
      return .failure(repeated(attributes.head.id, count: count))
    }
  }

  private func attributes(
    behind link: HDF5Link,
    counting counts: inout [CaseID: Int]
  ) -> Result<Attributes, GoldenFormatError> {
    var caseName = link.name
    do throws(CaseFault) {
      let group = group(link)
      let table = try group.attributes(of: .golden)
      let id = try CaseHead.id(table)
      caseName = id.text
      counts[id, default: 0] += 1
      guard id.feature == header.feature else {
        let feature = header.feature ?? ""
        throw CaseFault(
          attribute: .id,
          "is of the feature \(id.feature), but the file's is \(feature.debugDescription)"
        )
      }
      let head = try CaseHead(table)
      let metadata = try CaseMetadata(table)
      return .success(Attributes(head: head, metadata: metadata, group: group))
    } catch {
      return .failure(GoldenFormatError(file: path, caseName: caseName, error))
    }
  }

  fileprivate func golden(_ attributes: Attributes) -> Result<GoldenCase, GoldenFormatError> {
    do throws(CaseFault) {
      let members = try attributes.group.members()
      return .success(
        try GoldenCase(attributes.head, metadata: attributes.metadata, members: members)
      )
    } catch {
      let caseName = attributes.head.id.text
      return .failure(GoldenFormatError(file: path, caseName: caseName, error))
    }
  }

  /// An id that is used more than once names none of its cases.
  func repeated(_ id: CaseID, count: Int) -> GoldenFormatError {
    GoldenFormatError(
      file: path,
      caseName: id.text,
      member: "attribute id",
      problem: "is the id of \(count) cases of the file"
    )
  }
}
