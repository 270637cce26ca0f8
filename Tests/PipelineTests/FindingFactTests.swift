// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Intake
import Pipeline
import Policy
import Reports
import Results
import TestSupport
import Testing

/// What stands in the sentences of findings.
@Suite struct FindingFactTests {
  /// Whoever raises a finding fills what its message asks for, and the example in the pack promises no more than that.
  @Test func everyPlaceholderHasItsFact() throws {
    let seed = RandomSeed.of("fact")
    let sample = try SampleImport(members: 1500, seed: seed, defects: 0.1)
    let pack = sample.census.context.pack
    var codes: Set<String> = []
    for rendered in sample.result.findings where codes.insert(rendered.finding.code).inserted {
      let finding = rendered.finding
      #expect(!(rendered.message + rendered.remedy).contains("{"), "\(finding.code): \(rendered.message)")
      guard let promised = pack.findingRules[finding.code]?.example?.facts.keys else { continue }
      let given = Set(finding.facts.keys).union(finding.related.isEmpty ? [] : ["other"])
      // `{nearest|…}` is for what may be missing.
      let text = pack.messages.findings[finding.code].map { $0.message.chinese + $0.remedy.chinese } ?? ""
      let optional = Set(text.matches(of: /\{([^}|]*)\|/).map { String($0.output.1) })
      #expect(
        given.isSuperset(of: Set(promised).subtracting(optional)),
        "\(finding.code): \(promised.sorted()) of \(given.sorted())")
    }
    #expect(codes.count > 60, "\(codes.sorted())")
  }

  private func members(_ rows: [[String]]) throws -> [RenderedFinding] {
    let sheets = try Sheets()
    try sheets.write("a", Sheets.organisations)
    try sheets.write("b", [Sheets.memberHeading] + rows)
    return try sheets.findings()
  }

  private func facts(_ code: String, of row: [String]) throws -> [String: String] {
    let found = try members([row]).filter { $0.finding.code == code }
    return try #require(found.count == 1 ? found[0] : nil, "\(code)").finding.facts
  }

  @Test(arguments: [("2019-09", "2019-09"), ("2019年9月", "2019-09"), ("2019-09-17", "2019-09")])
  func aJoiningDateIsToldAsItsMonth(cell: String, told: String) throws {
    let row = ["王小明", "", "1995-01-01", cell, "", "东村团支部", "", ""]
    #expect(try facts("member-joined-in-future", of: row)["joined"] == told)
  }

  @Test func aBirthDateIsToldAsItsMonthWhateverItsSource() throws {
    let month = ["王小明", "", "2019-08", "2010-05", "", "东村团支部", "", ""]
    #expect(try facts("member-born-in-future", of: month)["birth"] == "2019-08")
    let digits = "33020320190801001"
    let day = ["王小明", digits + TestTown.checkDigit(digits), "2019-08", "2010-05", "", "东村团支部", "", ""]
    #expect(try facts("member-born-in-future", of: day)["birth"] == "2019-08")
  }

  @Test func ofABirthDateThatDiffersTheMonthsAreTold() throws {
    let row = ["王小明", "330203199501010010", "1995-02", "2010-05", "", "东村团支部", "", ""]
    #expect(try facts("id-birth-differs", of: row) == ["value": "1995-02", "expected": "1995-01"])
    let sameMonth = ["王小明", "330203199501010010", "1995-01-15", "2010-05", "", "东村团支部", "", ""]
    #expect(try facts("id-birth-day-differs", of: sameMonth) == ["value": "1995-01"])
  }
}
