// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Tabular

/// Turns rows of one recognised table into records, slot by slot; nothing here makes a `String` unless something is wrong.
struct RecordBuilder {
  enum Outcome {
    case record
    case blank
    /// Finding code of the reason.
    case setAside(String)
  }

  let kind: RecordKind
  let file: String
  let sheetName: String
  let plans: [FieldPlan]
  let words: RowWords
  let pseudonymiser: any Pseudonymiser
  let names: NameStorage
  let censusDay: CalendarDay?
  let person: PersonSlots
  let countedMemberships: CodeList?
  /// Index among `plans` by column; -1 where the column is not read.
  private let planByColumn: [Int32]
  var caches: [SpellingCache]

  var batch: RecordBatch
  var findings: [Finding] = []
  /// The cell of each plan in the current row; -1 where it is empty.
  private var cellOfPlan: [Int32]
  /// Where the current record's slots begin.
  var base = 0
  var row = 0
  var scratch = PersonScratch()

  init(table: TableFinder.Table, vocabulary: PreparedVocabulary, settings: RosterReader.Settings, sheetName: String) {
    kind = table.sheet.kind
    self.sheetName = sheetName
    file = settings.file
    pseudonymiser = settings.pseudonymiser
    names = settings.names
    censusDay = settings.censusDay
    words = RowWords(vocabulary)
    person = PersonSlots(kind: kind)
    countedMemberships = vocabulary.codeLists["membership-status"]?.list
    let known = table.fieldByColumn.sorted { $0.key < $1.key }
    plans = known.map { column, field in
      FieldPlan(
        column: column, heading: table.headings[column] ?? "", field: table.sheet.fields[field],
        kind: table.sheet.kind, vocabulary: vocabulary)
    }
    var byColumn = [Int32](repeating: -1, count: (known.last?.key ?? 0) + 1)
    for (index, plan) in plans.enumerated() { byColumn[plan.column] = Int32(index) }
    planByColumn = byColumn
    caches = Array(repeating: SpellingCache(), count: plans.count)
    cellOfPlan = Array(repeating: -1, count: plans.count)
    batch = RecordBatch(kind: kind)
  }

  /// Reads one row; a record is appended to `batch`, problems to `findings`.
  mutating func build(_ row: Row, of rows: RowBatch, bytes: ByteText) -> Outcome {
    self.row = Int(row.number)
    guard let first = placeCells(row, rows, bytes) else { return .blank }
    if let reason = words.reason(firstCell: first, cellCount: Int(row.cellCount)) { return .setAside(reason) }
    if isHeadingAgain(rows, bytes) { return .setAside("row-heading") }
    if let reason = missingSubject(rows, bytes) { return .setAside(reason) }
    appendRecord(rows, bytes)
    return .record
  }

  /// Notes which cell belongs to which plan; gives the text of the first filled cell, nil when all are blank.
  private mutating func placeCells(_ row: Row, _ rows: RowBatch, _ bytes: ByteText) -> ByteText? {
    for index in cellOfPlan.indices { cellOfPlan[index] = -1 }
    var first: ByteText?
    for index in Int(row.firstCell)..<Int(row.firstCell + row.cellCount) {
      let cell = rows.cells[index]
      let text = bytes.part(Int(cell.start), Int(cell.start + cell.length)).trimmed()
      if text.isEmpty { continue }
      if first == nil { first = text }
      let column = Int(cell.column)
      if column < planByColumn.count, planByColumn[column] >= 0 { cellOfPlan[Int(planByColumn[column])] = Int32(index) }
    }
    return first
  }

  func text(ofPlan plan: Int, _ rows: RowBatch, _ bytes: ByteText) -> ByteText? {
    guard cellOfPlan[plan] >= 0 else { return nil }
    let cell = rows.cells[Int(cellOfPlan[plan])]
    return bytes.part(Int(cell.start), Int(cell.start + cell.length)).trimmed()
  }

  func text(ofField id: String, _ rows: RowBatch, _ bytes: ByteText) -> ByteText? {
    plans.firstIndex { $0.field.id == id }.flatMap { text(ofPlan: $0, rows, bytes) }
  }

  /// A heading that stands again at the top of each printed page.
  private func isHeadingAgain(_ rows: RowBatch, _ bytes: ByteText) -> Bool {
    var same = 0
    for (index, plan) in plans.enumerated() {
      guard let text = text(ofPlan: index, rows, bytes), text.elementsEqual(plan.heading.utf8) else {
        if same == 0 && cellOfPlan[index] >= 0 { return false }
        continue
      }
      same += 1
    }
    return same >= 2
  }

  /// Why a row names no subject: no person, no organisation, nothing at all.
  private func missingSubject(_ rows: RowBatch, _ bytes: ByteText) -> String? {
    func isThere(_ field: String) -> Bool {
      plans.indices.contains { plans[$0].field.id == field && cellOfPlan[$0] >= 0 }
    }
    switch kind {
    case .organisation: return isThere("full_name") || isThere("code") ? nil : "row-no-name"
    case .youth: return isThere("organisation") ? nil : "row-no-organisation"
    case .workUnit: return isThere("name") ? (isThere("parent") ? nil : "row-no-organisation") : "row-no-name"
    case .member, .cadre, .transfer, .graduate:
      if !isThere("name"), !isThere("national-id") { return "row-no-person" }
      return isThere(kind.organisationColumn) ? nil : "row-no-organisation"
    }
  }

  private mutating func appendRecord(_ rows: RowBatch, _ bytes: ByteText) {
    base = batch.slots.count
    batch.slots.append(contentsOf: repeatElement(.null, count: batch.columnCount))
    batch.sheetRows.append(Int32(row))
    scratch = PersonScratch()
    for index in plans.indices where cellOfPlan[index] >= 0 {
      let cell = rows.cells[Int(cellOfPlan[index])]
      let text = bytes.part(Int(cell.start), Int(cell.start + cell.length)).trimmed()
      read(index, text, cell.kind)
    }
    if person.high >= 0 { finishPerson() }
    finishKind()
  }

  private mutating func finishKind() {
    if kind == .member { finishMember() }
    // An organisation without an ID is known by its full name.
    if kind == .organisation, batch.slots[base] == .null, let name = kind.index(of: "full_name") {
      batch.slots[base] = batch.slots[base + name]
    }
  }

  // MARK: Slots and findings

  mutating func set(_ slot: Int, _ value: Slot) {
    if slot >= 0 { batch.slots[base + slot] = value }
  }

  /// Appends `text` to the batch's bytes and points the slot to it.
  mutating func set(_ slot: Int, text: some Sequence<UInt8>) {
    guard slot >= 0 else { return }
    let start = batch.bytes.count
    batch.bytes.append(contentsOf: text)
    batch.slots[base + slot] = .text(start: UInt32(start), length: UInt32(batch.bytes.count - start))
  }

  mutating func complain(_ code: String, _ plan: FieldPlan, _ facts: [String: String] = [:]) {
    let place = Place(file: file, sheet: sheetName, row: row, column: plan.column, heading: plan.heading)
    findings.append(Finding(code, at: place, facts: facts))
  }
}
