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
  let countingWords: [String]
  let person: PersonSlots
  /// Slots of a transfer: when it was asked for, when it was decided, and what that took.
  let applied, completed, minutesTaken: Int
  /// Whether the record counts, by entry of the code list `membership-status`; empty where there is none.
  let membershipCounts: [Bool]
  /// What an empty 团籍状态 stands for.
  let emptyMembership: Int?
  let emptyMembershipCode: [UInt8]
  let hot: [HotPlan]
  /// Plans of the fields that name the record's subject: name, ID number, organisation.
  private let namePlan: Int?
  private let idPlan: Int?
  private let organisationPlan: Int?
  private let taskPlan: Int?
  /// The field that other sheets and periods know the record by: an organisation's ID, the credit code of a unit.
  private let keyPlan: Int?
  let sectorPlan: Int?
  private let headingBytes: [[UInt8]]
  /// Index among `plans` by column; -1 where the column is not read.
  private let planByColumn: [Int32]
  var caches: [SpellingCache]
  /// The codes of each column's list as bytes.
  let codes: [[[UInt8]]]

  var batch: RecordBatch
  var findings: [Finding] = []
  /// The cell of each plan in the current row; -1 where it is empty.
  private var cellOfPlan: [Int32]
  /// Where the current record's slots begin.
  var base = 0
  var row = 0
  var scratch = PersonScratch()
  /// Whether the cells of the current row seem to stand under the headings of others.
  var isShifted = false
  let nameSeparators: [String]

  init(table: TableFinder.Table, vocabulary: PreparedVocabulary, settings: RosterReader.Settings, sheetName: String) {
    kind = table.sheet.kind
    self.sheetName = sheetName
    file = settings.file
    pseudonymiser = settings.pseudonymiser
    names = settings.names
    censusDay = settings.censusDay
    words = RowWords(vocabulary)
    countingWords = vocabulary.countingWords
    person = PersonSlots(kind: kind)
    let isTransfer = kind == .transfer
    applied = isTransfer ? kind.index(of: "applied") ?? -1 : -1
    completed = isTransfer ? kind.index(of: "completed") ?? -1 : -1
    minutesTaken = isTransfer ? kind.index(of: "minutes_taken") ?? -1 : -1
    let memberships = vocabulary.codeLists["membership-status"]?.list
    membershipCounts = memberships?.entries.map(\.counts) ?? []
    emptyMembership = memberships?.entries.firstIndex { $0.code == memberships?.codeForEmpty }
    emptyMembershipCode = Array((memberships?.codeForEmpty ?? "").utf8)
    let known = table.fieldByColumn.sorted { $0.key < $1.key }
    let plans = FieldPlan.plans(
      known.map { column, field in
        FieldPlan(
          column: column, heading: table.headings[column] ?? "", field: table.sheet.fields[field],
          kind: table.sheet.kind, vocabulary: vocabulary)
      })
    self.plans = plans
    nameSeparators = vocabulary.nameSeparators
    hot = plans.map { HotPlan(type: $0.field.type, slot: $0.slot) }
    let recordKind = table.sheet.kind
    func plan(_ id: String) -> Int? { plans.firstIndex { $0.field.id == id } }
    namePlan = recordKind == .organisation ? plan("full_name") : plan("name")
    idPlan = recordKind == .organisation ? plan("code") : plan("national-id")
    organisationPlan = plan(recordKind.organisationColumn)
    taskPlan = plan("task")
    keyPlan = recordKind == .organisation ? plan("code") : recordKind == .workUnit ? plan("credit_code") : nil
    sectorPlan = plan("sector")
    headingBytes = plans.map { Array($0.heading.utf8) }
    var byColumn = [Int32](repeating: -1, count: (known.last?.key ?? 0) + 1)
    for (index, plan) in plans.enumerated() { byColumn[plan.column] = Int32(index) }
    planByColumn = byColumn
    codes = plans.map { plan in plan.list?.list.entries.map { Array($0.code.utf8) } ?? [] }
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
    if let key = keyPlan.flatMap({ text(ofPlan: $0, rows, bytes) }), PersonalNumbers.isKey(key) {
      return .setAside("row-key-personal")
    }
    isShifted = person.high >= 0 && hasSlipped(rows, bytes)
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

  /// A heading that stands again at the top of each printed page.
  private func isHeadingAgain(_ rows: RowBatch, _ bytes: ByteText) -> Bool {
    var same = 0
    for index in hot.indices where cellOfPlan[index] >= 0 {
      guard let text = text(ofPlan: index, rows, bytes) else { continue }
      if text.count == headingBytes[index].count, text.elementsEqual(headingBytes[index]) {
        same += 1
      } else if same == 0 {
        return false
      }
    }
    return same >= 2
  }

  /// Why a row names no subject: no person, no organisation, nothing at all.
  private func missingSubject(_ rows: RowBatch, _ bytes: ByteText) -> String? {
    func isThere(_ plan: Int?) -> Bool { plan.map { cellOfPlan[$0] >= 0 } ?? false }
    switch kind {
    case .organisation:
      if let id = idPlan.flatMap({ text(ofPlan: $0, rows, bytes) }), RecordBuilder.isPath(id) {
        return "organisation-id-path"
      }
      return isThere(namePlan) || isThere(idPlan) ? nil : "row-no-name"
    case .youth: return isThere(organisationPlan) ? nil : "row-no-organisation"
    case .workUnit: return isThere(namePlan) ? (isThere(organisationPlan) ? nil : "row-no-organisation") : "row-no-name"
    case .pioneerSchool, .explanation: return isThere(organisationPlan) ? nil : "row-no-organisation"
    case .progress: return isThere(organisationPlan) && isThere(taskPlan) ? nil : "row-no-task"
    case .reportedTotal: return isThere(organisationPlan) || isThere(sectorPlan) ? nil : "row-no-organisation"
    case .member, .cadre, .transfer, .graduate, .federationMember:
      if !isThere(namePlan), !isThere(idPlan) { return "row-no-person" }
      return isThere(organisationPlan) ? nil : "row-no-organisation"
    }
  }

  /// An ID with the signs of a path, or with signs that nobody sees, names no organisation.
  private static func isPath(_ id: ByteText) -> Bool {
    id.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") || $0 < 0x20 || $0 == 0x7F }
      || id.elementsEqual("..".utf8) || id.elementsEqual(".".utf8)
  }

  private mutating func appendRecord(_ rows: RowBatch, _ bytes: ByteText) {
    base = batch.slots.count
    batch.slots.append(contentsOf: repeatElement(.null, count: batch.columnCount))
    batch.sheetRows.append(Int32(row))
    scratch.reset()
    for index in hot.indices where cellOfPlan[index] >= 0 {
      let cell = rows.cells[Int(cellOfPlan[index])]
      let text = bytes.part(Int(cell.start), Int(cell.start + cell.length)).trimmed()
      read(index, text, cell.kind)
    }
    if person.high >= 0 { finishPerson() }
    finishKind()
  }

  private mutating func finishKind() {
    if kind == .member { finishMember() }
    if let minutes = ReadMoment.minutes(from: scratch.applied, to: scratch.completed) {
      set(minutesTaken, .integer(Int64(minutes)))
    }
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

  /// A problem of a cell; facts are quoted as far as a reader other than the sender may see them.
  mutating func complain(_ code: String, _ index: Int, _ facts: [String: String] = [:]) {
    complain(code, index, masked: facts.mapValues { quoted($0, plans[index]) })
  }

  /// - Parameter facts: masked by the caller, or nothing of a cell.
  mutating func complain(_ code: String, _ index: Int, masked facts: [String: String]) {
    let plan = plans[index]
    let place = Place(file: file, sheet: sheetName, row: row, column: plan.column, heading: plan.heading)
    findings.append(Finding(code, at: place, facts: facts))
  }

  /// Whatever stands in a cell may be a number of a person in the wrong column, and near a person a name as well.
  func quoted(_ text: String, _ plan: FieldPlan) -> String {
    if plan.isNearPerson || isShifted, let shape = QuotedShape.of(text) { return shape }
    return PersonalNumbers.masked(text, as: .prose)
  }

  /// Whether a number stands where the name should, or nothing of an ID number where that should while the name is
  /// missing or another cell holds one.
  private func hasSlipped(_ rows: RowBatch, _ bytes: ByteText) -> Bool {
    let name = namePlan.flatMap { text(ofPlan: $0, rows, bytes) }
    let id = idPlan.flatMap { text(ofPlan: $0, rows, bytes) }
    if let name, name.allSatisfy({ $0 < 0x41 }) { return true }
    guard let id else { return name == nil }
    if id.count >= 15, id[0] < 0xE3 { return false }
    if name == nil || id[0] >= 0xE4 && id[0] <= 0xE9 && QuotedShape.isNameLike(id.string) { return true }
    return hot.indices.contains { index in
      guard index != idPlan, let text = text(ofPlan: index, rows, bytes) else { return false }
      switch hot[index].type {
      case .phone, .memberNumber: return text.count == 18 && NationalID(text, kind: .string).form != .malformed
      default: return PersonalNumbers.masked(text, as: .prose) != nil
      }
    }
  }
}
