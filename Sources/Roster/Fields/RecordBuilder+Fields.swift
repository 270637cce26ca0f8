// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Tabular

extension RecordBuilder {
  /// Reads one filled cell into its slots.
  mutating func read(_ index: Int, _ text: ByteText, _ kind: CellKind) {
    let plan = hot[index]
    if kind == .error {
      report("cell-error", index, ["value": text.string])
      return
    }
    switch plan.type {
    case .ignored: break
    case .departure: readDeparture(text, kind, index)
    case .text, .organisation:
      if index == keyPlan {
        readKey(text, kind, plan.slot)
      } else if index == organisationPlan, let whole = withSchool(text) {
        whole.withUnsafeBytes { set(plan.slot, cleared: $0, as: .naming) }
      } else {
        readText(text, kind, plan.slot)
      }
    case .freeText: readFreeText(text, index)
    case .documentKind: readDocumentKind(text, index)
    case .integer: readInteger(text, index)
    case .dayFirst: readDay(text, kind, index, monthEnd: false)
    case .dayLast: readDay(text, kind, index, monthEnd: true)
    case .flag: readCode(text, index, asFlag: true)
    case .code: readCode(text, index, asFlag: false)
    case .post: readPost(text, index)
    case .namePresent:
      set(plan.slot, .integer(1))
      if !text.contains(UInt8(ascii: "*")) { set(person.secretaryKey, .integer(nameKey(of: text))) }
    case .personName: readName(text, index)
    case .nationalID: readNationalID(text, kind, index)
    case .phone: readPhone(text, index)
    case .memberNumber: readMemberNumber(text)
    }
  }

  private mutating func readText(_ text: ByteText, _ kind: CellKind, _ slot: Int) {
    // An ID in a number cell may be spelled 330203001.0 or 3.30203001E8.
    if kind == .number, text.contains(where: { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }),
      let value = Double(text.string), value == value.rounded(), abs(value) < 9_007_199_254_740_992
    {
      set(slot, text: String(Int64(value)).utf8)
    } else {
      set(slot, cleared: text, as: .naming)
    }
  }

