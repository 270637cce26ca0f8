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
  /// Pairs of signs that look alike.
  var lookalikes: [String] = []
  /// A sheet of explanations or code lists, passed over in silence.
  var isNotes = false

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

  /// Tells of a workbook that was made as a template of another pack, or of another version of it.
  func tellTemplate(marked own: TemplateMark?, in notes: [[Int: String]], to sink: some RosterSink) throws {
    let texts = notes.lazy.flatMap(\.values)
    guard let own, let mark = texts.compactMap(TemplateMark.init(in:)).first, mark != own else { return }
    let facts = ["value": PersonalNumbers.masked(mark.pack, as: .naming), "expected": own.pack]
    try sink.found(Finding("template-of-another-pack", at: Place(file: file, sheet: sheetName), facts: facts))
  }

  private func match(of text: String, _ field: Int?, _ sheet: PreparedVocabulary.Sheet) -> RecognisedSheet.Match {
    guard let field else { return .unknown }
    let spelled = HeadingText.normalised(text)
    if spelled == HeadingText.normalised(sheet.fields[field].heading) { return .exact }
    return sheet.fieldByHeading[spelled] == field || sheet.fieldByWeakHeading[spelled] == field ? .synonym : .guessed
  }

  private func nearest(to heading: String, in sheet: PreparedVocabulary.Sheet) -> [String] {
    Nearest.names(to: HeadingText.normalised(heading), among: sheet.fields.map(\.heading))
  }

  /// What is told of the headings of a table, of all its blocks.
  func findings(_ tables: [TableFinder.Table], _ sheet: RecognisedSheet) -> [Finding] {
    guard let header = sheet.headerRows else { return [] }
    return tables.flatMap { findings($0, header.upperBound) } + missingColumns(tables[0], header.upperBound)
  }

  private func findings(_ table: TableFinder.Table, _ row: Int) -> [Finding] {
    func place(_ column: Int) -> Place {
      Place(file: file, sheet: sheetName, row: row, column: column, heading: table.headings[column])
    }
    let twice = table.duplicates.map { duplicate in
      Finding(
        "heading-duplicate", at: place(duplicate.column), facts: ["value": table.headings[duplicate.column] ?? ""],
        related: [place(duplicate.first)])
    }
    let known = Set(table.duplicates.map(\.column)).union(table.fieldByColumn.keys)
    let unknown = table.headings.filter { !known.contains($0.key) && !$0.value.isEmpty }.sorted { $0.key < $1.key }
    return twice
      + unknown.map { column, text in
        if let standard = misspelt(text, in: table) {
          return Finding("heading-misspelt", at: place(column), facts: ["value": text, "expected": standard])
        }
        let near = nearest(to: text, in: table.sheet)
        let facts = ["value": text, "nearest": near.joined(separator: "、")]
        return Finding(near.isEmpty ? "heading-unknown" : "heading-unknown-near", at: place(column), facts: facts)
      }
  }

  /// The heading of a column that is missing, where an unknown heading sounds or looks like it.
  private func misspelt(_ heading: String, in table: TableFinder.Table) -> String? {
    let text = HeadingText.normalised(heading)
    let known = Set(table.fieldByColumn.values)
    let missing = table.sheet.fields.indices.filter {
      !known.contains($0) && table.sheet.fields[$0].type != .ignored
    }
    return missing.map { table.sheet.fields[$0] }.first { field in
      ([field.heading] + field.synonyms).contains {
        SoundAlike.isMisspelt(text, for: HeadingText.normalised($0), pairs: lookalikes)
      }
    }?.heading
  }

  /// Columns whose lack keeps nobody from being read: told once.
  private func missingColumns(_ table: TableFinder.Table, _ row: Int) -> [Finding] {
    let known = Set(table.fieldByColumn.values)
    let missing = table.sheet.expected.filter { !known.contains($0) }.map { table.sheet.fields[$0].heading }
    guard !missing.isEmpty else { return [] }
    let place = Place(file: file, sheet: sheetName, row: row)
    return [Finding("columns-missing", at: place, facts: ["missing": missing.joined(separator: "、")])]
  }

  // MARK: Tables that are not read

  /// What is told of a table that holds records and cannot be read.
  func finding(of nearMiss: TableFinder.NearMiss, rows: Int) -> Finding {
    let table = nearMiss.table
    let place = Place(file: file, sheet: sheetName, row: rowNumbers[table.headerRows.upperBound])
    var facts = ["nearest": nearMiss.title, "count": String(rows)]
    guard !nearMiss.missing.isEmpty else { return Finding("sheet-kind-untold", at: place, facts: facts, count: rows) }
    facts["missing"] = nearMiss.missing.map { table.sheet.fields[$0].heading }.joined(separator: "、")
    guard let (heading, standard) = misspelt(in: nearMiss) else {
      return Finding("sheet-unrecognised", at: place, facts: facts, count: rows)
    }
    (facts["value"], facts["expected"]) = (heading, standard)
    return Finding("sheet-heading-misspelt", at: place, facts: facts, count: rows)
  }

  /// The unknown heading that most looks like one of those that are missing.
  private func misspelt(in nearMiss: TableFinder.NearMiss) -> (heading: String, standard: String)? {
    let table = nearMiss.table
    let unknown = table.headings.filter { table.fieldByColumn[$0.key] == nil && !$0.value.isEmpty }
    let pairs = unknown.sorted { $0.key < $1.key }.flatMap { _, text in
      nearMiss.missing.flatMap { index in
        let field = table.sheet.fields[index]
        return ([field.heading] + field.synonyms).map { spelling in
          (text, field.heading, Nearest.distance(HeadingText.normalised(text), spelling), spelling.count)
        }
      }
    }
    let best = pairs.filter { $0.2 * 2 < $0.3 }.min { ($0.2, $1.3) < ($1.2, $0.3) }
    return best.map { ($0.0, $0.1) }
  }

  /// Tells a table above the one that is read, when rows stand in it.
  func tell(_ nearMiss: TableFinder.NearMiss, before table: TableFinder.Table, to sink: some RosterSink) throws {
    let rows = table.headerRows.lowerBound - nearMiss.table.headerRows.upperBound - 1
    guard nearMiss.holdsRecords, rows > 1 else { return }
    try sink.found(finding(of: nearMiss, rows: rows))
  }
}
