// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Findings
package import Tabular

/// What an unknown heading probably means, for a person to accept or not.
package struct HeadingProposal: Sendable, Hashable {
  /// The kind of sheet to whose vocabulary the heading would be added.
  package var kind: RecordKind
  /// ID of the field and its standard heading.
  package var field: String
  /// The standard heading of that field.
  package var standard: String
  /// The heading as the sheet spells it.
  package var heading: String
  /// Name of the sheet as the workbook spells it.
  package var sheet: String
  /// Column number from 1, as Excel counts.
  package var column: Int
  /// How alike the spellings are and how many of the values fit the field, in percent each; nil where values tell nothing.
  package var spelling: Int
  /// Percent of the values below the heading that fit the field; nil where values tell nothing, as under a field of
  /// free text.
  package var values: Int?
}

/// Looks at the unknown headings of sheets: by spelling, and by the values below them.
package struct HeadingLearner {
  /// Rows of a sheet that are looked at.
  private static let rowLimit = 300

  private let vocabulary: PreparedVocabulary
  private var head = RowBatch()
  /// What was learnt up to now, sheet after sheet; a sheet is judged with its last batch.
  package private(set) var proposals: [HeadingProposal] = []
  /// Unknown headings for which nothing is near: sheet and heading.
  package private(set) var unexplained: [(sheet: String, heading: String)] = []

  /// A learner that has seen nothing yet.
  ///
  /// - Parameter vocabulary: the words known so far; a heading that they know is not learnt.
  package init(vocabulary: PreparedVocabulary) { self.vocabulary = vocabulary }

  /// Takes the batches of a workbook in order.
  package mutating func read(_ batch: RowBatch) {
    if head.rows.count < HeadingLearner.rowLimit { head.append(batch.withoutBlankCells()) }
    guard batch.endsSheet else { return }
    head.sheetName = batch.sheetName
    learn()
    head = RowBatch()
  }

  private mutating func learn() {
    let texts = head.rows.prefix(TableFinder.rowLimit).map { row in
      Dictionary(head.cells(of: row).map { (Int($0.column), head.text(of: $0)) }) { first, _ in first }
    }
    let finder = TableFinder(vocabulary: vocabulary, sheetName: head.sheetName, rows: texts)
    let sure = finder.find().table
    let tables = sure.map { [$0] } ?? finder.possibilities()
    // Where no kind is sure, the one that explains most headings.
    let readings = tables.map { (table: $0, proposals: proposals(for: $0)) }
    guard let best = readings.max(by: { HeadingLearner.explained($0) < HeadingLearner.explained($1) }) else { return }
    let isRefused = sure == nil && (isContradicted(best) || isOfOthers(best))
    let accepted = isRefused ? [] : best.proposals.filter { !isOfAnotherBody($0.heading) }
    proposals += accepted
    let known = Set(accepted.map(\.column))
    for (column, text) in unknown(best.table).sorted(by: { $0.key < $1.key }) where !known.contains(column) {
      unexplained.append((head.sheetName, text))
    }
  }

  private static func explained(_ reading: (table: TableFinder.Table, proposals: [HeadingProposal])) -> Int {
    let fields = Set(reading.table.fieldByColumn.values)
    let proposed = Set(reading.proposals.map(\.field))
    let missing = reading.table.sheet.requiredFields.filter { index in
      !fields.contains(index) && !proposed.contains(reading.table.sheet.fields[index].id)
    }
    return 2 * (fields.count + proposed.count) - 3 * missing.count
  }

  /// Whether the sheet is hardly of this kind: something it must have stays unnamed even with the proposals, most headings
  /// stay unexplained, or as many are headings of other kinds only.
  private func isContradicted(_ reading: (table: TableFinder.Table, proposals: [HeadingProposal])) -> Bool {
    let table = reading.table
    let proposed = Set(reading.proposals.map(\.column))
    let fields = Set(table.fieldByColumn.values.map { table.sheet.fields[$0].id }).union(reading.proposals.map(\.field))
    let lacks = table.sheet.requiredFields.contains {
      $0 != table.sheet.derivable && !fields.contains(table.sheet.fields[$0].id)
    }
    let left = unknown(table).filter { !proposed.contains($0.key) }
    let foreign = left.values.count { !vocabulary.sheets(with: HeadingKey($0)).isEmpty }
    let explained = table.fieldByColumn.count + proposed.count
    return lacks || left.count > explained || foreign >= explained
  }

  /// Whether the title, the sheet or a heading that would be proposed speaks of another body: 所在党支部, 入会时间, 队内职务.
  private func isOfOthers(_ reading: (table: TableFinder.Table, proposals: [HeadingProposal])) -> Bool {
    ([head.sheetName] + reading.table.titles).contains(where: vocabulary.rows.isOfOthers)
      || reading.proposals.contains { isOfAnotherBody($0.heading) }
  }

  private func isOfAnotherBody(_ heading: String) -> Bool {
    vocabulary.rows.words.otherBodies.contains { heading.contains($0) }
  }

  private func unknown(_ table: TableFinder.Table) -> [Int: String] {
    let repeated = Set(table.duplicates.map(\.column))
    return table.headings.filter { column, text in
      table.fieldByColumn[column] == nil && !repeated.contains(column) && !HeadingText.normalised(text).isEmpty
    }
  }

  private func proposals(for table: TableFinder.Table) -> [HeadingProposal] {
    let taken = Set(table.fieldByColumn.values)
    let free = table.sheet.fields.indices.filter { !taken.contains($0) && table.sheet.fields[$0].type != .ignored }
    let candidates = unknown(table).flatMap { column, text in
      free.compactMap { candidate(column, text, field: $0, of: table) }
    }
    var (usedFields, usedColumns): (Set<Int>, Set<Int>) = ([], [])
    var chosen: [HeadingProposal] = []
    // The surest first; each heading and each field once.
    for candidate in candidates.sorted(by: HeadingLearner.precedes)
    where !usedFields.contains(candidate.field) && !usedColumns.contains(candidate.proposal.column) {
      usedFields.insert(candidate.field)
      usedColumns.insert(candidate.proposal.column)
      chosen.append(candidate.proposal)
    }
    return chosen
  }

  private struct Candidate {
    var field: Int
    var score: Int
    var proposal: HeadingProposal
  }

  private static func precedes(_ one: Candidate, _ other: Candidate) -> Bool {
    (other.score, one.proposal.column, one.field) < (one.score, other.proposal.column, other.field)
  }

  private func candidate(_ column: Int, _ text: String, field index: Int, of table: TableFinder.Table) -> Candidate? {
    let field = table.sheet.fields[index]
    let spelled = HeadingText.withoutBrackets(HeadingText.normalised(text))
    let spelling = ([field.heading] + field.synonyms).map { likeness(spelled, HeadingText.normalised($0)) }.max() ?? 0
    let values = share(of: field, below: table.headerRows.upperBound, column: column)
    // Values alone convince only where few other fields have such values.
    let isTelling = [.nationalID, .phone, .memberNumber, .code].contains(field.type)
    let isLikely = spelling >= 50 && (values ?? 50) >= 50
    guard isLikely || isTelling && (values ?? 0) >= 90 && spelling > 0 else { return nil }
    let proposal = HeadingProposal(
      kind: table.sheet.kind, field: field.id, standard: field.heading, heading: text, sheet: head.sheetName,
      column: column, spelling: spelling, values: values)
    return Candidate(field: index, score: spelling + (values ?? 40), proposal: proposal)
  }

  /// 100 for the same spelling, 0 for nothing in common.
  private func likeness(_ one: String, _ other: String) -> Int {
    let longest = max(one.count, other.count)
    guard longest > 0 else { return 0 }
    return 100 * (longest - Nearest.distance(one, other)) / longest
  }

  /// Percent of the values below a heading that the field could hold; nil where any text would do, or none stands there.
  private func share(of field: VocabularyField, below header: Int, column: Int) -> Int? {
    let test = FieldTest(field, vocabulary)
    guard test.tells else { return nil }
    var (fitting, all) = (0, 0)
    head.bytes.withUnsafeBytes { bytes in
      for row in head.rows.dropFirst(header + 1) {
        for cell in head.cells(of: row) where Int(cell.column) == column {
          let text = bytes.part(Int(cell.start), Int(cell.start + cell.length)).trimmed()
          all += 1
          if test.fits(text, cell.kind) { fitting += 1 }
        }
      }
    }
    return all == 0 ? nil : 100 * fitting / all
  }
}

/// Whether a text could be a value of a field.
private struct FieldTest {
  private let type: FieldType
  private let list: PreparedCodeList?

  init(_ field: VocabularyField, _ vocabulary: PreparedVocabulary) {
    type = field.type
    list = (field.type == .flag ? "yes-no" : field.codeList).flatMap { vocabulary.codeLists[$0] }
  }

  var tells: Bool {
    switch type {
    case .integer, .dayFirst, .dayLast, .nationalID, .phone, .memberNumber: true
    case .flag, .code: list != nil
    default: false
    }
  }

  func fits(_ text: ByteText, _ kind: CellKind) -> Bool {
    switch type {
    case .integer: text.count < 9 && text.digits(0, text.count) != nil
    case .dayFirst, .dayLast: if case .date = DateReading.read(text, kind: kind) { true } else { false }
    case .nationalID: text.count == 18 && text.digits(0, 6) != nil
    case .phone: text.count == 11 && text[0] == UInt8(ascii: "1")
    case .memberNumber: text.count == 12 && text.digits(0, 12) != nil
    case .flag, .code: list?.entry(spelled: text.string) != nil
    default: false
    }
  }
}
