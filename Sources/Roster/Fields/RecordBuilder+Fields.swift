// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Tabular

extension RecordBuilder {
  /// Reads one filled cell into its slots.
  mutating func read(_ index: Int, _ text: ByteText, _ kind: CellKind) {
    let plan = plans[index]
    if kind == .error {
      complain("cell-error", plan, ["value": text.string])
      return
    }
    switch plan.field.type {
    case .ignored: break
    case .text, .organisation: readText(text, kind, plan)
    case .integer: readInteger(text, plan)
    case .dayFirst: readDay(text, kind, plan, monthEnd: false)
    case .dayLast: readDay(text, kind, plan, monthEnd: true)
    case .flag: readCode(text, index, asFlag: true)
    case .code: readCode(text, index, asFlag: false)
    case .post: readPost(text, index)
    case .namePresent: set(plan.slot, .integer(1))
    case .personName: readName(text, plan)
    case .nationalID: readNationalID(text, kind, plan)
    case .phone: readPhone(text, plan)
    case .memberNumber: readMemberNumber(text)
    }
  }

  private mutating func readText(_ text: ByteText, _ kind: CellKind, _ plan: FieldPlan) {
    // An ID in a number cell may be spelled 330203001.0 or 3.30203001E8.
    if kind == .number, text.contains(where: { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }),
      let value = Double(text.string), value == value.rounded(), abs(value) < 9_007_199_254_740_992
    {
      set(plan.slot, text: String(Int64(value)).utf8)
    } else {
      set(plan.slot, text: text)
    }
  }

  private mutating func readInteger(_ text: ByteText, _ plan: FieldPlan) {
    if text.count < 16, let number = text.digits(0, text.count) {
      set(plan.slot, .integer(Int64(number)))
    } else if let number = RecordBuilder.wholeNumber(text.string) {
      set(plan.slot, .integer(number))
    } else {
      complain("integer-invalid", plan, ["value": text.string])
    }
  }

  /// 1,234 · 12.0 · １２ · 1.2E3 · 12人; never a fraction, never less than nothing.
  static func wholeNumber(_ text: String) -> Int64? {
    var plain = HeadingText.normalised(text).replacing(",", with: "")
    while let last = plain.last, "人名个所家".contains(last) { plain.removeLast() }
    guard plain.allSatisfy({ $0.isASCII && ($0.isNumber || ".eE+".contains($0)) }), let value = Double(plain),
      value >= 0, value == value.rounded(), value < 1e15
    else { return nil }
    return Int64(value)
  }

  private mutating func readDay(_ text: ByteText, _ kind: CellKind, _ plan: FieldPlan, monthEnd: Bool) {
    switch DateReading.read(text, kind: kind) {
    case .date(let date):
      if plan.slot == person.birth {
        scratch.birth = date
        scratch.birthPlan = plan
      }
      if plan.slot == person.joined { scratch.joined = date }
      set(plan.slot, .integer(date.number(monthEnd: monthEnd)))
    case .invalid: complain("date-invalid", plan, ["value": text.string])
    case .ambiguous: complain("date-ambiguous", plan, ["value": text.string])
    }
  }

  private mutating func readCode(_ text: ByteText, _ index: Int, asFlag: Bool) {
    let plan = plans[index]
    guard let list = plan.list else { return }
    let entry = caches[index].meaning(of: text) { list.entry(spelled: $0).map(Int32.init) ?? -1 }
    guard entry >= 0 else {
      let spelled = text.string
      let near = Nearest.names(to: spelled, among: list.labels)
      complain(
        "code-unknown", plan,
        [
          "value": spelled, "list": list.list.title.chinese,
          "nearest": (near.isEmpty ? Array(list.labels.prefix(4)) : near).joined(separator: "、"),
        ])
      return
    }
    let code = list.list.entries[Int(entry)].code
    if asFlag {
      set(plan.slot, .integer(code == "1" ? 1 : 0))
    } else if plan.slot == person.sex {
      scratch.sex = code
      scratch.sexPlan = plan
      scratch.sexText = text.string
    } else {
      if plan.slot == person.membership { scratch.membership = Int(entry) }
      set(plan.slot, text: code.utf8)
    }
  }

  private mutating func readPost(_ text: ByteText, _ index: Int) {
    let plan = plans[index]
    guard let list = plan.list else { return set(plan.slot, text: text) }
    let isNone = caches[index].meaning(of: text) { list.entry(spelled: $0) == nil ? 0 : 1 } == 1
    if !isNone { set(plan.slot, text: text) }
  }
}