  /// The ID that others know a record by; what nobody sees in it is no part of it.
  private mutating func readKey(_ text: ByteText, _ kind: CellKind, _ slot: Int) {
    if text.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return readText(text, kind, slot) }
    var visible = HiddenSigns.removed(from: text.string)
    visible.withUTF8 { readText(ByteText($0), kind, slot) }
  }

  /// A text as it may be stored: without numbers of persons, and in a row that slipped without names of persons.
  mutating func set(_ slot: Int, cleared text: ByteText, as use: PersonalNumbers.Use) {
    if let masked = PersonalNumbers.masked(text, as: use) { return set(slot, text: masked) }
    guard isShifted, ShapeFact.isNameLike(text.string) else { return set(slot, text: text) }
    var masked: [UInt8] = []
    Masking.name(text, into: &masked)
    set(slot, text: masked)
  }

  private mutating func readDocumentKind(_ text: ByteText, _ index: Int) {
    let entry = meaning(of: text, index)
    if entry < 0 { return reportCode(text, index) }
    scratch.isForeign = plans[index].list?.list.entries[Int(entry)].role == .foreign
  }

  private mutating func readInteger(_ text: ByteText, _ index: Int) {
    let slot = hot[index].slot
    if text.count < 11, let number = text.digits(0, text.count) {
      set(slot, .integer(Int64(number)))
    } else if let number = wholeNumber(text.string) {
      set(slot, .integer(number))
    } else {
      report("integer-invalid", index, ["value": text.string])
    }
  }

  /// 1,234 · 12.0 · １２ · 1.2E3 · 12人; never a fraction, never less than nothing, never more than there are people: sums
  /// of such figures over a city stay far below 64 bits.
  private func wholeNumber(_ text: String) -> Int64? {
    var plain = HeadingText.normalised(text).replacing(",", with: "")
    if let word = countingWords.first(where: plain.hasSuffix) { plain.removeLast(word.count) }
    guard plain.allSatisfy({ $0.isASCII && ($0.isNumber || ".eE+".contains($0)) }), let value = Double(plain),
      value >= 0, value == value.rounded(), value < 1e10
    else { return nil }
    return Int64(value)
  }

  private mutating func readDay(_ text: ByteText, _ kind: CellKind, _ index: Int, monthEnd: Bool) {
    let slot = hot[index].slot
    switch DateReading.read(text, kind: kind) {
    case .date(let date):
      if slot == person.birth {
        scratch.birth = date
        scratch.birthPlan = index
      }
      if slot == person.joined { scratch.joined = date }
      if slot == applied { scratch.applied = ReadMoment(date, text) }
      if slot == completed { scratch.completed = ReadMoment(date, text) }
      set(slot, .integer(date.number(monthEnd: monthEnd)))
    case .invalid: report("date-invalid", index, masked: ["value": quotedDate(text, index)])
    case .ambiguous: report("date-ambiguous", index, masked: ["value": quotedDate(text, index)])
    }
  }

  /// A day of birth that cannot be read by us may still be read by people.
  private func quotedDate(_ text: ByteText, _ index: Int) -> String {
    let spelled = text.string
    return hot[index].slot == person.birth ? ShapeFact.make(.signs, spelled.count) : quoted(spelled, plans[index])
  }

  private mutating func readCode(_ text: ByteText, _ index: Int, asFlag: Bool) {
    let slot = hot[index].slot
    let entry = meaning(of: text, index)
    guard entry >= 0 else {
      if slot == person.membership, slot >= 0 { return readUnlistedMembership(text, index) }
      // Left empty, it would make the figure of some part that of the whole unit.
      if index == sectorPlan { set(slot, cleared: text, as: .prose) }
      return reportCode(text, index)
    }
    let code = codes[index][Int(entry)]
    if asFlag {
      set(slot, .integer(code == own.yes ? 1 : 0))
    } else if slot == person.sex {
      scratch.sexIsMale = code == own.male
      scratch.sexPlan = index
    } else {
      if slot == person.membership { scratch.membership = Int(entry) }
      set(slot, text: code)
    }
  }

  mutating func reportCode(_ text: ByteText, _ index: Int) {
    guard let list = plans[index].list else { return }
    let spelled = text.string
    var facts = ["value": quoted(spelled, plans[index]), "list": list.list.title.chinese]
    // To a number no word is near.
    if spelled.contains(where: \.isLetter) {
      let near = Nearest.names(to: spelled, among: list.labels)
      facts["nearest"] = (near.isEmpty ? Array(list.labels.prefix(4)) : near).joined(separator: "、")
    }
    report(list.list.isOpen ? "code-unlisted" : "code-unknown", index, masked: facts)
  }

  /// The entry of the column's code list; -1 when it has none of that spelling.
  mutating func meaning(of text: ByteText, _ index: Int) -> Int32 {
    if let known = caches[index].known(text) { return known }
    let spelled = text.string
    var found = plans[index].list?.entry(spelled: spelled).map { Int32($0) } ?? -1
    if found < 0, plans[index].understandsNumbers, let entry = plans[index].list?.entry(numbered: spelled) {
      found = Int32(entry)
      numbersRead[index, default: NumbersRead(firstRow: row)].labels[spelled] = plans[index].list?.labels[entry]
    }
    caches[index].remember(text, found)
    return found
  }

  /// A word that says there is nothing leaves the cell empty.
  private mutating func readFreeText(_ text: ByteText, _ index: Int) {
    if plans[index].list != nil, meaning(of: text, index) >= 0 { return }
    set(hot[index].slot, cleared: text, as: .prose)
  }

  private mutating func readPost(_ text: ByteText, _ index: Int) {
    guard meaning(of: text, index) < 0 else { return }
    if words.rows.isFormerPost(text) { return report("post-former", index, ["value": text.string]) }
    if kind == .cadre { scratch.natureInPost = natureInPost(text).map { ($0, index) } }
    guard let spelled = RecordBuilder.spelledOut(text, words.rows.postSpellings) else {
      return set(hot[index].slot, cleared: text, as: .prose)
    }
    spelled.withUnsafeBytes { set(hot[index].slot, cleared: $0, as: .prose) }
  }

  /// The only nature of a cadre that a post names: 兼职 of 兼职副书记; as an index.
  private func natureInPost(_ post: ByteText) -> Int? {
    let named = words.rows.postNatures.indices.filter {
      ByteSearch.find(words.rows.postNatures[$0].word, in: post, from: 0) != nil
    }
    return named.count == 1 ? named[0] : nil
  }

  /// The nature that the post names fills an empty column; where the column says another, the column counts.
  mutating func settleNature(_ found: (index: Int, plan: Int)) {
    guard let slot = schema.index(of: "nature") else { return }
    let (word, code) = words.rows.postNatures[found.index]
    guard case .text(let start, let length) = batch.slots[base + slot] else {
      set(slot, text: code)
      naturesFromPosts.append(row)
      return
    }
    let stated = batch.bytes[Int(start)..<Int(start + length)]
    if stated.elementsEqual(code) { return }
    let list = plans.first { $0.slot == slot }?.list?.list
    let label = list?.entries.first { stated.elementsEqual($0.code.utf8) }?.label.chinese ?? ""
    report(
      "post-against-nature", found.plan, masked: ["value": String(decoding: word, as: UTF8.self), "expected": label])
  }

  /// 团支书 → 书记, so that a post says what it is; nil for a post that is spelled out.
  private static func spelledOut(_ post: ByteText, _ spellings: [(short: [UInt8], post: [UInt8])]) -> [UInt8]? {
    for (short, full) in spellings {
      guard let start = ByteSearch.find(short, in: post, from: 0) else { continue }
      return Array(post[..<start]) + full + Array(post[(start + short.count)...])
    }
    return nil
  }
}
