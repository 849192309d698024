// SPDX-License-Identifier: MIT

import BNAdequacy
import BNFaults
import Foundation
import BNGoldenCases
import BNImplementations
import Testing

@Suite("What the suite sees")
struct AdequacyTests {
  // The whole study, every fault and every sound variant on every case, is `bnconform adequacy`,
  // which `tools/test` runs in release; here a part of it shows that the study works.
  @Test("faults die on the smallest set of cases, or are dialects")
  func smallestSetKillsAll() async throws {
    let table = try #require(try KillTable.read(folder: CommittedCases.folder))
    let everything = ImplementationDescription(
      name: "",
      version: "",
      language: "",
      offers: CaseFeature.optional.map(\.name)
    )
    let ids = Set(table.smallest(of: table.asked(everything, profile: .torch)).map(table.id))
    let cases = try CommittedCases.all { $0.level == .required }.filter { ids.contains($0.id.text) }
    #expect(cases.count == ids.count && ids.count > 20)
    let faults = FaultCatalogue.all.enumerated().filter { $0.offset % 6 == 0 }.map(\.element)
    let report = await AdequacyStudy(cases: cases, faults: faults, variants: []).run(jobs: 2)
    #expect(report.survivors.map(\.name) == [])
    #expect(report.dialects.allSatisfy { $0.dialect != nil })
  }

  @Test(
    "cases of one feature detect what the others cannot",
    arguments: [
      ("sizes", ["remainder-of-1024-dropped", "first-512-values-only", "first-1024-values-only"]),
      ("sizes", ["values-from-1024-unwritten", "gradient-remainder-of-1024-dropped"]),
      ("channels", ["channels-limited-to-1024"]),
      ("backward", ["grad-output-clipped-at-8", "small-grad-output-flushed"]),
      ("state", ["load-through-half", "load-through-bfloat16", "load-through-float32"]),
      ("state", ["folded-scale-stale-after-load", "folded-scale-stale-after-reset"]),
    ]
  )
  func featureKills(feature: String, names: [String]) async throws {
    let faults = try names.map { try #require(FaultCatalogue.named($0)) }
    let cases = try CommittedCases.feature(feature)
    let report = await AdequacyStudy(cases: cases, faults: faults, variants: []).run(jobs: 2)
    #expect(report.survivors.map(\.name) == [])
  }

  @Test("a fault that no case can see survives the study")
  func survivor() async throws {
    let cases = try CommittedCases.all { $0.tags.contains("smoke") && $0.profile == .torch }
    let fault = try #require(FaultCatalogue.named("grad-input-negated"))
    let blind = cases.filter { !$0.id.text.hasPrefix("backward") }
    let report = await AdequacyStudy(cases: blind, faults: [fault], variants: []).run(jobs: 1)
    #expect(report.survivors.map(\.name) == ["grad-input-negated"])
  }

  @Test(
    "no sound variant fails a required case tagged smoke",
    arguments: LegalVariant.all.map(\.name)
  )
  func noFalseAlarm(variant: String) async throws {
    let cases = try CommittedCases.all { $0.level == .required && $0.tags.contains("smoke") }
    let legal = try #require(LegalVariant.named(variant))
    let study = AdequacyStudy(cases: cases, faults: [], variants: [legal], seeds: [7])
    #expect(await study.run(jobs: 1).falseAlarms == [])
  }

  @Test("names of faults are unique and each breaks a rule")
  func catalogue() {
    #expect(Set(FaultCatalogue.all.map(\.name)).count == FaultCatalogue.all.count)
    #expect(FaultCatalogue.all.count >= 150)
    #expect(FaultCatalogue.all.allSatisfy { RuleID($0.rule) != nil })
  }

  @Test(
    "names the fault behind a failure, alone or in its class",
    arguments: [
      "biased-running-var", "eps-outside-root", "momentum-swapped", "evaluation-uses-batch",
      "grad-input-without-mean", "counter-after-checks", "second-input-cube-once",
    ]
  )
  func diagnosis(name: String) async throws {
    let cases = try CommittedCases.all { $0.tags.contains("smoke") }
    let fault = try #require(FaultCatalogue.named(name))
    let rows = await DiagnosisStudy(cases: cases).run([[fault]], jobs: 1)
    let row = try #require(rows.first)
    #expect(row.failing > 0)
    #expect(row.isRight, "named \(row.named)")
  }

  @Test("every judged clause of the specification has its case")
  func coverage() throws {
    let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Golden").path(percentEncoded: false)
    let summaries = try GoldenFolder(path: checkout).files.flatMap { file in
      try GoldenFile.catalog(path: file).map { try $0.get() }
    }
    #expect(try CoverageReport(of: summaries).gaps.map(\.text) == [])
    let emptied = summaries.filter { $0.id.feature != "affine" }
    #expect(try CoverageReport(of: emptied).gaps.contains { $0.rule == "R22" })
  }
}
