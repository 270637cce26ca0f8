// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings

/// Says what was recognised of a sheet, and what was not: unknown headings with the nearest known ones, headings that
/// stand twice, a sheet without a known table.
struct Recognition {
  let file: String
  let sheetIndex: Int
  let sheetName: String
  /// Sheet row of each row that was looked at.
  let rowNumbers: [Int]

  func sheet(_ table: TableFinder.Table?) -> RecognisedSheet {
    guard let table else {
      return RecognisedSheet(index: sheetIndex, name: sheetName, kind: nil, headerRows: nil, headings: [])
    }
    let duplicates = Set(table.duplicates.map(\.column))
    let headings = table.headings.sorted { $0.key < $1.key }.map { column, text in
      let field = table.fieldByColumn[column].map { table.sheet.fields[$0].id }
      let isUnknown = field == nil && !duplicates.contains(column)
      return RecognisedSheet.Heading(
        column: column, text: text, field: field,
        match: duplicates.contains(column) ? .duplicate : match(of: text, table.fieldByColumn[column], table.sheet),
        nearest: isUnknown ? nearest(to: text, in: table.sheet) : [])
    }
    let rows = rowNumbers[table.headerRows.lowerBound]...rowNumbers[table.headerRows.upperBound]
    return RecognisedSheet(
      index: sheetIndex, name: sheetName, kind: table.sheet.kind, headerRows: rows, headings: headings)
  }

  private func match(of text: String, _ field: Int?, _ sheet: PreparedVocabulary.Sheet) -> RecognisedSheet.Match {
    guard let field else { return .unknown }
    let spelled = HeadingText.normalised(text)
    if spelled == HeadingText.normalised(sheet.fields[field].heading) { return .exact }
    return sheet.fieldByHeading[spelled] == field ? .synonym : .guessed
  }

  private func nearest(to heading: String, in sheet: PreparedVocabulary.Sheet) -> [String] {
    Nearest.names(to: HeadingText.normalised(heading), among: sheet.fields.map(\.heading))
  }

  func findings(
    _ table: TableFinder.Table?, _ nearMiss: TableFinder.NearMiss?, _ sheet: RecognisedSheet
  ) -> [Finding] {
    guard let table, let header = sheet.headerRows else {
      let place = Place(file: file, sheet: sheetName)
      if rowNumbers.isEmpty { return [Finding("sheet-empty", at: place)] }
      guard let nearMiss else { return [Finding("sheet-without-table", at: place)] }
      let facts = ["nearest": nearMiss.title, "missing": nearMiss.missing.joined(separator: "、")]
      return [Finding("sheet-unrecognised", at: place, facts: facts)]
    }
    func place(_ column: Int) -> Place {
      Place(file: file, sheet: sheetName, row: header.upperBound, column: column, heading: table.headings[column])
    }
    let twice = table.duplicates.map { duplicate in
      Finding(
        "heading-duplicate", at: place(duplicate.column), facts: ["value": table.headings[duplicate.column] ?? ""],
        related: [place(duplicate.first)])
    }
    let known = Set(table.duplicates.map(\.column))
    let unknown = sheet.headings.filter { $0.field == nil && !known.contains($0.column) && !$0.text.isEmpty }
    return twice
      + unknown.map { heading in
        let near = heading.nearest.isEmpty ? "–" : heading.nearest.joined(separator: "、")
        return Finding("heading-unknown", at: place(heading.column), facts: ["value": heading.text, "nearest": near])
      }
  }
}
