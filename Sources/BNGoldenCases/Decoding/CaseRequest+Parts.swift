// SPDX-License-Identifier: MIT

package import BatchNorm
package import BNTensors

extension CaseRequest {
  /// The steps as the golden format writes them.
  package var stepTexts: [String] { steps.map { StepText($0).description } }

  /// Every tensor of the request by its name in the golden format, sorted by name.
  package var namedTensors: [(name: String, tensor: Tensor)] {
    CaseRecord(self).members.compactMap { name, value in
      guard case .tensor(let tensor) = value else { return nil }
      return (name, tensor)
    }
  }

  /// Puts a request together from its parts, with all the strictness of a file.
  ///
  /// - Throws: ``GoldenFormatError`` if a step is malformed, or if a tensor is missing, superfluous
  ///   or of a wrong type or shape.
  package init(
    id: CaseID,
    configuration: LayerConfiguration,
    usesDefaults: Bool = false,
    stepTexts: [String],
    namedTensors: [String: Tensor]
  ) throws(GoldenFormatError) {
    let head = CaseRequest(
      id: id,
      configuration: configuration,
      usesDefaults: usesDefaults,
      initialState: LayerState(),
      steps: []
    )
    var record = CaseRecord(head)
    record.attributes.removeAll { $0.name == .steps }
    record.attributes.append((.steps, .texts(stepTexts)))
    record.members = namedTensors.map { ($0.key, .tensor($0.value)) }
    do throws(CaseFault) {
      self = try record.request()
    } catch {
      throw GoldenFormatError(file: "request", caseName: id.text, error)
    }
  }
}
