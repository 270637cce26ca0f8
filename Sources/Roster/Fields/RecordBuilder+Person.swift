// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Tabular

/// What the cells of a row say of its person, until all of them are read.
struct PersonScratch {
  var name: [UInt8] = []
  var number: [UInt8] = []
  var id = NationalID.missing
  /// Normalised digits; a 15-digit number as its 18 digits.
  var idDigits: [UInt8] = []
  /// Plan of the cell with the ID number, and where its masked form stands in the batch's bytes.
  var idPlan: Int?
  var idMasked = 0..<0
  /// What a number that identifies nobody shows all the same, as it was sent.
  var shown: [UInt8] = []
  /// Room for a key while it is put together.
  var key: [UInt8] = []
  /// True where 证件类型 says that the number is none of a resident identity card.
  var isForeign = false
  var birth: ReadDate?
  /// Plans of the cells that may contradict the ID number.
  var birthPlan: Int?
  var sexIsMale: Bool?
  var sexPlan: Int?
  var joined: ReadDate?
  var membership: Int?
  /// What became of a 团籍状态 that is in no code list; true: counted all the same.
  var unlistedMembership: Bool?
  /// Whether a column says that the person left, or that the row was deleted.
  var hasLeft = false
  /// The word behind the name that says that the person left, and the plan of the cell.
  var departureAtName: (word: String, plan: Int)?
  /// Index among the natures of posts, and the plan of the post that says it: 兼职副书记.
  var natureInPost: (index: Int, plan: Int)?
  var applied: ReadMoment?
  var completed: ReadMoment?

  /// Empties it, keeping the buffers.
  mutating func reset() {
    name.removeAll(keepingCapacity: true)
    number.removeAll(keepingCapacity: true)
    idDigits.removeAll(keepingCapacity: true)
    shown.removeAll(keepingCapacity: true)
    id = .missing
    (idPlan, isForeign) = (nil, false)
    (birth, birthPlan, sexIsMale, sexPlan, joined, membership) = (nil, nil, nil, nil, nil, nil)
    (applied, completed, unlistedMembership, hasLeft, departureAtName) = (nil, nil, nil, false, nil)
    natureInPost = nil
  }
}

extension RecordBuilder {
  static let identityDomain: UInt8 = 1
  private static let phoneDomain: UInt8 = 2
  private static let numberDomain: UInt8 = 3
  private static let fallbackDomain: UInt8 = 4

  mutating func readName(_ text: ByteText, _ index: Int) {
    // A word that says there is nobody.
    if plans[index].list != nil, meaning(of: text, index) >= 0 { return }
    guard kind == .member, let (name, word) = nameThatLeft(text) else { return readPlainName(text, index) }
    scratch.departureAtName = (word, index)
    var own = name
    own.withUTF8 { readPlainName(ByteText($0), index) }
  }

  private mutating func readPlainName(_ text: ByteText, _ index: Int) {
    words.comparable.with(text) { scratch.name.append(contentsOf: $0) }
    // A masked name is nobody's.
    if !text.contains(UInt8(ascii: "*")) {
      set(person.nameKey, .integer(scratch.name.withUnsafeBytes { pseudonymiser.shortKey(of: $0) }))
    }
    judgeName(text, index)
    // Hanzi alone, as nearly all names are, hide nothing.
    if text.allSatisfy({ $0 >= 0x80 && $0 != 0xC2 && $0 != 0xE1 && $0 != 0xE2 && $0 != 0xEF }) {
      return store(name: text, hot[index].slot)
    }
    var visible = HiddenSigns.removed(from: text.string)
    visible.withUTF8 { store(name: ByteText($0), hot[index].slot) }
  }

  private mutating func store(name text: ByteText, _ slot: Int) {
    if names == .full { return set(slot, text: PersonalNumbers.masked(text, as: .prose) ?? Array(text)) }
    let start = batch.bytes.count
    Masking.name(text, into: &batch.bytes)
    set(slot, .text(start: UInt32(start), length: UInt32(batch.bytes.count - start)))
  }

  mutating func readNationalID(_ text: ByteText, _ kind: CellKind, _ index: Int) {
    if let sign = RecordBuilder.putPlainNumber(text, into: &scratch.idDigits) {
      report("id-letter-read", index, masked: ["value": String(sign)])
    }
    let digits = scratch.idDigits
    let id = digits.withUnsafeBytes { NationalID($0, kind: kind) }
    let start = batch.bytes.count
    digits.withUnsafeBytes { Masking.nationalID($0, form: id.form, into: &batch.bytes) }
    set(person.idMasked, .text(start: UInt32(start), length: UInt32(batch.bytes.count - start)))
    if id.form == .fifteen { scratch.idDigits = RecordBuilder.eighteen(from: digits) }
    if [.masked, .damaged, .trailingZeros].contains(id.form) { scratch.shown = digits }
    (scratch.id, scratch.idPlan, scratch.idMasked) = (id, index, start..<batch.bytes.count)
    if id.form == .valid || id.form == .fifteen { set(person.region, text: digits[..<6]) }
  }

