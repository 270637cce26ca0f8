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
    /// Columns known by a heading that means its field only where something else tells the kind.
    var weakColumns: Set<Int>
    /// Columns whose heading means a field that an earlier column has already.
    var duplicates: [(column: Int, first: Int)]
    /// Texts of all headings by column.
    var headings: [Int: String]
    /// The lines above the heading, nearest first; the sheet's name is none of them.
    var titles: [String] = []
    /// The column of each of them; 0 where a line stands alone, and is about all columns.
    var titleColumns: [Int] = []

    /// Fields that are known without doubt and are read.
    var surelyKnown: Set<Int> {
      Set(fieldByColumn.filter { !weakColumns.contains($0.key) && sheet.fields[$0.value].type != .ignored }.values)
    }

    var namesSubject: Bool { !sheet.subjects.isDisjoint(with: fieldByColumn.values) }
    /// Whether only the organisation must still be found elsewhere.
    var lacksOrganisation: Bool { sheet.derivable.map { !fieldByColumn.values.contains($0) } ?? false }
  }

  /// What came nearest where no table was found.
  struct NearMiss {
    var table: Table
    /// Indexes of the fields that are missing; none where nothing tells that the people are of this kind.
    var missing: [Int]
    var title: String { table.sheet.title }

    /// Whether the rows below are records that somebody misses: several headings are known, or people are named.
    var holdsRecords: Bool {
      let known = table.surelyKnown
      return known.count > 1 || table.sheet.schema.isOfPeople && !known.isDisjoint(with: table.sheet.subjects)
    }
  }

  private struct Candidate {
    var table: Table
    var score: Int
    var missing: [Int]
    /// Whether title or columns tell the kind.
    var isTold: Bool
    var isComplete: Bool { missing.isEmpty && isTold }
  }

  /// Rows that may be a heading together, and the texts each of their columns may have.
  private struct Block {
    var rows: ClosedRange<Int>
    var columns: [(column: Int, spellings: [HeadingKey])]
  }

  let vocabulary: PreparedVocabulary
  /// Whether the unit that hands in is a branch.
  let isOfBranch: Bool
  private let sheetName: HeadingKey
  /// Lines that stand above the rows, nearest first.
  private let linesAbove: [HeadingKey]
  /// Text by column of each row.
  private let rows: [[Int: HeadingKey]]
  /// Rows of which some cell is a heading of a kind of sheet, by index of the kind: only there may its table begin.
  private let starts: [[Int]]
  /// The blocks of one to three rows from each of `starts` on: made once for all kinds.
  private let blocks: [Int: [Block]]

  /// - Parameters:
  ///   - rows: text by column of the first rows of the sheet, or of those from a further heading on.
  ///   - above: lines that stand above them, nearest first.
  ///   - isOfBranch: whether the unit that hands in is a branch.
  init(
    vocabulary: PreparedVocabulary, sheetName: String, rows: [[Int: String]], above: [String] = [],
    isOfBranch: Bool = false
  ) {
    (self.vocabulary, self.isOfBranch) = (vocabulary, isOfBranch)
    linesAbove = above.map(HeadingKey.init)
    self.sheetName = HeadingKey(sheetName)
    let keys = rows.map { $0.mapValues(HeadingKey.init) }
    self.rows = keys
    var starts = [[Int]](repeating: [], count: vocabulary.sheets.count)
    for row in keys.indices where keys[row].count > 1 || TableFinder.namesPeople(keys[row], vocabulary) {
      let sheets = keys[row].values.reduce(into: Set<Int>()) { $0.formUnion(vocabulary.sheets(with: $1)) }
      for sheet in sheets { starts[sheet].append(row) }
    }
    self.starts = starts
    blocks = Dictionary(uniqueKeysWithValues: Set(starts.joined()).map { ($0, TableFinder.blocks(from: $0, of: keys)) })
  }

  /// Whether the only cell of a row heads names or numbers of people: a list of names alone.
  private static func namesPeople(_ row: [Int: HeadingKey], _ vocabulary: PreparedVocabulary) -> Bool {
    guard row.count == 1, let heading = row.values.first else { return false }
    return vocabulary.sheets.contains { sheet in
      sheet.schema.isOfPeople && sheet.field(of: heading).map { sheet.subjects.contains($0.index) } == true
    }
  }

  private static func blocks(from start: Int, of rows: [[Int: HeadingKey]]) -> [Block] {
    (start..<min(start + 3, rows.count)).map { end in
      let columns = Set((start...end).flatMap { rows[$0].keys }).sorted()
      return Block(rows: start...end, columns: columns.map { ($0, spellings(of: $0, in: start...end, of: rows)) })
    }
  }

  /// The first table of the rows, and what came nearest to one above it or, without one, anywhere.
  ///
  /// - Parameters:
  ///   - start: the row its heading must begin in; nil for any.
  ///   - kind: the kind it must be of; nil for any.
  func find(at start: Int? = nil, kind: RecordKind? = nil) -> (table: Table?, nearMiss: NearMiss?) {
    // A doubtful sheet is taken for what is mostly sent: organisations, then members.
    let sheets = vocabulary.sheets
    let asked = sheets.indices.filter { kind == nil || sheets[$0].kind == kind }
    let kinds = asked.sorted { one, other in
      (sheets[one].schema.position, sheets[one].title) < (sheets[other].schema.position, sheets[other].title)
    }
    let candidates = kinds.flatMap(candidates(forSheet:)).filter { candidate in
      start.map { candidate.table.headerRows.lowerBound == $0 } ?? true
    }
    let complete = candidates.filter(\.isComplete)
    // Blocks of up to three rows overlap: of those that begin with the first, the one that knows most.
    let first = complete.map(\.table.headerRows.lowerBound).min()
    var best: Candidate?
    for candidate in complete where candidate.table.headerRows.lowerBound <= (first ?? 0) + 2 {
      if candidate.score > best?.score ?? 0 { best = candidate }
    }
    let top = best?.table.headerRows.lowerBound ?? Int.max
    var nearest: Candidate?
    for candidate in candidates where !candidate.isComplete && candidate.table.headerRows.upperBound < top {
      if candidate.score > nearest?.score ?? 1 { nearest = candidate }
    }
    return (best?.table, nearest.map { NearMiss(table: $0.table, missing: $0.missing) })
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
      return candidate(table, from: start)
    }
  }

  private func candidate(_ found: Table, from start: Int) -> Candidate? {
    var table = found
    let sheet = table.sheet
    let known = Set(table.fieldByColumn.values)
    var missing = sheet.requiredFields.filter { !known.contains($0) && $0 != sheet.derivable }
    // Of a person the name or the ID number will do.
    if sheet.schema.isOfPeople, table.namesSubject { missing.removeAll { sheet.subjects.contains($0) } }
    // The sheet's name and the rows above, where they hold little, may name the kind.
    let above = rows[..<start].suffix(5).filter { $0.count <= 3 }
    let cells = above.reversed().flatMap { row in
      row.sorted { $0.key < $1.key }.map { (column: row.count > 1 ? $0.key : 0, text: $0.value) }
    }
    let lines = cells.map(\.text) + linesAbove
    table.titles = lines.map(\.text)
    table.titleColumns = cells.map(\.column) + linesAbove.map { _ in 0 }
    let isNamed = isNamed(sheet, by: [sheetName] + lines) || isNamedByItsHeadings(table)
    let isPlain = !isNamed && isPlainList(table, under: [sheetName.text] + lines.map(\.text))
    let tells =
      sheet.telling.isEmpty || isNamed || isPlain || !sheet.telling.isDisjoint(with: table.surelyKnown)
    // One heading makes no table, but tells what came nearest.
    guard known.count > (missing.isEmpty && tells && !isNamed && !isPlain ? 1 : 0) else { return nil }
    // Without a column of organisations the lines around must both name the kind's subject and an organisation.
    if !tells, let organisation = sheet.derivable, table.lacksOrganisation { missing.append(organisation) }
    let unknown = table.headings.count - table.fieldByColumn.count
    let score = table.fieldByColumn.count * 4 + (isNamed ? 6 : 0) - min(unknown, 4)
    return Candidate(table: table, score: score, missing: missing, isTold: tells && table.namesSubject)
  }

  /// Whether the lines name the kind, and no other kind by a longer word: 毕业生团员名单 is none of members.
  private func isNamed(_ sheet: PreparedVocabulary.Sheet, by lines: [HeadingKey]) -> Bool {
    func longest(_ words: [String]) -> Int {
      words.filter { word in lines.contains { HeadingText.holds($0.normalised, word) } }.map(\.count).max() ?? 0
    }
    let own = longest(sheet.titleWords)
    return own > 0 && vocabulary.sheets.allSatisfy { longest($0.titleWords) <= own }
  }

  /// Whether the heading over the people names the kind, and no column speaks against it: 团干部姓名、职务、所在团支部.
  func isNamedByItsHeadings(_ table: Table) -> Bool {
    guard table.sheet.schema.isOfPeople, table.headings.count == table.fieldByColumn.count + table.duplicates.count
    else {
      return false
    }
    let subjects = table.fieldByColumn.filter { table.sheet.subjects.contains($0.value) }.keys
    return isNamed(table.sheet, by: subjects.compactMap { table.headings[$0] }.map(HeadingKey.init))
  }

  /// Matches the columns of a block of rows; nil when no column is known.
  private func table(for sheet: PreparedVocabulary.Sheet, _ block: Block) -> Table? {
    var table = Table(
      sheet: sheet, headerRows: block.rows, fieldByColumn: [:], weakColumns: [], duplicates: [], headings: [:])
    var firstColumn: [Int: Int] = [:]
    for (column, spellings) in block.columns {
      table.headings[column] = spellings.last?.text ?? ""
      guard let (field, isWeak, spelling) = match(spellings, in: sheet) else { continue }
      table.headings[column] = spelling.text
      if let first = firstColumn[field] {
        // A heading that means the field for sure wins over one that may.
        // 班级 beside 所在团支部 is a column that is not read, no heading twice.
        if isWeak, !table.weakColumns.contains(first) { continue }
        guard table.weakColumns.contains(first), !isWeak else {
          table.duplicates.append((column, first))
          continue
        }
        table.fieldByColumn[first] = nil
        table.weakColumns.remove(first)
      }
      firstColumn[field] = column
      table.fieldByColumn[column] = field
      if isWeak { table.weakColumns.insert(column) }
    }
    return table.fieldByColumn.isEmpty ? nil : table
  }

  /// Splits a table whose subject is headed twice: the same list printed in blocks beside each other.
  ///
  /// - Returns: the blocks from left to right; one where the second is no table of its own.
  func blocks(of table: Table) -> [Table] {
    let repeated = Set(table.duplicates.map(\.column))
    let fields = table.duplicates.map { ($0.column, table.fieldByColumn[$0.first] ?? -1) }
    guard var start = fields.filter({ table.sheet.subjects.contains($0.1) }).map(\.0).min() else { return [table] }
    let columns = table.headings.keys.sorted()
    while let before = columns.last(where: { $0 < start }), repeated.contains(before) { start = before }
    guard let left = part(of: table, where: { $0 < start }), let right = part(of: table, where: { $0 >= start }),
      right.namesSubject, right.fieldByColumn.count * 2 >= left.fieldByColumn.count, right.fieldByColumn.count > 1,
      left.lacksOrganisation == right.lacksOrganisation, !isOfAnotherKind(right)
    else { return [table] }
    return [left] + blocks(of: right)
  }

  /// Some columns of a table, as one of its own kind or of another.
  func part(of table: Table, as sheet: PreparedVocabulary.Sheet? = nil, where isIn: (Int) -> Bool) -> Table? {
    let columns = Set(table.headings.keys).sorted().filter(isIn)
    let spelled = columns.map {
      (column: $0, spellings: TableFinder.spellings(of: $0, in: table.headerRows, of: rows))
    }
    var part = self.table(for: sheet ?? table.sheet, Block(rows: table.headerRows, columns: spelled))
    part?.titles = table.titles
    part?.titleColumns = table.titleColumns
    return part
  }

  private func match(
    _ spellings: [HeadingKey], in sheet: PreparedVocabulary.Sheet
  ) -> (field: Int, isWeak: Bool, spelling: HeadingKey)? {
    for spelling in spellings.reversed() {
      if let field = sheet.field(of: spelling) { return (field.index, field.isWeak, spelling) }
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
