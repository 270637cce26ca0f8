// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import CensusStore
import Findings
import Foundation
import Indicators
import Intake
import Pipeline
import Policy
import Reports
import Results
import Roster
import SampleRosters
import SheetReading
import Tabular
import TestSupport
import Testing

/// Keeps every record as a dictionary: slow and plain.
private final class PlainRecords: RosterSink {
  var records: [RecordKind: [[String: RecordValue]]] = [:]

  func recognised(_ sheet: RecognisedSheet) {}
  func setAside(_ row: SetAsideRow, sheet: RecognisedSheet) {}
  func found(_ finding: Finding) {}

  func take(_ batch: RecordBatch, sheet: RecognisedSheet) {
    for record in 0..<batch.count {
      var values: [String: RecordValue] = [:]
      for column in batch.schema.columns { values[column.name] = batch.value(column.name, ofRecord: record) }
      records[batch.kind, default: []].append(values)
    }
  }
}

@Suite struct FigureTests {
  /// Every measure of members and cadres against a recount with the pack's own interpreter; the seed is printed.
  @Test func measuresAgreeWithASlowRecount() throws {
    let seed = RandomSeed.of("recount")
    let sample = try SampleImport(members: 900, seed: seed)
    let pack = sample.census.context.pack
    let plain = try Self.read(sample)
    let calculator = try sample.census.calculator()
    for measure in pack.measures where [.member, .cadre, .workUnit].contains(measure.kind) && measure.amount == .rows {
      guard !measure.condition.contains("_node") else { continue }
      let expected = try (plain.records[measure.kind] ?? []).filter {
        try pack.holds(measure.condition, of: measure.kind, in: $0, on: sample.period.censusDay)
      }.count
      #expect(calculator.count(of: measure.id, unit: 0) == Int64(expected), "\(measure.id)")
      let isRare = Self.rare.contains(measure.id)
      #expect(expected > 0 || isRare, "\(measure.id) counts nothing in the sample")
    }
  }

  /// Found only in samples with planted problems, or by chance.
  private static let rare: Set<String> = [
    "members-secretary", "members-joined-early", "members-held-twice", "members-on-two-lines", "units-claimed-twice",
    "members-joined-without-pioneers", "members-joined-party-young", "members-joined-party-young-recommended",
    "members-joined-party-unrecommended", "party-members-over-age", "members-party-status-differs",
  ]

  private static func read(_ sample: SampleImport) throws -> PlainRecords {
    let sink = PlainRecords()
    let vocabulary = PreparedVocabulary(sample.census.context.pack.vocabulary)
    for name in try FileManager.default.contentsOfDirectory(atPath: sample.rosters).sorted() {
      var reader = RosterReader(
        vocabulary: vocabulary, pseudonymiser: Zero(), names: .masked, censusDay: sample.period.censusDay, file: name)
      let cursor = try WorkbookOpener.open(path: sample.rosters + "/" + name).rows()
      var batch = RowBatch()
      while try cursor.next(into: &batch) { try reader.read(batch, into: sink) }
    }
    return sink
  }

  private struct Zero: Pseudonymiser {
    func pseudonym(of text: UnsafeRawBufferPointer, domain: UInt8) -> Pseudonym { Pseudonym(high: 0, low: 0) }
  }

  /// Each unit hands in its own: a file that says of no unit speaks only for the lowest one that holds its rows.
  @Test func fileSplitAndOrderChangeNoFigure() throws {
    let seed = RandomSeed.of("split")
    let whole = try SampleImport(members: 600, seed: seed, byUnit: true).indicators()
    #expect(try SampleImport(members: 600, seed: seed, pageRows: 13, byUnit: true).indicators() == whole)
    #expect(
      try SampleImport(members: 600, seed: seed, pageRows: 40, shuffled: true, byUnit: true).indicators() == whole)
  }

  @Test func aUnitsCountIsTheSumOfItsPartsForCountedMeasures() throws {
    let sample = try SampleImport(members: 600, seed: 7)
    let calculator = try sample.census.calculator()
    for measure in sample.census.context.pack.measures where !measure.isReported {
      let parts = calculator.tree.children(of: 0).compactMap { calculator.count(of: measure.id, unit: $0) }.reduce(0, +)
      let own = calculator.count(of: measure.id, unit: 0) ?? 0
      // The root itself may hold a record or two of its own.
      #expect(own >= parts && own - parts <= 40, "\(measure.id): \(own) and \(parts)")
    }
  }

  @Test func evidenceHasAsManyRowsAsTheFigureSays() throws {
    let sample = try SampleImport(members: 600, seed: 8)
    let calculator = try sample.census.calculator()
    let evidence = try EvidenceRun(census: sample.census)
    for measure in sample.census.context.pack.measures where measure.amount == .rows {
      for unit in [0, calculator.tree.children(of: 0)[3]] {
        var rows = 0
        for part in try evidence.parts(of: measure.id) { try evidence.rows(of: part, unit: unit) { _ in rows += 1 } }
        // Of a sheet that was never handed in there is no figure, and no row either.
        let isThere = sample.result.sheets.contains { $0.kind == measure.kind }
        #expect(calculator.count(of: measure.id, unit: unit) == (isThere ? Int64(rows) : nil), "\(measure.id)")
        #expect(isThere || rows == 0)
      }
    }
  }
}

