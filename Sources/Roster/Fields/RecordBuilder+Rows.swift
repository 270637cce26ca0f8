// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Tabular

// Which rows of a table are no records.

extension RecordBuilder {
  /// A total, an example or a line in the cell that names the subject. A row with an ID number is a person or an example.
  func reasonOfSubject(hasID: Bool, _ rows: RowBatch, _ bytes: ByteText) -> String? {
    guard let plan = subjectPlan, let text = text(ofPlan: plan, rows, bytes) else { return nil }
    if !hasID, isOfPeople, text.count <= 3, isSign(text), !holdsMore(than: plan, rows, bytes) {
      return "row-note"
    }
    guard let reason = words.reason(subject: text, examplesOnly: hasID) else { return nil }
    return hasID && reason != "row-example" ? nil : reason
  }

  /// A dash or a stroke, as people fill in where there is nobody; a star may be a name that was masked.
  private func isSign(_ text: ByteText) -> Bool {
    guard !text.isEmpty,
      text[0] < 0x30 && text[0] != UInt8(ascii: "*") || text[0] >= 0xE2 && text[0] < 0xE4 || text[0] == 0xEF
    else { return false }
    return text.string.allSatisfy { !$0.isLetter && !$0.isNumber }
  }

  /// Whether a row holds anything of a person besides the cell that names whom it is about.
  private func holdsMore(than subject: Int, _ rows: RowBatch, _ bytes: ByteText) -> Bool {
    plans.indices.contains { plan in
      guard plan != subject, !isPrefilled(plan), let text = text(ofPlan: plan, rows, bytes) else { return false }
      return text.count > 3 || !isSign(text)
    }
  }

  /// An ID with the signs of a path, or with signs that nobody sees, names no organisation.
  static func isPath(_ id: ByteText) -> Bool {
    id.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") || $0 < 0x20 || $0 == 0x7F }
      || id.elementsEqual("..".utf8) || id.elementsEqual(".".utf8)
  }

  /// A class with the school that the titles name; nil where the text names more, or another thing.
  func withSchool(_ text: ByteText) -> [UInt8]? {
    guard let school, let whole = titles.whole(text.string, of: school) else { return nil }
    return Array(whole.utf8)
  }

  /// Whether a row above all records says what to fill in: 18位 below 身份证号码, 格式：2018-05 below 入团年月. Nothing in it
  /// is what its heading asks for.
  mutating func isInstruction(_ rows: RowBatch, _ bytes: ByteText) -> Bool {
    guard isOfPeople, !hasRecords else { return false }
    var wrong = 0
    for plan in hot.indices {
      guard let text = text(ofPlan: plan, rows, bytes), !isNothing(text) else { continue }
      guard let isRight = isReadable(text, plan, rows) else { continue }
      if isRight { return false }
      wrong += 1
    }
    return wrong > 2 || wrong > 1 && namePlan.flatMap { text(ofPlan: $0, rows, bytes) }.map { $0[0] < 0x80 } ?? false
  }