  /// Says what is wrong with an ID number, once 证件类型 is known as well.
  private mutating func judgeNationalID() {
    if scratch.isForeign, ![.valid, .missing, .masked].contains(scratch.id.form) {
      scratch.id = NationalID(form: .foreign)
    }
    guard scratch.id.form != .valid, let index = scratch.idPlan else { return }
    let masked = String(decoding: batch.bytes[scratch.idMasked], as: UTF8.self)
    report(RecordBuilder.findingCode(of: scratch.id.form), index, masked: ["value": masked])
  }

  /// The key of a name in its comparable form: 王 明 and 王明 are one, and so are 呂明 and 吕明.
  func nameKey(of text: ByteText) -> Int64 { words.comparable.with(text) { pseudonymiser.shortKey(of: $0) } }

  private static func findingCode(of form: NationalID.Form) -> String {
    switch form {
    case .damaged: "id-number-damaged"
    case .trailingZeros: "id-trailing-zeros"
    case .birthInvalid: "id-birth-invalid"
    default: "id-" + form.rawValue
    }
  }

  /// The key of the name and the end of the ID number: two rows of one name whose numbers end alike are one person even
  /// where one of the numbers is masked. Without the name, who knows one ID number would find all that end like it.
  private mutating func setShownKey() {
    let digits = scratch.shown.isEmpty ? scratch.idDigits : scratch.shown
    guard digits.count > 4, scratch.id.form != .foreign, scratch.id.form != .malformed else { return }
    let tail = digits.suffix(4)
    let endsInFour = digits.count == 18 && tail.allSatisfy { $0 &- 0x30 <= 9 || $0 == UInt8(ascii: "X") }
    scratch.key.removeAll(keepingCapacity: true)
    scratch.key.append(contentsOf: scratch.name)
    scratch.key.append(0)
    scratch.key.append(contentsOf: endsInFour ? tail : digits[...])
    scratch.key.withUnsafeBytes { set(person.shownKey, .integer(pseudonymiser.shortKey(of: $0))) }
  }

  mutating func readPhone(_ text: ByteText, _ index: Int) {
    let digits = PlainNumber.phone(RecordBuilder.plainNumber(text))
    digits.withUnsafeBytes { digits in
      set(pseudonym: pseudonymiser.pseudonym(of: digits, domain: RecordBuilder.phoneDomain).high, person.phoneKey)
      let start = batch.bytes.count
      Masking.phone(digits, into: &batch.bytes)
      set(person.phoneMasked, .text(start: UInt32(start), length: UInt32(batch.bytes.count - start)))
      let isMobile = digits.count == 11 && digits[0] == UInt8(ascii: "1") && digits.digits(0, 11) != nil
      if !isMobile, !digits.contains(UInt8(ascii: "*")) {
        report("phone-malformed", index, masked: ["value": String(decoding: batch.bytes[start...], as: UTF8.self)])
      }
    }
  }

  mutating func readMemberNumber(_ text: ByteText) {
    _ = RecordBuilder.putPlainNumber(text, into: &scratch.number)
    let digits = scratch.number
    digits.withUnsafeBytes { digits in
      set(pseudonym: pseudonymiser.pseudonym(of: digits, domain: RecordBuilder.numberDomain).high, person.numberKey)
      let start = batch.bytes.count
      // A phone or an ID number in the wrong column has no public part.
      let isOwn = digits.count != 11 && NationalID(digits, kind: .string).form != .valid
      Masking.memberNumber(digits, isOwn: isOwn, into: &batch.bytes)
      set(person.numberMasked, .text(start: UInt32(start), length: UInt32(batch.bytes.count - start)))
      // What the rules on numbers ask, and no more of the number than its public part.
      set(person.numberLength, .integer(Int64(digits.count)))
      guard isOwn else { return }
      if let year = digits.digits(0, 4) { set(person.numberYear, .integer(Int64(year))) }
      if let prefix = digits.digits(0, 6) { set(person.numberPrefix, .integer(Int64(prefix))) }
    }
  }

  private mutating func set(pseudonym half: Int64, _ slot: Int) { set(slot, .integer(half)) }

  /// Birth, sex, age and identity, once all cells are read: the ID number wins over what the columns say.
  mutating func finishPerson() {
    judgeNationalID()
    set(person.idForm, text: own.form(scratch.id.form))
    if scratch.id.form == .missing, let index = hot.firstIndex(where: { $0.type == .nationalID }) {
      report("id-missing", index)
    }
    setShownKey()
    settleBirth()
    settleSex()
    if let day = censusDay, case .integer(let birth) = value(person.birth),
      let born = CalendarDay(rawValue: Int(birth)), born <= day
    {
      set(person.age, .integer(Int64(day.completedYears(since: born))))
    }
    if let identity = identity() {
      set(person.high, .integer(identity.high))
      set(person.low, .integer(identity.low))
    }
  }