@Suite struct DefectTests {
  /// What the sample plants is found, at its very cell, and nothing else of those kinds.
  @Test func plantedDefectsAreFoundDefects() throws {
    let seed = RandomSeed.of("defect")
    let sample = try SampleImport(members: 1500, seed: seed, defects: 0.1)
    #expect(Set(sample.planted.map(\.defect)) == Set(Defect.allCases))
    for defect in Defect.allCases {
      let planted = sample.planted.filter { $0.defect == defect }
        .map { "\($0.file) \($0.row) \($0.column.map(Place.letters(ofColumn:)) ?? "")" }
      // Of two rows that say the same thing twice, content and not order decides which one is told; the other is named.
      let found = sample.result.findings.filter { $0.finding.code == defect.rawValue }.map { finding -> String in
        let places = ([finding.finding.place].compactMap(\.self) + finding.finding.related.prefix(1)).map(Self.spelled)
        return places.first(where: Set(planted).contains) ?? places.first ?? ""
      }
      #expect(Set(found) == Set(planted), "\(defect.rawValue)")
      #expect(found.count == planted.count)
    }
  }

  private static func spelled(_ place: Place) -> String {
    "\(place.file) \(place.row ?? 0) \(place.columnLetters ?? "")"
  }

  /// Of the rules a clean city breaks only those that every city breaks: terms, age, vacant posts, lax progress rows.
  @Test func aCleanSampleBreaksNoOtherRule() throws {
    let sample = try SampleImport(members: 1200, seed: 20_190_522)
    let usual: Set<String> = [
      "member-over-age", "organisation-term-overdue", "organisation-posts-vacant", "organisation-posts-vacant-public",
      "rows-totals", "rows-notes", "progress-expired", "progress-without-evidence", "progress-incomplete",
    ]
    #expect(sample.result.findings.filter { !usual.contains($0.finding.code) } == [])
    #expect(Set(sample.result.findings.map(\.finding.code)).isSuperset(of: usual))
  }

  /// Every state of a membership, a transfer or a task stands somewhere in the quarters of `Samples`.
  @Test func everyStateOccursInTheStories() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("states-" + UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try SampleCity(SampleStories.all[0].plan).write(to: folder)
    let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    let texts = try files.filter { $0.hasSuffix(".xml") }.map {
      try String(contentsOfFile: folder + "/" + $0, encoding: .utf8)
    }
    let pack = try PackLoader.load("ningbo-2019")
    for id in ["membership-status", "transfer-state", "progress-state", "organisation-kind", "stage"] {
      // Words that people write instead of a state of the system need not stand in an export of it.
      let entries = try #require(pack.codeList(id)).entries
      for entry in entries where id != "membership-status" || entry.number != nil {
        #expect(texts.contains { $0.contains(">\(entry.label[.chinese])<") }, "\(id): \(entry.code)")
      }
    }
  }

  /// Every record check of the pack, and every rule that needs several sheets, finds something in the spoiled sample.
  @Test func everyRuleFindsSomethingInTheSpoiledSample() throws {
    let story = try #require(SampleStories.all.first { $0.folder == "dirty" }).plan
    let sample = try SampleImport(members: story.members, seed: story.seed, defects: story.defects)
    let found = Set((sample.result.findings + sample.result.trialFindings).map(\.finding.code))
    let acrossSheets: Set<String> = [
      "members-three-figures", "totals-differ", "reported-members-differ", "person-differs-between-sheets",
      "person-probable-duplicate", "secretary-not-on-roster", "cadre-not-member", "member-number-taken",
    ]
    // No sample holds sheets that the program hands out: their checks have their examples in the pack.
    let pack = sample.census.context.pack
    let issued = Set(pack.vocabulary.sheets.filter(\.isIssued).map(\.kind))
    let rules = Set(pack.checks.filter { !issued.contains($0.kind) }.map(\.id)).union(acrossSheets)
    #expect(rules.subtracting(found).isEmpty)
    #expect(Set(sample.planted.map(\.defect)) == Set(Defect.allCases))
    // Nobody need look elsewhere for how an attestation is read: every task that is attested has a row.
    let attested = Set(sample.census.context.pack.tasks.filter { $0.method != .computed }.map(\.id))
    #expect(attested.subtracting(try sample.census.attestations().map(\.task)).isEmpty)
  }
}

@Suite struct PrivacyTests {
  /// No ID, phone, member number or name of the rosters stands in clear in any file of the workspace.
  @Test func theWorkspaceHoldsNothingInClear() throws {
    let sample = try SampleImport(members: 400, seed: 9)
    var secrets: Set<String> = []
    for name in try FileManager.default.contentsOfDirectory(atPath: sample.rosters) where name.contains("团员花名册") {
      let text = try String(contentsOfFile: sample.rosters + "/" + name, encoding: .utf8)
      for match in text.matches(of: /<Data ss:Type="String">(\d{17}[\dX]|1\d{10}|20\d{2}33\d{6})<\/Data>/) {
        secrets.insert(String(match.1))
      }
    }
    #expect(secrets.count > 800)
    let files = FileManager.default.enumerator(atPath: sample.folder + "/workspace")?.compactMap { $0 as? String } ?? []
    #expect(files.contains("periods/2019-Q2.sqlite"))
    for file in files {
      guard let data = FileManager.default.contents(atPath: sample.folder + "/workspace/" + file) else { continue }
      let clear = Self.digitRuns(in: data).filter { secrets.contains($0) }
      #expect(clear.isEmpty, "\(file) holds \(clear.count) numbers in clear")
    }
  }

  /// Every substring of 11, 12 or 18 digits (or X at the end).
  private static func digitRuns(in data: Data) -> Set<String> {
    var runs: Set<String> = []
    var run: [UInt8] = []
    for byte in data + [0] {
      if (0x30...0x39).contains(byte) || byte == UInt8(ascii: "X") {
        run.append(byte)
        continue
      }
      for length in [11, 12, 18] where run.count >= length {
        for start in 0...(run.count - length) {
          runs.insert(String(decoding: run[start..<start + length], as: UTF8.self))
        }
      }
      run = []
    }
    return runs
  }
}
