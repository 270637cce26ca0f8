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

  /// `RosterSchema.Requirement`, with the plans of its fields.
  private struct Requirement {
    var plans: [Int]
    var isOrganisation: Bool
    var reason: String
  }

  let kind: RecordKind
  /// Whether a row is about a person.
  let isOfPeople: Bool
  let schema: RosterSchema
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
  let memberships: MembershipCodes
  let departurePlans: [Int]
  /// Codes that are written whatever the sheet spells.
  let own: OwnCodes
  let hot: [HotPlan]
  /// Plans of the fields that name the record's subject: name, ID number, organisation.
  let namePlan: Int?
  let idPlan: Int?
  let organisationPlan: Int?
  /// The plan of the cell that first of all names whom or what a row is about.
  let subjectPlan: Int?
  /// What a row must name.
  private let requirements: [Requirement]
  /// The field that other sheets and periods know the record by: an organisation's ID, the credit code of a unit.
  let keyPlan: Int?
  /// The sector of a figure, which is kept as written where it is in no list.
  let sectorPlan: Int?
  let organisationSlot: Int
  private let headingBytes: [[UInt8]]
  /// The template's example rows of this kind: the values of each plan.
  let examples: [[[UInt8]]]
  /// What former templates wrote in the place of today's examples, by plan.
  let formerExamples: [[[UInt8]]]
  /// True of a list of people who left, or who never were members.
  let isListOfOthers: Bool
  /// True of a list whose title names other people while no column says that they are members.
  let isListOfMaybeOthers: Bool
  /// The school that titles name, where a cell may name no more than one of its classes.
  let school: String?
  /// The same of the rows that come: a line within the list may head such people.
  var isOfOthers: Bool
  /// The plan of the remarks, which may say that a member left.
  let remarkPlan: Int?
  let titles: SheetTitles
  private let spotter: HeadingSpotter
  /// Index among `plans` by column; -1 where the column is not read, -2 where it has no heading.
  private let planByColumn: [Int32]
  /// The columns of this block and of what stands to its right up to the next.
  var columns: ClosedRange<Int> = 1...SheetLimits.columns
  var caches: [SpellingCache]
  /// The codes of each column's list as bytes.
  let codes: [[[UInt8]]]

  var batch: RecordBatch
  var findings: [Finding] = []
  /// The cell of each plan in the current row; -1 where it is empty.
  private(set) var cellOfPlan: [Int32]
  /// Where rows that name no organisation get theirs from.
  var fill: OrganisationFill
  /// Cells of the current row under no heading: indexes into the cells of the batch.
  private(set) var strayCells: [Int32] = []
  private(set) var strays = StrayCells()
  /// Whether a cell of the row holds a formula without a result.
  private var hasEmptyFormula = false
  /// Bare numbers that were read as codes, by plan.
  var numbersRead: [Int: NumbersRead] = [:]
  /// Rows of cadres whose post said of what nature they are.
  var naturesFromPosts: [Int] = []
  /// Where the current record's slots begin.
  var base = 0
  var row = 0
  var scratch = PersonScratch()
  /// Whether the cells of the current row seem to stand under the headings of others.
  var isShifted = false
  let nameSeparators: [String]
  /// Whether a record was read from the table.
  private(set) var hasRecords = false

  init(
    table: TableFinder.Table, vocabulary: PreparedVocabulary, settings: RosterReader.Settings,
    titles: SheetTitles, source: OrganisationSource
  ) {
    kind = table.sheet.kind
    let schema = table.sheet.schema
    self.schema = schema
    isOfPeople = schema.isOfPeople
    sheetName = titles.sheetName
    self.titles = titles
    spotter = vocabulary.spotter
    fill = OrganisationFill(source, section: table.lacksOrganisation)
    let told = table.sheet.kind == .member ? titles.ownNames + titles.lines : []
    isListOfOthers = told.contains(where: vocabulary.rows.isOfOthers)
    let fields = Set(table.fieldByColumn.values.map { table.sheet.fields[$0].id })
    isListOfMaybeOthers = !isListOfOthers && told.contains { vocabulary.rows.mayBeOfOthers($0, with: fields) }
    isOfOthers = isListOfOthers
    school = isOfPeople ? titles.school : nil
    file = settings.file
    pseudonymiser = settings.pseudonymiser
    names = settings.names
    censusDay = settings.censusDay
    words = RowWords(vocabulary)
    countingWords = vocabulary.countingWords
    person = PersonSlots(schema)
    let isTransfer = kind == .transfer
    applied = isTransfer ? schema.index(of: "applied") ?? -1 : -1
    completed = isTransfer ? schema.index(of: "completed") ?? -1 : -1
    minutesTaken = isTransfer ? schema.index(of: "minutes_taken") ?? -1 : -1
    memberships = MembershipCodes(vocabulary.codeLists)
    own = OwnCodes(vocabulary.codeLists)
    let known = table.fieldByColumn.sorted { $0.key < $1.key }
    let plans = FieldPlan.plans(
      known.map { column, field in
        FieldPlan(
          column: column, heading: table.headings[column] ?? "", field: table.sheet.fields[field],
          schema: schema, vocabulary: vocabulary)
      })
    self.plans = plans
    departurePlans = plans.indices.filter { plans[$0].field.type == .departure }
    nameSeparators = vocabulary.nameSeparators
    hot = plans.map { HotPlan(type: $0.field.type, slot: $0.slot) }
    func plan(_ id: String) -> Int? { plans.firstIndex { $0.field.id == id } }
    namePlan = kind == .organisation ? plan("full_name") : plan("name")
    idPlan = kind == .organisation ? plan("code") : plan("national-id")
    organisationPlan = plan(schema.organisationColumn)
    subjectPlan = schema.subject.lazy.compactMap(plan).first
    organisationSlot = schema.index(of: schema.organisationColumn) ?? -1
    examples = RecordBuilder.examples(of: plans)
    formerExamples = plans.map { $0.field.formerExamples.map { Array($0.utf8) } }
    remarkPlan = kind == .member ? plan("remarks") : nil
    requirements = schema.requirements.map { entry in
      Requirement(
        plans: entry.any.compactMap(plan), isOrganisation: entry.any == [schema.organisationColumn],
        reason: entry.reason)
    }
    keyPlan = RecordBuilder.key(of: schema).flatMap(plan)
    sectorPlan = schema.reportsFigures ? plan("sector") : nil
    headingBytes = plans.map { Array($0.heading.utf8) }
    // -2 stands for no heading at all.
    var byColumn = [Int32](repeating: -2, count: (table.headings.keys.max() ?? 0) + 1)
    for (column, text) in table.headings where !text.isEmpty { byColumn[column] = -1 }
    for (index, plan) in plans.enumerated() { byColumn[plan.column] = Int32(index) }
    planByColumn = byColumn
    codes = plans.map { plan in plan.list?.list.entries.map { Array($0.code.utf8) } ?? [] }
    caches = Array(repeating: SpellingCache(), count: plans.count)
    cellOfPlan = Array(repeating: -1, count: plans.count)
    batch = RecordBatch(schema)
  }

  /// The column that alone tells one record from another, where it is a text.
  private static func key(of schema: RosterSchema) -> String? {
    guard schema.identity.count == 1, let name = schema.identity[0].first else { return nil }
    return schema.column(name)?.type == .text ? name : nil
  }

  /// Reads one row; a record is appended to `batch`, problems to `findings`.
  mutating func build(_ row: Row, of rows: RowBatch, bytes: ByteText) -> Outcome {
    let outcome = read(row, of: rows, bytes: bytes)
    if case .setAside("row-note") = outcome { noteListBelow(row, rows) }
    return outcome
  }

  private mutating func read(_ row: Row, of rows: RowBatch, bytes: ByteText) -> Outcome {
    self.row = Int(row.number)
    guard let first = placeCells(row, rows, bytes) else { return .blank }
    let hasID = holdsID(rows, bytes)
    if !hasID, let reason = words.reason(firstCell: first, cellCount: Int(row.cellCount)) {
      noteSection(first, row)
      return .setAside(reason)
    }
    if isHeadingAgain(rows, bytes) { return .setAside("row-heading") }
    // 例 may stand where other rows have their number.
    if first[0] > 0x39, let reason = words.reason(subject: first, examplesOnly: true) { return .setAside(reason) }
    if let reason = reasonOfSubject(hasID: hasID, rows, bytes) {
      if reason != "row-example" { noteSection(first, row) }
      return .setAside(reason)
    }
    if isExample(rows, bytes) || isInstruction(rows, bytes) { return .setAside("row-example") }
    hasEmptyFormula = row.flags.contains(.hasFormulaWithoutValue)
    if let reason = missingSubject(rows, bytes) {
      if hasEmptyFormula { return .setAside("row-formula") }
      return .setAside(reasonWithoutSubject(row, rows, bytes) ?? reason)
    }
    if isOfOthers { return .setAside("row-not-member") }
    if isListOfMaybeOthers { return .setAside("row-maybe-member") }
    if !hasID, isOfNobody(rows, bytes) { return .setAside("row-form-line") }
    if kind == .cadre, let word = cadreThatLeft(rows, bytes) {
      report("row-cadre-left", namePlan ?? 0, masked: ["value": word])
      return .setAside("row-cadre-left")
    }
    if !departurePlans.isEmpty, isDeleted(rows, bytes) { return .setAside("row-deleted") }
    if let key = keyPlan.flatMap({ text(ofPlan: $0, rows, bytes) }), PersonalNumbers.isKey(key) {
      return .setAside("row-key-personal")
    }
    isShifted = person.high >= 0 && hasSlipped(rows, bytes)
    appendRecord(rows, bytes)
    strays.note(strayCells, rows, row: self.row)
    hasRecords = true
    return .record
  }

  /// Notes which cell belongs to which plan; gives the text of the first filled cell, nil when all are blank.
  private mutating func placeCells(_ row: Row, _ rows: RowBatch, _ bytes: ByteText) -> ByteText? {
    for index in cellOfPlan.indices { cellOfPlan[index] = -1 }
    if !strayCells.isEmpty { strayCells.removeAll(keepingCapacity: true) }
    var first: ByteText?
    for index in Int(row.firstCell)..<Int(row.firstCell + row.cellCount) {
      let cell = rows.cells[index]
      let column = Int(cell.column)
      guard columns.contains(column) else { continue }
      let text = bytes.part(Int(cell.start), Int(cell.start + cell.length)).trimmed()
      if text.isEmpty { continue }
      if first == nil { first = text }
      let plan = column < planByColumn.count ? planByColumn[column] : -2
      if plan >= 0, Int(plan) == organisationPlan, isOfPeople, words.rows.isDitto(text) {
        let last = lastOrganisation
        fill.follows(Int(row.number), above: last)
      } else if plan >= 0 {
        cellOfPlan[Int(plan)] = Int32(index)
      } else if plan == -2 {
        strayCells.append(Int32(index))
      }
    }
    return first
  }

  /// The organisation of the record above, as far as it is in the batch.
  private var lastOrganisation: [UInt8]? {
    guard organisationSlot >= 0, batch.count > 0,
      case .text(let start, let length) = batch.slots[batch.slots.count - batch.columnCount + organisationSlot]
    else { return nil }
    return Array(batch.bytes[Int(start)..<Int(start + length)])
  }

  /// Fewer characters are no ID number, not even a spoilt one: 3.3E+17 has seven.
  private static let shortestID = 7

  /// Whether a row holds the ID number of a person: 合计 and the count beside it may stand in its column.
  private func holdsID(_ rows: RowBatch, _ bytes: ByteText) -> Bool {
    guard person.high >= 0, let plan = idPlan, let text = text(ofPlan: plan, rows, bytes) else { return false }
    return text.count >= RecordBuilder.shortestID && text[0] < 0x80
  }

  /// Whether a row is the heading of the table once more.
  mutating func repeatsHeading(_ row: Row, of rows: RowBatch, bytes: ByteText) -> Bool {
    placeCells(row, rows, bytes) != nil && isHeadingAgain(rows, bytes)
  }

  func text(ofPlan plan: Int, _ rows: RowBatch, _ bytes: ByteText) -> ByteText? {
    guard cellOfPlan[plan] >= 0 else { return nil }
    let cell = rows.cells[Int(cellOfPlan[plan])]
    return bytes.part(Int(cell.start), Int(cell.start + cell.length)).trimmed()
  }

  /// A heading that stands again at the top of each printed page, and no heading of another table.
  private func isHeadingAgain(_ rows: RowBatch, _ bytes: ByteText) -> Bool {
    var same = 0
    var others: [ByteText] = []
    for index in hot.indices where cellOfPlan[index] >= 0 {
      guard let text = text(ofPlan: index, rows, bytes) else { continue }
      if text.count == headingBytes[index].count, text.elementsEqual(headingBytes[index]) {
        same += 1
      } else if same == 0 {
        return false
      } else {
        others.append(text)
      }
    }
    return same >= min(2, hot.count) && !others.contains { spotter.isKnown($0.string) }
  }

  /// Why a row names no subject: no person, no organisation, nothing at all.
  private func missingSubject(_ rows: RowBatch, _ bytes: ByteText) -> String? {
    if kind == .organisation, let id = idPlan.flatMap({ text(ofPlan: $0, rows, bytes) }), RecordBuilder.isPath(id) {
      return "organisation-id-path"
    }
    for requirement in requirements where !requirement.plans.contains(where: { cellOfPlan[$0] >= 0 }) {
      if isOfPeople, requirement.isOrganisation, hasOrganisationAbove(rows, bytes) { continue }
      return requirement.reason
    }
    return nil
  }

  /// Whether a person's organisation stands above the row or in the title. A line below the list would get the branch of
  /// those above it.
  private func hasOrganisationAbove(_ rows: RowBatch, _ bytes: ByteText) -> Bool {
    let hasID = idPlan.map { cellOfPlan[$0] >= 0 } ?? false
    return !hasEmptyFormula && fill.isKnown(for: row) && (hasID || namesPerson(rows, bytes))
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
    if scratch.unlistedMembership != nil, !strayCells.isEmpty { readStrayMemberships(rows, bytes) }
    if let organisation = fill.organisation {
      if let plan = organisationPlan, let text = text(ofPlan: plan, rows, bytes) {
        if let whole = withSchool(text) { whole.withUnsafeBytes { fill.note($0) } } else { fill.note(text) }
      } else if organisationSlot >= 0 {
        fill.count(row)
        organisation.withUnsafeBytes { set(organisationSlot, cleared: $0, as: .naming) }
      }
    }
    if person.high >= 0 { finishPerson() }
    finishKind()
    judgeRemark(rows, bytes)
  }

  private mutating func finishKind() {
    if kind == .member { finishMember() }
    if kind == .cadre, let nature = scratch.natureInPost { settleNature(nature) }
    if let minutes = ReadMoment.minutes(from: scratch.applied, to: scratch.completed) {
      set(minutesTaken, .integer(Int64(minutes)))
    }
    // An organisation without an ID is known by its full name.
    if kind == .organisation, batch.slots[base] == .null, let name = schema.index(of: "full_name") {
      batch.slots[base] = batch.slots[base + name]
    }
  }
}
