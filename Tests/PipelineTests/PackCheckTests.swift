// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Pipeline
import Policy
import Testing

/// Examples of indicators and tasks are worked out as verdicts are.
@Suite struct PackCheckTests {
  @Test(arguments: ["ningbo-2019", "league-2025"]) func theShippedPacksPass(name: String) throws {
    let inspection = try PackCheckRun().run(name)
    #expect(inspection.errors == [])
    #expect(inspection.notices.contains { $0.message.contains("own definition (derived)") })
  }

  private func errors(_ file: String, _ text: String) throws -> [PackError] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pack-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent(file)
    try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: path)
    let head = """
      {id: t, extends: ningbo-2019, title: {zh-Hans: 试, en: test}, version: "1", effective-from: 2019-05-22}
      """
    try Data(head.utf8).write(to: folder.appendingPathComponent("pack.yaml"))
    return try PackCheckRun().run(folder.path).errors
  }

  @Test(arguments: [
    (#"{numerator: 1, denominator: 8, state: value, value: "12.51"}"#, "gives 12.50, not 12.51"),
    (#"{numerator: 1, denominator: 8, state: valu, value: "12.50"}"#, "has the state “valu”; known: value"),
    (#"{numerator: 1, denominator: 8, state: denominator-zero}"#, "does not fit its state denominator-zero"),
    (#"{numerator: 1, denominator: 8, state: value}"#, "gives 12.50, not no value"),
  ])
  func anExampleOfAnIndicatorThatFails(example: String, message: String) throws {
    let text = """
      id: i
      title: {zh-Hans: 试, en: test}
      meaning: {zh-Hans: 试, en: test}
      numerator: cadres
      denominator: counted-members
      direction: neutral
      derived: {zh-Hans: 试, en: test}
      examples:
        - {numerator: 1, denominator: 2, state: value, value: "50.00"}
        - {numerator: 0, denominator: 0, state: denominator-zero}
        - \(example)
      """
    let errors = try errors("indicators/i.yaml", text)
    #expect(errors == [PackError(file: "indicators/i.yaml", line: 11, message: errors.first?.message ?? "")])
    #expect(errors.first?.message.contains(message) == true, "\(errors)")
  }

  @Test func anExampleOfATaskThatFails() throws {
    let text = """
      id: t
      action: 14
      clause: 试
      title: {zh-Hans: 试, en: test}
      requirement: {zh-Hans: 试, en: test}
      method: computed
      responsible: {zh-Hans: 试, en: test}
      source: {document: work-points-2019}
      checks:
        - indicator: staffing-rate
          thresholds:
            - at-least: "90"
              from: 2019-06-01
              scope: {zh-Hans: 试, en: test}
              source: {document: work-points-2019}
      examples:
        - {values: {staffing-rate: "90.00"}, verdict: met, day: 2019-06-30}
        - {values: {staffing-rate: "89.99"}, verdict: not-met, day: 2019-06-30}
        - {values: {staffing-rate: "89.99"}, verdict: met, day: 2019-06-30}
        - {values: {staffing-rate: "90.00"}, verdict: met}
      """
    let errors = try errors("tasks/t.yaml", text)
    #expect(
      errors == [
        PackError(file: "tasks/t.yaml", line: 19, message: "example 3 is not-met, not met"),
        // On the pack's first day no threshold is in force.
        PackError(file: "tasks/t.yaml", line: 20, message: "example 4 is not-evaluable, not met"),
      ])
  }
}

/// The reference pages of the DocC catalogue come from the packs.
@Suite struct ReferenceTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Sources/Pipeline/Pipeline.docc/Reference")

  @Test func theReferencePagesAreFresh() throws {
    let base = try PackLoader.load("ningbo-2019")
    let later = try PackLoader.load("league-2025")
    let files =
      PackDocumentRun(pack: base, language: .english).files
      + PackDocumentRun(pack: later, since: base, language: .english).files
    for file in files {
      let kept = try? String(contentsOf: Self.folder.appendingPathComponent(file.name), encoding: .utf8)
      #expect(kept == file.text, "\(file.name) is stale: run make reference")
    }
    let kept = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { !$0.hasPrefix(".") }
    #expect(Set(kept) == Set(files.map(\.name)), "run make reference")
  }

  /// Every task has its row, every threshold and floor its source, on the page that says how tasks are judged.
  @Test(arguments: Language.allCases) func sayHowEveryTaskIsJudged(language: Language) throws {
    let pack = try PackLoader.load("ningbo-2019")
    let page = try #require(PackDocumentRun(pack: pack, language: language).files.first { $0.name == "Judging.md" })
    let rows = page.text.split(separator: "\n").filter { $0.hasPrefix("|") }
    // Seven cells each, whatever stands in them.
    #expect(rows.allSatisfy { $0.replacing("\\|", with: "").count { $0 == "|" } == 8 })
    for task in pack.tasks {
      #expect(rows.contains { $0.hasPrefix("| `\(task.id)` ") }, "\(task.id)")
    }
    let bounds = pack.tasks.flatMap(\.checks).flatMap(\.thresholds)
    #expect(!bounds.isEmpty)
    for threshold in bounds {
      let words = threshold.source.document
      let from = threshold.inForce.from?.description ?? "…"
      #expect(rows.contains { $0.contains(words) && $0.contains("| \(from) – ") }, "\(words)")
    }
    let floors = pack.tasks.flatMap(\.checks).count { $0.known != nil }
    #expect(rows.count { $0.contains("66.66%") } == floors && !page.text.contains("⟨"))
  }

  /// Every thing of the pack has its heading, and the text stands with its markup escaped.
  @Test(arguments: Language.allCases) func namesEveryThing(language: Language) throws {
    let pack = try PackLoader.load("league-2025")
    let text = PackDocumentRun(pack: pack, language: language).files.map(\.text).joined()
    let ids =
      pack.indicators.map(\.id) + pack.measures.map(\.id) + pack.checks.map(\.id) + pack.tasks.map(\.id)
      + pack.derivedColumns.map(\.id) + pack.vocabulary.codeLists.keys + pack.messages.findings.keys
    for id in ids { #expect(text.contains("### \(id)\n"), "\(id)") }
    #expect(!text.contains("⟨"))
    #expect(text.contains("\\<= 15%") && !text.contains("- <= 15%"))
  }
}
