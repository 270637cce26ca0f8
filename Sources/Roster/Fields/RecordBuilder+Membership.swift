// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Tabular

// Whether a person is a member still, and whether what stands for a name is one.

extension RecordBuilder {
  /// A column of its own that says that somebody left, or that the row was deleted.
  mutating func readDeparture(_ text: ByteText, _ kind: CellKind, _ index: Int) {
    guard let list = plans[index].list?.list else { return }
    let entry = meaning(of: text, index)
    if entry >= 0 {
      if !list.entries[Int(entry)].counts { scratch.hasLeft = true }
    } else if !list.isOpen {
      reportCode(text, index)
    } else if !isInFuture(text, kind) {
      scratch.hasLeft = true
    }
  }

  /// Some lists work out when everybody will leave.
  private func isInFuture(_ text: ByteText, _ kind: CellKind) -> Bool {
    guard let censusDay, case .date(let date) = DateReading.read(text, kind: kind) else { return false }
    return date.number(monthEnd: false) > Int64(censusDay.rawValue)
  }

  /// Whether a row is marked as deleted. A member who left is a record still, and not counted: of members only a list of
  /// marks says so, not one that takes days and reasons.
  mutating func isDeleted(_ rows: RowBatch, _ bytes: ByteText) -> Bool {
    for plan in departurePlans {
      guard let list = plans[plan].list?.list, kind != .member || !list.isOpen,
        let text = text(ofPlan: plan, rows, bytes)
      else { continue }
      let entry = meaning(of: text, plan)
      if entry >= 0, !list.entries[Int(entry)].counts { return true }
    }
    return false
  }

  /// A 团籍状态 that no code list holds: its words may say that the person left, and what was done is told.
  mutating func readUnlistedMembership(_ text: ByteText, _ index: Int) {
    let spelled = text.string
    let counts = !words.rows.saysThatLeft(HeadingText.normalised(spelled))
    scratch.unlistedMembership = counts
    report(counts ? "membership-unread-counted" : "membership-unread-left-out", index, ["value": spelled])
  }

  /// A state in a cell beyond the headings, where a row was shifted to the right.
  mutating func readStrayMemberships(_ rows: RowBatch, _ bytes: ByteText) {
    guard kind == .member, scratch.unlistedMembership != nil,
      let plan = hot.indices.first(where: { hot[$0].slot == person.membership && person.membership >= 0 })
    else { return }
    for cell in strayCells {
      let cell = rows.cells[Int(cell)]
      let text = bytes.part(Int(cell.start), Int(cell.start + cell.length)).trimmed()
      let entry = meaning(of: text, plan)
      guard entry >= 0, !memberships.counts[Int(entry)] else { continue }
      scratch.membership = Int(entry)
      set(person.membership, text: codes[plan][Int(entry)])
      findings.removeAll { $0.code == "membership-unread-counted" && $0.place?.row == row }
      report("membership-unread-left-out", plan, ["value": text.string])
    }
  }

  mutating func settleMembership() {
    let isStated = scratch.membership != nil
    let entry = scratch.membership ?? memberships.empty
    var counts = entry.map { memberships.counts[$0] } ?? true
    if let unlisted = scratch.unlistedMembership, !isStated { counts = unlisted }
    // A state that is given says more than a date left in the next column.
    if scratch.hasLeft, !isStated { counts = false }
    if let (word, plan) = scratch.departureAtName, counts {
      report(isStated ? "name-against-membership" : "name-says-left", plan, masked: ["value": word])
      (counts, scratch.hasLeft) = (false, true)
      if isStated, !memberships.departedCode.isEmpty { set(person.membership, text: memberships.departedCode) }
    }
    set(person.counted, .integer(counts ? 1 : 0))
    guard !isStated, scratch.unlistedMembership == nil else { return }
    if scratch.hasLeft {
      if !memberships.departedCode.isEmpty { set(person.membership, text: memberships.departedCode) }
    } else if memberships.empty != nil {
      set(person.membership, text: memberships.emptyCode)
    }
  }

