// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Tabular

/// Finds the table of a sheet among its first rows: which rows are the heading, which kind it is, which column is which field.
struct TableFinder {
  /// How many rows are looked at before a sheet counts as having no table.
  static let rowLimit = 40

  struct Table {
    var sheet: PreparedVocabulary.Sheet
    /// Indexes into the rows that were looked at.
    var headerRows: ClosedRange<Int>
    /// Field by column (counted from 1).
    var fieldByColumn: [Int: Int]
    /// Columns whose heading means a field that an earlier column has already.
    var duplicates: [(column: Int, first: Int)]
    /// Texts of all headings by column.
    var headings: [Int: String]
  }

  /// What came nearest where no table was found.
  struct NearMiss {
    var table: Table
    var missing: [String]
    var title: String { table.sheet.title }
  }

  private struct Candidate {
    var table: Table
    var score: Int
    var missing: [Int]
  }

  /// Rows that may be a heading together, and the texts each of their columns may have.
  private struct Block {
    var rows: ClosedRange<Int>
    var columns: [(column: Int, spellings: [HeadingKey])]
  }

  private let vocabulary: PreparedVocabulary
  private let sheetName: HeadingKey
  /// Text by column of each row.
  private let rows: [[Int: HeadingKey]]
  /// Rows of which some cell is a heading of a kind of sheet, by index of the kind: only there may its table begin.
  private let starts: [[Int]]
  /// The blocks of one to three rows from each of `starts` on: made once for all kinds.
  private let blocks: [Int: [Block]]

  /// - Parameter rows: text by column of the first rows of the sheet.
  init(vocabulary: PreparedVocabulary, sheetName: String, rows: [[Int: String]]) {
    self.vocabulary = vocabulary
    self.sheetName = HeadingKey(sheetName)
    let keys = rows.map { $0.mapValues(HeadingKey.init) }
    self.rows = keys
    var starts = [[Int]](repeating: [], count: vocabulary.sheets.count)
    for row in keys.indices where keys[row].count > 1 {
      let sheets = keys[row].values.reduce(into: Set<Int>()) { $0.formUnion(vocabulary.sheets(with: $1)) }
      for sheet in sheets { starts[sheet].append(row) }
    }
    self.starts = starts
    blocks = Dictionary(uniqueKeysWithValues: Set(starts.joined()).map { ($0, TableFinder.blocks(from: $0, of: keys)) })
  }

  private static func blocks(from start: Int, of rows: [[Int: HeadingKey]]) -> [Block] {
    (start..<min(start + 3, rows.count)).map { end in
      let columns = Set((start...end).flatMap { rows[$0].keys }).sorted()
      return Block(rows: start...end, columns: columns.map { ($0, spellings(of: $0, in: start...end, of: rows)) })
    }
  }

  /// The best table, or what came nearest to one.
  func find() -> (table: Table?, nearMiss: NearMiss?) {
    var best: Candidate?
    var nearest: Candidate?
    for sheet in vocabulary.sheets.indices {
      for candidate in candidates(forSheet: sheet) {
        if candidate.missing.isEmpty {
          if candidate.score > best?.score ?? 0 { best = candidate }
        } else if candidate.score > nearest?.score ?? 1 {
          nearest = candidate
        }
      }
    }
    if let best { return (best.table, nil) }
    let nearMiss = nearest.map { candidate in
      let fields = candidate.table.sheet.fields
      return NearMiss(table: candidate.table, missing: candidate.missing.map { fields[$0].heading })
    }
    return (nil, nearMiss)
  }

  /// What each kind of sheet would make of the rows at best, complete or not.
  func possibilities() -> [Table] {
    vocabulary.sheets.indices.compactMap { sheet in
      let tables = candidates(forSheet: sheet).filter { $0.table.fieldByColumn.count > 1 }
      return tables.max { $0.score < $1.score }?.table
    }
  }

  /// For every row that holds a heading, the block of one to three rows that knows most fields.
  private func candidates(forSheet index: Int) -> [Candidate] {
    let sheet = vocabulary.sheets[index]
    return starts[index].compactMap { start in
      guard let blocks = blocks[start], var table = table(for: sheet, blocks[0]) else { return nil }
      for block in blocks.dropFirst() {
        guard let wider = self.table(for: sheet, block) else { break }
        if wider.fieldByColumn.count <= table.fieldByColumn.count { break }
        table = wider
      }
      let known = Set(table.fieldByColumn.values)
      let missing = sheet.requiredFields.filter { !known.contains($0) }
      // One heading makes no table, but tells what came nearest.
      guard known.count > (missing.isEmpty ? 1 : 0) else { return nil }
      // The sheet's name and the rows above, where they hold little, may name the kind.
      let titles = [sheetName] + rows[..<start].suffix(5).filter { $0.count <= 3 }.flatMap(\.values)
      let isNamed = titles.contains { title in sheet.titleWords.contains { title.normalised.contains($0) } }
      let unknown = table.headings.count - table.fieldByColumn.count
      return Candidate(
        table: table, score: table.fieldByColumn.count * 4 + (isNamed ? 6 : 0) - min(unknown, 4), missing: missing)
    }
  }

  /// Matches the columns of a block of rows; nil when no column is known.
  private func table(for sheet: PreparedVocabulary.Sheet, _ block: Block) -> Table? {
    var fields: [Int: Int] = [:]
    var headings: [Int: String] = [:]
    var firstColumn: [Int: Int] = [:]
    var duplicates: [(column: Int, first: Int)] = []
    for (column, spellings) in block.columns {
      headings[column] = spellings.last?.text ?? ""
      guard let (field, spelling) = match(spellings, in: sheet) else { continue }
      headings[column] = spelling.text
      if let first = firstColumn[field] {
        duplicates.append((column, first))
      } else {
        firstColumn[field] = column
        fields[column] = field
      }
    }
    guard !fields.isEmpty else { return nil }
    return Table(
      sheet: sheet, headerRows: block.rows, fieldByColumn: fields, duplicates: duplicates, headings: headings)
  }

  private func match(_ spellings: [HeadingKey], in sheet: PreparedVocabulary.Sheet) -> (Int, HeadingKey)? {
    for spelling in spellings.reversed() {
      if let field = sheet.field(of: spelling) { return (field, spelling) }
    }
    return nil
  }

  /// The texts a column's heading may have: each of its cells, and upper with lower where headings are merged.
  private static func spellings(
    of column: Int, in block: ClosedRange<Int>, of rows: [[Int: HeadingKey]]
  ) -> [HeadingKey] {
    let own = block.compactMap { rows[$0][column] }
    guard block.count > 1 else { return own }
    // An upper heading stands over its first column only; it holds for the columns to its right up to the next one.
    let upper = block.dropLast().compactMap { row in
      rows[row].filter { $0.key <= column }.max { $0.key < $1.key }?.value
    }
    guard let lower = rows[block.upperBound][column] else { return own }
    return [HeadingKey(upper.map(\.text).joined() + lower.text)] + own
  }
}