  /// Whether a cell holds what its column asks for; nil where anything may stand there.
  private mutating func isReadable(_ text: ByteText, _ plan: Int, _ rows: RowBatch) -> Bool? {
    switch hot[plan].type {
    case .nationalID, .phone, .memberNumber:
      text.count { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "*") } > 5
        || text.string.count { $0.isNumber || $0 == "*" } > 5
    case .dayFirst, .dayLast:
      if case .invalid = DateReading.read(text, kind: rows.cells[Int(cellOfPlan[plan])].kind) { false } else { true }
    // A number in a row of numbers is no code.
    case .code, .flag: text.count < 3 && text[0] < 0x40 ? nil : meaning(of: text, plan) >= 0
    default: nil
    }
  }

  /// Whether a cell says that there is nothing: /, 无, 不详.
  private func isNothing(_ text: ByteText) -> Bool {
    text.count <= 3 && isSign(text) || words.rows.isTrialName(text)
  }

  /// What a row that names no subject is instead: a line of words, or one of a form that nobody filled in; nil for neither.
  mutating func reasonWithoutSubject(_ row: Row, _ rows: RowBatch, _ bytes: ByteText) -> String? {
    let texts = rows.cells(of: row).filter { columns.contains(Int($0.column)) }.map { rows.text(of: $0) }
      .filter { !$0.allSatisfy(\.isWhitespace) }
    // The name of a branch alone in a row heads the rows below it, whatever column it stands in.
    if texts.count == 1, organisationPlan.map({ cellOfPlan[$0] < 0 }) ?? true, titles.branch(in: texts[0]) != nil {
      let line = note(texts)
      return words.reason(anyOf: texts) ?? line
    }
    if texts.count == 1, isOfPeople, words.rows.headsOthers(texts[0]), !holdsNameThatLeft(texts[0]) {
      return "row-note"
    }
    let isWhole = texts.count > 3
    // A row that slipped to the side holds 男 where no word for a total should stand.
    if isWhole, texts.contains(where: RecordBuilder.isNationalID) { return nil }
    if let reason = words.reason(anyOf: isWhole ? withoutCodes(texts, rows) : texts, ofWhole: isWhole) { return reason }
    let personal = plans.indices.filter { cellOfPlan[$0] >= 0 && !isPrefilled($0) }
    if personal.isEmpty { return isLine(texts) ? note(texts) : "row-form-line" }
    // Words in one cell alone, where a name should be, are a line below or between the records.
    guard texts.count == 1, personal == [namePlan].compactMap(\.self) else { return nil }
    return namesPerson(rows, bytes) ? nil : note(texts)
  }

  private static func isNationalID(_ text: String) -> Bool {
    guard (15...20).contains(text.utf8.count) else { return false }
    var text = text
    return text.withUTF8 {
      [.valid, .checksum, .fifteen, .masked].contains(NationalID(ByteText($0), kind: .string).form)
    }
  }

  /// What a coded column of a whole row says is somebody's sex or state, and no word for a line.
  private func withoutCodes(_ texts: [String], _ rows: RowBatch) -> [String] {
    let codes = plans.indices.filter { hot[$0].type == .code && cellOfPlan[$0] >= 0 }
      .map { rows.text(of: rows.cells[Int(cellOfPlan[$0])]) }
    return texts.filter { !codes.contains($0) }
  }

  /// Whether a text is a name with a word behind it, no line: 王小明（已转出）.
  private func holdsNameThatLeft(_ text: String) -> Bool {
    var text = text
    let name = text.withUTF8 { nameThatLeft(ByteText($0))?.name }
    return name.map { $0.count < 5 } ?? false
  }

  private mutating func note(_ texts: [String]) -> String {
    if let branch = texts.lazy.compactMap(titles.branch).first { fill.begin(section: branch) }
    return "row-note"
  }

  /// A line within a list may head people who are no members (any more), or again people who are.
  mutating func noteListBelow(_ row: Row, _ rows: RowBatch) {
    guard kind == .member, row.cellCount <= 3 else { return }
    for cell in rows.cells(of: row) where columns.contains(Int(cell.column)) {
      let text = rows.text(of: cell)
      if words.isRemark(text) { continue }
      if words.rows.headsOthers(text) {
        isOfOthers = true
      } else if isOfOthers, titles.branch(in: text) != nil || words.rows.headsList(text) {
        isOfOthers = isListOfOthers
      }
    }
  }

  /// Whether a row holds the word for nobody where its name should be, and nothing of a person.
  func isOfNobody(_ rows: RowBatch, _ bytes: ByteText) -> Bool {
    guard isOfPeople, let plan = namePlan, let name = text(ofPlan: plan, rows, bytes), words.rows.isTrialName(name)
    else { return false }
    return !holdsMore(than: plan, rows, bytes)
  }

  /// A note may name the branch of the rows below it.
  mutating func noteSection(_ text: ByteText, _ row: Row) {
    guard row.cellCount == 1, let branch = titles.branch(in: text.string) else { return }
    fill.begin(section: branch)
  }

  /// Whether a form may hold the field before anybody fills it in.
  private func isPrefilled(_ plan: Int) -> Bool {
    switch hot[plan].type {
    case .ignored, .organisation, .code, .flag, .documentKind, .post: true
    case .text, .freeText, .integer: !isOfPeople ? false : hot[plan].type == .freeText
    default: false
    }
  }

  /// One text that is no number: a line, not a row with its serial number.
  private func isLine(_ texts: [String]) -> Bool {
    texts.count == 1 && texts[0].contains { $0.isLetter && !RowText.isNumeral($0) }
      && (organisationPlan.map { cellOfPlan[$0] < 0 } ?? true)
  }

  /// Whether what stands for a name may be one: no sentence, no number.
  func namesPerson(_ rows: RowBatch, _ bytes: ByteText) -> Bool {
    guard let plan = namePlan, let text = text(ofPlan: plan, rows, bytes) else { return false }
    let name = text.string
    guard name.count <= 20 else { return false }
    // A name of a branch alone in a row heads the rows below it.
    if cellOfPlan.count(where: { $0 >= 0 }) == 1, titles.branch(in: name) != nil { return false }
    let isWord = name.allSatisfy { $0.isLetter || $0.isWhitespace || "·•・．‧.*（）()�、/".contains($0) || $0.isNumber }
    let hanzi = name.unicodeScalars.filter { (0x3400...0x9FFF).contains($0.value) }.count
    return isWord && hanzi <= 8 && name.contains(where: \.isLetter)
  }

  // MARK: The template's examples

  static func examples(of plans: [FieldPlan]) -> [[[UInt8]]] {
    let count = plans.map { 1 + $0.field.moreExamples.count }.max() ?? 0
    return (0..<count).map { index in
      plans.map { plan in
        let values = [plan.field.example] + plan.field.moreExamples
        return index < values.count ? Array(values[index].utf8) : []
      }
    }.filter { $0.filter { !$0.isEmpty }.count > 1 }
  }

  /// Whether every filled cell holds what the template writes there as an example.
  func isExample(_ rows: RowBatch, _ bytes: ByteText) -> Bool {
    guard !examples.isEmpty, let subject = subjectPlan,
      let own = text(ofPlan: subject, rows, bytes)
    else { return false }
    return examples.contains { values in
      own.elementsEqual(values[subject]) && hasOnly(values, rows, bytes)
    }
  }

  private func hasOnly(_ values: [[UInt8]], _ rows: RowBatch, _ bytes: ByteText) -> Bool {
    var same = 0
    for index in hot.indices {
      guard let text = text(ofPlan: index, rows, bytes) else { continue }
      let value = values[index]
      // A day is written as a date cell: 2005-01-01T00:00:00.
      let isDay = text.count == value.count + 9 && text.starts(with: value) && text[value.count] == UInt8(ascii: "T")
      let isSame = isDay || text.elementsEqual(value) || formerExamples[index].contains { text.elementsEqual($0) }
      guard !value.isEmpty, isSame else { return false }
      same += 1
    }
    return same > 1 && same * 2 >= values.filter { !$0.isEmpty }.count
  }
}