  /// A remark that says that the person left, beside a state that counts.
  mutating func judgeRemark(_ rows: RowBatch, _ bytes: ByteText) {
    guard let plan = remarkPlan, cellOfPlan[plan] >= 0, let text = text(ofPlan: plan, rows, bytes),
      person.counted >= 0, case .integer(1) = batch.slots[base + person.counted]
    else { return }
    // A longer one tells a story.
    guard text.count <= 60, words.rows.saysThatLeft(HeadingText.normalised(text.string)) else { return }
    report("remark-says-left", plan)
  }

  // MARK: Names

  /// Bytes of the shortest cell in hanzi alone that may name several people: 李四等人.
  private static let leastOfSeveral = 12

  /// Whether blanks stand between three names or more: 李四 王五 赵六. A blank within a name parts single signs.
  private static func areSeveral(_ name: String) -> Bool {
    let parts = name.split(whereSeparator: \.isWhitespace)
    return parts.count > 2
      && parts.allSatisfy { part in
        (2...4).contains(part.count) && part.unicodeScalars.allSatisfy { (0x3400...0x9FFF).contains($0.value) }
      }
  }

  /// A name with what is written behind it, where that says that the person left: 王小明（已转出）, 王小明-退团.
  func nameThatLeft(_ text: ByteText) -> (name: String, word: String)? {
    nameAndBehind(text).flatMap { name, behind in words.rows.departure(in: behind).map { (name, $0) } }
  }

  /// The same of a cadre who holds the post no more: 王小明（已离任）.
  func cadreThatLeft(_ rows: RowBatch, _ bytes: ByteText) -> String? {
    guard let plan = namePlan, let text = text(ofPlan: plan, rows, bytes) else { return nil }
    return nameAndBehind(text).flatMap { words.rows.cadreDeparture(in: $0.behind) }
  }

  /// A name and what is written behind it, in comparable form.
  private func nameAndBehind(_ text: ByteText) -> (name: String, behind: String)? {
    // Hanzi alone have none of the signs between: ASCII, dashes, brackets and blanks of full width.
    if text.allSatisfy({ $0 >= 0x80 && $0 != 0xC2 && $0 != 0xE2 && $0 != 0xE3 && $0 != 0xEF }) { return nil }
    let spelled = text.string
    guard let sign = spelled.firstIndex(where: { $0.isWhitespace || "（([［【〔{-－—–_/／:：，,".contains($0) }) else {
      return nil
    }
    let name = spelled[..<sign]
    let behind = HeadingText.normalised(String(spelled[sign...]))
    return name.contains(where: \.isLetter) ? (String(name), behind) : nil
  }

  /// Says when a name is none: signs that were lost on the way, several people in one cell, somebody who is nobody.
  mutating func judgeName(_ text: ByteText, _ index: Int) {
    // Hanzi alone, but for what U+2000, U+3000 and U+F000 begin.
    let isPlain = text.allSatisfy { $0 >= 0x80 && $0 != 0xE2 && $0 != 0xE3 && $0 != 0xEF }
    // Names of three hanzi name nobody else besides.
    if isPlain, text.count < RecordBuilder.leastOfSeveral, !words.rows.isTrialName(text) { return }
    let name = text.string
    if nameSeparators.contains(where: name.contains) || RecordBuilder.areSeveral(name) || words.rows.namesSeveral(name)
    {
      return report("name-several", index)
    }
    if name.unicodeScalars.contains(where: {
      $0 == "\u{FFFD}" || $0 == "?" || $0.properties.numericType == .decimal || $0.properties.numericType == .digit
    }) {
      report("name-garbled", index)
    } else if words.rows.isTrialName(text) || name.contains(where: { "（）()【】[]!！@#%_=+：:".contains($0) }) {
      report("name-doubtful", index)
    }
  }
}
