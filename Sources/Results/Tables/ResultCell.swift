// SPDX-License-Identifier: Apache-2.0

import Basics
package import Comparison
package import Indicators

/// What stands in one cell of a `ResultTable`, typed, so that every spelling writes it in its own way.
package enum ResultCell: Sendable {
  case text(String)
  /// A code: JSON has it as it is, people read its word.
  case code(String, word: String)
  /// A code that CSV has as it is too, because programs read that CSV.
  case term(String, word: String)
  case number(Int64)
  /// Percent or percentage points, in hundredths, without a sign of percent.
  case hundredths(Int)
  /// Percent in hundredths; people read it with its sign.
  case percent(Int)
  case fraction(Fraction)
  case texts([String])
  case flag(Bool)
  case nothing
  /// In JSON the member is left out; nothing elsewhere.
  case absent
  /// In JSON an object; nothing elsewhere: columns beside it say the same to people.
  case object([(key: String, value: ResultCell)])
  /// In JSON an array; nothing elsewhere.
  case list([ResultCell])

  /// A number, or nothing.
  package static func number(_ value: (some BinaryInteger)?) -> ResultCell {
    value.map { .number(Int64($0)) } ?? .nothing
  }
  /// A number with two decimals, given in hundredths, or nothing.
  package static func hundredths(_ value: Int?) -> ResultCell { value.map { .hundredths($0) } ?? .nothing }
  /// Hundredths of a percent, or nothing.
  package static func percent(_ value: Int?) -> ResultCell { value.map { .percent($0) } ?? .nothing }
  /// A text, or nothing.
  package static func text(_ value: String?) -> ResultCell { value.map { .text($0) } ?? .nothing }
  /// Yes or no, or nothing.
  package static func flag(_ value: Bool?) -> ResultCell { value.map { .flag($0) } ?? .nothing }

  /// For how many parts of how many the figures came in.
  package init(_ share: ReportedShare) {
    self = .object([("reported", .number(share.reported)), ("of", .number(share.owing))])
  }

  /// Whether people read it right-aligned.
  package var isNumber: Bool {
    switch self {
    case .number, .hundredths, .percent, .fraction: true
    case .text, .code, .term, .texts, .flag, .nothing, .absent, .object, .list: false
    }
  }

  var isAbsent: Bool { if case .absent = self { true } else { false } }

  /// As plain text, the same in every language but for the words of codes.
  package var plain: String {
    switch self {
    case .text(let text): text
    case .code(_, let word), .term(_, let word): word
    case .number(let number): String(number)
    case .hundredths(let value): Percent.text(value)
    case .percent(let value): Percent.text(value) + "%"
    case .fraction(let fraction): fraction.description
    case .texts(let texts): texts.joined(separator: "; ")
    case .flag(let flag): flag ? "1" : "0"
    case .nothing, .absent, .object, .list: ""
    }
  }

  /// As a person reads it: a dash for nothing, yes and no in words.
  package func shown(_ context: CommandContext) -> String {
    switch self {
    case .flag(let flag): context.text(flag ? "compare.yes" : "compare.no")
    case .nothing, .absent, .object, .list: "–"
    case .texts(let texts) where texts.isEmpty: "–"
    default: plain
    }
  }
}
