// SPDX-License-Identifier: MIT

package import BatchNorm

/// What a golden case is, without its tensors.
package struct CaseSummary: Sendable {
  /// The stable name.
  package var id: CaseID
  /// Why the case exists and how it counts.
  package var metadata: CaseMetadata
  /// What the layer is constructed with.
  package var configuration: LayerConfiguration
  /// Whether the layer is made without naming what has a default.
  package var usesDefaults: Bool
  /// The program.
  package var steps: [StepText]

  /// Creates a summary.
  package init(
    id: CaseID,
    metadata: CaseMetadata,
    configuration: LayerConfiguration,
    usesDefaults: Bool,
    steps: [StepText]
  ) {
    (self.id, self.metadata, self.configuration) = (id, metadata, configuration)
    (self.usesDefaults, self.steps) = (usesDefaults, steps)
  }
}
