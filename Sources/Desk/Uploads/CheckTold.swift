// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusStore
import Findings
import Foundation
import Intake
import Pipeline
import Reports
import Results

/// What a check found, in both languages, as the page of an upload tells it. It is kept encrypted beside the files.
struct CheckTold: Codable, Sendable, Hashable {
  /// Findings of one kind.
  struct Cause: Codable, Sendable, Hashable {
    var severity: String
    var title: String
    var remedy: String
    var lines: [String]
    /// The first cells of it, with what stands around them.
    var extracts: [SheetExtract]
  }

  /// Of how many cells of one cause an extract is shown.
  private static let shownExtracts = 3

  /// The words in one language.
  struct Words: Codable, Sendable, Hashable {
    /// What was read and what not, a line each.
    var files: [String]
    /// The gravest first.
    var causes: [Cause]
    /// What would change against the lists that are in.
    var changes: [String]
    /// What the files were held against; empty where there is nothing to say.
    var against: String
  }

  var chinese: Words
  var english: Words
  /// Whether a file could be read.
  var isReadable: Bool
  var records: Int
  var errors: Int
  var warnings: Int
  /// Names of the marked copies, in the order of their files.
  var marked: [String]
  /// Number of the earlier submission that this may correct or add to; nil where nothing is unclear.
  var unclear: Int?

  /// - Parameter extracts: around the places of `places(of:)`.
  init(result: IntakeResult, extracts: [Place: SheetExtract], marked: [String], desk: Desk) {
    let places = CheckTold.places(of: result)
    func words(_ language: Language) -> Words {
      let context = desk.context(language)
      let findings = context.render(result.findings.map(\.finding))
      return Words(
        files: IntakeFileLines(result, context: context).summary.map(\.text),
        causes: FindingParagraph.paragraphs(of: findings, in: context).map {
          Cause(
            severity: $0.severity.rawValue, title: $0.title, remedy: $0.remedy, lines: $0.lines,
            extracts: (places[$0.code] ?? []).compactMap { extracts[$0] })
        },
        changes: result.wouldBe.map { SubmissionsDocument.text(of: $0.changes, context: context) }
          .filter { !$0.isEmpty },
        against: result.known.map { context.sentence(on: $0) } ?? "")
    }
    chinese = words(.chinese)
    english = words(.english)
    isReadable = !result.files.allSatisfy(\.isRefusedAtDesk)
    records = result.sheets.reduce(0) { $0 + $1.records }
    func count(_ severity: Severity) -> Int {
      result.findings.reduce(0) { $0 + ($1.severity == severity ? $1.finding.count : 0) }
    }
    (errors, warnings) = (count(.error), count(.warning))
    self.marked = marked
    unclear = result.unclear?.facts["number"].flatMap { Int($0) }
  }

  /// The first cells of each cause, by its code.
  static func places(of result: IntakeResult) -> [String: [Place]] {
    var places: [String: [Place]] = [:]
    for finding in result.findings.map(\.finding) {
      guard let place = finding.place, place.row != nil, place.column != nil,
        places[finding.code]?.count ?? 0 < shownExtracts
      else { continue }
      places[finding.code, default: []].append(place)
    }
    return places
  }

  subscript(language: Language) -> Words { language == .chinese ? chinese : english }
}