extension RecordBuilder {
  /// The heading of a column that is read; a serial number that nobody reads may be a formula.
  func heading(ofReadColumn column: Int) -> String? {
    plans.first { $0.column == column && $0.field.type != .ignored }?.heading
  }

  /// Whether a column is known and nothing of it is read.
  func passesOver(column: Int) -> Bool { plans.contains { $0.column == column && $0.field.type == .ignored } }

  /// Takes the merges over rows of the column of organisations.
  mutating func noteMerges(of rows: RowBatch) {
    guard !rows.verticalMerges.isEmpty, let plan = organisationPlan else { return }
    let column = plans[plan].column
    let covering = rows.verticalMerges.filter { $0.firstColumn <= column && column <= $0.lastColumn }
    fill.note(merges: covering.map { $0.firstRow...$0.lastRow })
  }

  /// What is told once the last row was read: where organisations came from, and what stood under no heading.
  func closingFindings() -> [Finding] {
    var findings: [Finding] = []
    if let code = fill.told.code, fill.rows > 0 {
      let place = Place(file: file, sheet: sheetName, row: fill.firstRow)
      let facts = ["count": String(fill.rows), "value": fill.told.name ?? ""]
      findings.append(Finding(code, at: place, facts: facts, count: fill.rows))
    }
    if let first = naturesFromPosts.first {
      let place = Place(file: file, sheet: sheetName, row: first)
      let count = naturesFromPosts.count
      findings.append(Finding("nature-from-post", at: place, facts: ["count": String(count)], count: count))
    }
    for (index, numbers) in numbersRead.sorted(by: { $0.key < $1.key }) {
      let place = Place(
        file: file, sheet: sheetName, row: numbers.firstRow, column: plans[index].column, heading: plans[index].heading)
      findings.append(Finding("codes-by-number", at: place, facts: ["value": numbers.description]))
    }
    for (column, count, row) in strays.filledColumns {
      let place = Place(file: file, sheet: sheetName, row: row, column: column)
      let facts = ["column": Place.letters(ofColumn: column), "count": String(count)]
      findings.append(Finding("column-without-heading", at: place, facts: facts, count: count))
    }
    if let (count, row, column) = strays.further {
      let place = Place(file: file, sheet: sheetName, row: row, column: column)
      findings.append(Finding("rows-wider-than-headings", at: place, facts: ["count": String(count)], count: count))
    }
    return findings
  }
}
