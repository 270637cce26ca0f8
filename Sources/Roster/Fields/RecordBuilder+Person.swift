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
  var idPlan: FieldPlan?
  var birth: ReadDate?
  var birthPlan: FieldPlan?
  var sex: String?
  var sexPlan: FieldPlan?
  var sexText = ""
  var joined: ReadDate?
  var membership: Int?
}

extension RecordBuilder {
  private static let identityDomain: UInt8 = 1
  private static let phoneDomain: UInt8 = 2
  private static let numberDomain: UInt8 = 3
  private static let fallbackDomain: UInt8 = 4

  mutating func readName(_ text: ByteText, _ plan: FieldPlan) {
    scratch.name.append(contentsOf: text)
    if names == .full { return set(plan.slot, text: text) }
    let start = batch.bytes.count
    Masking.name(text, into: &batch.bytes)
    set(plan.slot, .text(start: UInt32(start), length: UInt32(batch.bytes.count - start)))
  }

  mutating func readNationalID(_ text: ByteText, _ kind: CellKind, _ plan: FieldPlan) {
    var digits = RecordBuilder.plainNumber(text)
    let id = digits.withUnsafeBytes { NationalID($0, kind: kind) }
    let start = batch.bytes.count
    digits.withUnsafeBytes { Masking.nationalID($0, form: id.form, into: &batch.bytes) }
    set(person.idMasked, .text(start: UInt32(start), length: UInt32(batch.bytes.count - start)))
    if id.form == .fifteen { digits = RecordBuilder.eighteen(from: digits) }
    scratch.id = id
    scratch.idDigits = digits
    scratch.idPlan = plan
    if id.form == .valid || id.form == .fifteen { set(person.region, text: digits[..<6]) }
    guard id.form != .valid else { return }
    let masked = String(decoding: batch.bytes[start..<(batch.bytes.count - (id.form == .fifteen ? 6 : 0))], as: UTF8.self)
    complain(RecordBuilder.findingCode(of: id.form), plan, ["value": masked])
  }

  private static func findingCode(of form: NationalID.Form) -> String {
    switch form {
    case .damaged: "id-number-damaged"
    case .trailingZeros: "id-trailing-zeros"
    case .birthInvalid: "id-birth-invalid"
    default: "id-" + form.rawValue
    }
  }

  mutating func readPhone(_ text: ByteText, _ plan: FieldPlan) {
    let digits = RecordBuilder.plainNumber(text)
    digits.withUnsafeBytes { digits in
      set(pseudonym: pseudonymiser.pseudonym(of: digits, domain: RecordBuilder.phoneDomain).high, person.phoneKey)
      let start = batch.bytes.count
      Masking.phone(digits, into: &batch.bytes)
      set(person.phoneMasked, .text(start: UInt32(start), length: UInt32(batch.bytes.count - start)))
      let isMobile = digits.count == 11 && digits[0] == UInt8(ascii: "1") && digits.digits(0, 11) != nil
      if !isMobile, !digits.contains(UInt8(ascii: "*")) {
        complain("phone-malformed", plan, ["value": String(decoding: batch.bytes[start...], as: UTF8.self)])
      }
    }
  }

  mutating func readMemberNumber(_ text: ByteText) {
    let digits = RecordBuilder.plainNumber(text)
    scratch.number = digits
    digits.withUnsafeBytes { digits in
      set(pseudonym: pseudonymiser.pseudonym(of: digits, domain: RecordBuilder.numberDomain).high, person.numberKey)
      let start = batch.bytes.count
      Masking.memberNumber(digits, into: &batch.bytes)
      set(person.numberMasked, .text(start: UInt32(start), length: UInt32(batch.bytes.count - start)))
    }
  }

  private mutating func set(pseudonym half: Int64, _ slot: Int) { set(slot, .integer(half)) }

