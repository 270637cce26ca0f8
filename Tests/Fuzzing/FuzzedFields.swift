// SPDX-License-Identifier: Apache-2.0

// Headings, dates and numbers of persons as cells give them.

import CensusModel
import Findings
import Foundation
import Policy
import Tabular

@testable import Roster

/// The pack that comes with the program: its vocabulary is the one that matters.
let shipped: PolicyPack = {
  do { return try PackLoader.load("ningbo-2019") } catch { fatalError("\(error)") }
}()
let vocabulary = PreparedVocabulary(shipped.vocabulary)

/// Lines are rows and tabs part their cells: whatever stands in them, each table that is found lies within the rows.
func findTables(_ data: Data) {
  let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).prefix(30)
  let rows = lines.dropFirst().map { line in
    let cells = line.split(separator: "\t", omittingEmptySubsequences: false).prefix(60).enumerated()
    return Dictionary(uniqueKeysWithValues: cells.filter { !$1.isEmpty }.map { ($0 + 1, String($1)) })
  }
  let finder = TableFinder(vocabulary: vocabulary, sheetName: String(lines.first ?? ""), rows: rows)
  let found = finder.find()
  for table in [found.table].compactMap(\.self) + finder.possibilities() { _ = finder.blocks(of: table) }
  readRoster(rows, sheetName: String(lines.first ?? ""))
}

/// The same rows through the whole reader: every row is a record, set aside or left out, and no number of a person is left
/// whole in what leaves.
private func readRoster(_ rows: [[Int: String]], sheetName: String) {
  var batch = RowBatch()
  batch.sheetName = sheetName
  for (index, row) in rows.enumerated() where !row.isEmpty {
    let first = batch.cells.count
    for (column, text) in row.sorted(by: { $0.key < $1.key }) {
      let bytes = Array(text.utf8)
      batch.cells.append(
        Cell(column: Int32(column), kind: .string, start: UInt32(batch.bytes.count), length: UInt32(bytes.count)))
      batch.bytes += bytes
    }
    batch.rows.append(
      Row(number: Int32(index + 1), firstCell: Int32(first), cellCount: Int32(batch.cells.count - first)))
  }
  batch.endsSheet = true
  var reader = RosterReader(
    vocabulary: vocabulary, pseudonymiser: Folded(), names: .masked, censusDay: CalendarDay(rawValue: 20_190_630),
    file: "a.xlsx")
  do { try reader.read(batch, into: Nowhere()) } catch { fatalError("\(error)") }
}

/// A date that is read is a day of the calendar, and spelled out it is read as the same one.
func readDates(_ data: Data) {
  let bytes = Array(data)
  for kind in [CellKind.date, .number, .string, .bool, .error] {
    let outcome = bytes.withUnsafeBytes { DateReading.read($0, kind: kind) }
    guard case .date(let date) = outcome else { continue }
    for monthEnd in [true, false] { precondition(CalendarDay(rawValue: Int(date.number(monthEnd: monthEnd))) != nil) }
    let again = Array(date.description.utf8).withUnsafeBytes { DateReading.read($0, kind: .string) }
    precondition(again == .date(date), "\(date)")
  }
}

/// What is shown of a number holds no valid ID any more, and masking what is masked takes more away at most: stars beside
/// digits look like the rest of a number.
func readNumbers(_ data: Data) {
  let bytes = Array(data)
  bytes.withUnsafeBytes { raw in
    let text = raw.trimmed()
    for kind in [CellKind.string, .number] {
      let id = NationalID(text, kind: kind)
      if let birth = id.birth { precondition(CalendarDay(rawValue: Int(birth)) != nil) }
      var shown: [UInt8] = []
      Masking.nationalID(text, form: id.form, into: &shown)
      if id.form == .valid { precondition(shown.count { (0x30...0x39).contains($0) } <= 14, "digits behind the birth") }
    }
    var shown: [UInt8] = []
    Masking.phone(text, into: &shown)
    Masking.memberNumber(text, isOwn: true, into: &shown)
    Masking.name(text, into: &shown)
    _ = PersonalNumbers.isKey(text)
  }
  let text = String(decoding: bytes, as: UTF8.self)
  for use in [PersonalNumbers.Use.prose, .naming] {
    let masked = PersonalNumbers.masked(text, as: use)
    let again = PersonalNumbers.masked(masked, as: use).unicodeScalars
    precondition(again.count == masked.unicodeScalars.count, "masked twice")
    precondition(zip(again, masked.unicodeScalars).allSatisfy { $0 == $1 || $0 == "*" }, "unmasked")
  }
  _ = PersonIdentity.pseudonym(of: text, by: Folded())
}

private struct Folded: Pseudonymiser {
  func pseudonym(of text: UnsafeRawBufferPointer, domain: UInt8) -> Pseudonym {
    let high = text.reduce(Int64(domain)) { $0 &* 1_000_003 &+ Int64($1) }
    return Pseudonym(high: high, low: ~high)
  }
}

private final class Nowhere: RosterSink {
  func recognised(_ sheet: RecognisedSheet) {}
  func take(_ batch: RecordBatch, sheet: RecognisedSheet) {}
  func setAside(_ row: SetAsideRow, sheet: RecognisedSheet) {}
  func found(_ finding: Finding) {}
}