  private mutating func settleBirth() {
    guard let birth = scratch.id.birth else { return }
    if let given = scratch.birth, let plan = scratch.birthPlan {
      let isSameMonth = Int64(given.year * 100 + given.month) == birth / 100
      if !isSameMonth {
        let expected = CalendarDay(rawValue: Int(birth))?.monthDescription ?? ""
        report("id-birth-differs", plan, ["value": given.monthDescription, "expected": expected])
      } else if let day = given.day, Int64(day) != birth % 100 {
        report("id-birth-day-differs", plan, ["value": given.monthDescription])
      }
    }
    set(person.birth, .integer(birth))
  }

  private mutating func settleSex() {
    guard let isMale = scratch.id.isMale else {
      if let isMale = scratch.sexIsMale { setSex(isMale) }
      return
    }
    if let given = scratch.sexIsMale, given != isMale, let index = scratch.sexPlan {
      let role: CodeRole = given ? .male : .female
      let label = plans[index].list?.list.entries.first { $0.role == role }?.label.chinese ?? ""
      report("id-sex-differs", index, masked: ["value": label])
    }
    setSex(isMale)
  }

  private mutating func setSex(_ isMale: Bool) {
    set(person.sex, text: isMale ? own.male : own.female)
  }

  /// The pseudonym of the ID number where it can tell people apart, else of name, birth date, member number and what a
  /// masked or damaged ID number shows: …0214 and …9995 are two people. Nil when that is not enough.
  private func identity() -> Pseudonym? {
    if scratch.id.form.identifies, RecordBuilder.isDistinctive(scratch.idDigits) {
      return scratch.idDigits.withUnsafeBytes {
        pseudonymiser.pseudonym(of: $0, domain: RecordBuilder.identityDomain)
      }
    }
    let number = RecordBuilder.isDistinctive(scratch.number) ? scratch.number : []
    let shown = RecordBuilder.isDistinctive(scratch.shown) ? [0] + scratch.shown : []
    guard !scratch.name.isEmpty, scratch.birth?.day != nil || !number.isEmpty else { return nil }
    let birth = scratch.birth.map { String($0.number(monthEnd: false)) } ?? ""
    let parts = scratch.name + [0] + Array(birth.utf8) + [0] + number + shown
    return parts.withUnsafeBytes { pseudonymiser.pseudonym(of: $0, domain: RecordBuilder.fallbackDomain) }
  }

  /// Whether a number is one at all: 无, / and 000000 stand in the cells of many people.
  static func isDistinctive(_ number: [UInt8]) -> Bool {
    var (count, first, differ) = (0, UInt8(0), false)
    for byte in number where (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) {
      if count == 0 { first = byte } else if byte != first { differ = true }
      count += 1
    }
    return count > 4 && differ
  }

  /// What holds for members only: whether they count, and how old they were when they joined.
  mutating func finishMember() {
    if !memberships.counts.isEmpty { settleMembership() }
    guard let joined = scratch.joined, case .integer(let birth) = value(person.birth),
      let born = CalendarDay(rawValue: Int(birth)),
      let last = CalendarDay.lastDay(ofMonth: joined.month, year: joined.year), born <= last
    else { return }
    set(person.joiningAge, .integer(Int64(last.completedYears(since: born))))
  }

  func value(_ slot: Int) -> Slot { slot >= 0 ? batch.slots[base + slot] : .null }

  /// The digits of a number as it is compared.
  static func plainNumber(_ text: ByteText) -> [UInt8] {
    var digits: [UInt8] = []
    _ = putPlainNumber(text, into: &digits)
    return digits
  }

  /// Replaces what `digits` holds, keeping its storage where the number is plain.
  ///
  /// - Returns: the sign that was read as the letter X; nil for none.
  static func putPlainNumber(_ text: ByteText, into digits: inout [UInt8]) -> Unicode.Scalar? {
    digits.removeAll(keepingCapacity: true)
    if PlainNumber.isPlain(text) {
      digits.append(contentsOf: text)
      return nil
    }
    let plain = PlainNumber(text)
    digits.append(contentsOf: plain.bytes)
    return plain.readAsX
  }

  /// The 18 digits of a 15-digit number: the century and the check digit come in.
  static func eighteen(from fifteen: [UInt8]) -> [UInt8] {
    var digits = Array(fifteen[..<6]) + Array("19".utf8) + Array(fifteen[6...])
    digits.append(digits.withUnsafeBytes { NationalID.checkDigit(of: $0) })
    return digits
  }
}