  /// Birth, sex, age and identity, once all cells are read: the ID number wins over what the columns say.
  mutating func finishPerson() {
    set(person.idForm, text: RecordBuilder.bytes(of: scratch.id.form.code))
    if scratch.id.form == .missing, let plan = plans.first(where: { $0.field.type == .nationalID }) {
      complain("id-missing", plan)
    }
    settleBirth()
    settleSex()
    if let day = censusDay, case .integer(let birth) = value(person.birth),
      let born = CalendarDay(rawValue: Int(birth)), born < day
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
      let isSame = Int64(given.year * 100 + given.month) == birth / 100 && (given.day.map { Int64($0) == birth % 100 } ?? true)
      if !isSame {
        let spelled = CalendarDay(rawValue: Int(given.number(monthEnd: false)))?.description ?? ""
        complain(
          "id-birth-differs", plan,
          ["value": spelled, "expected": CalendarDay(rawValue: Int(birth))?.description ?? ""])
      }
    }
    set(person.birth, .integer(birth))
  }

  private mutating func settleSex() {
    guard let isMale = scratch.id.isMale else {
      if let sex = scratch.sex { set(person.sex, text: sex.utf8) }
      return
    }
    let sex = isMale ? "male" : "female"
    if let given = scratch.sex, given != sex, let plan = scratch.sexPlan {
      complain("id-sex-differs", plan, ["value": scratch.sexText])
    }
    set(person.sex, text: sex.utf8)
  }

  /// The pseudonym of the ID number where it can tell people apart, else of name, birth date and member number; nil when
  /// that is not enough.
  private func identity() -> Pseudonym? {
    if scratch.id.form.identifies {
      return scratch.idDigits.withUnsafeBytes {
        pseudonymiser.pseudonym(of: $0, domain: RecordBuilder.identityDomain)
      }
    }
    guard !scratch.name.isEmpty, scratch.birth?.day != nil || !scratch.number.isEmpty else { return nil }
    let birth = scratch.birth.map { String($0.number(monthEnd: false)) } ?? ""
    let parts = scratch.name + [0] + Array(birth.utf8) + [0] + scratch.number
    return parts.withUnsafeBytes { pseudonymiser.pseudonym(of: $0, domain: RecordBuilder.fallbackDomain) }
  }

  /// What holds for members only: whether they count, and how old they were when they joined.
  mutating func finishMember() {
    if let list = countedMemberships {
      let entry = scratch.membership ?? list.entries.firstIndex { $0.code == list.codeForEmpty }
      // A 团籍状态 that cannot be read is a finding of its own; the record still counts.
      set(person.counted, .integer(entry.map { list.entries[$0].counts ? 1 : 0 } ?? 1))
      if scratch.membership == nil, value(person.membership) == .null, let code = list.codeForEmpty,
        !hasUnreadMembership
      {
        set(person.membership, text: code.utf8)
      }
    }
    guard let joined = scratch.joined, case .integer(let birth) = value(person.birth),
      let born = CalendarDay(rawValue: Int(birth)),
      let last = CalendarDay.lastDay(ofMonth: joined.month, year: joined.year), born < last
    else { return }
    set(person.joiningAge, .integer(Int64(last.completedYears(since: born))))
  }

  private var hasUnreadMembership: Bool {
    findings.contains { $0.code == "code-unknown" && $0.place?.row == row && isMembership($0.place?.column) }
  }

  private func isMembership(_ column: Int?) -> Bool {
    plans.contains { $0.column == column && $0.slot == person.membership }
  }

  func value(_ slot: Int) -> Slot { slot >= 0 ? batch.slots[base + slot] : .null }

  /// Digits as typed, without blanks, quotes and full-width forms, x in capitals.
  static func plainNumber(_ text: ByteText) -> [UInt8] {
    if text.contains(where: { $0 >= 0x80 }) {
      let plain = text.string.precomposedStringWithCompatibilityMapping.filter { !$0.isWhitespace }
      return Array(plain.uppercased().utf8).filter { $0 != UInt8(ascii: "'") }
    }
    return [UInt8](unsafeUninitializedCapacity: text.count) { buffer, count in
      for byte in text where byte > 0x20 && byte != UInt8(ascii: "'") {
        buffer[count] = byte == UInt8(ascii: "x") ? UInt8(ascii: "X") : byte
        count += 1
      }
    }
  }

  /// The 18 digits of a 15-digit number: the century and the check digit come in.
  static func eighteen(from fifteen: [UInt8]) -> [UInt8] {
    var digits = Array(fifteen[..<6]) + Array("19".utf8) + Array(fifteen[6...])
    digits.append(digits.withUnsafeBytes { NationalID.checkDigit(of: $0) })
    return digits
  }

  private static func bytes(of text: StaticString) -> UnsafeBufferPointer<UInt8> {
    // A StaticString of more than one scalar has a pointer for the life of the program.
    UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }
}
