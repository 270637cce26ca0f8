// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Tabular

/// What a 身份证号码 is worth, after GB 11643-1999: 17 digits and a check digit of the ISO 7064 MOD 11-2 system.
struct NationalID: Equatable {
  enum Form: String, CaseIterable {
    case valid, fifteen, checksum, malformed, damaged, masked, missing
    case trailingZeros, birthInvalid
    /// A document that is no resident identity card, as 证件类型 says.
    case foreign

    /// The role of its code in code list `id-form`.
    var role: CodeRole {
      switch self {
      case .valid: .valid
      case .fifteen: .fifteen
      case .checksum: .checksum
      case .malformed, .birthInvalid: .malformed
      case .damaged, .trailingZeros: .damaged
      case .masked: .masked
      case .missing: .missing
      case .foreign: .foreign
      }
    }

    /// Whether the digits can tell people apart.
    var identifies: Bool {
      switch self {
      case .valid, .fifteen, .checksum, .birthInvalid, .malformed, .foreign: true
      case .damaged, .trailingZeros, .masked, .missing: false
      }
    }
  }

  var form: Form
  /// yyyymmdd where the form is valid or fifteen.
  var birth: Int64?
  /// True for male where the form is valid or fifteen.
  var isMale: Bool?

  static let missing = NationalID(form: .missing)

  init(form: Form, birth: Int64? = nil, isMale: Bool? = nil) {
    (self.form, self.birth, self.isMale) = (form, birth, isMale)
  }

  /// - Parameter text: trimmed, upper case X.
  init(_ text: ByteText, kind: CellKind) {
    guard text.count > 0 else {
      self = .missing
      return
    }
    if text.contains(UInt8(ascii: "*")) || text.count == 18 && text.contains(UInt8(ascii: "X"), before: 17) {
      self.init(form: .masked)
    } else if text.count == 18 {
      self.init(eighteen: text, kind: kind)
    } else if text.count == 15, text.digits(0, 15) != nil {
      self.init(fifteen: text)
    } else {
      self.init(form: NationalID.isScientific(text) ? .damaged : .malformed)
    }
  }

  private init(eighteen text: ByteText, kind: CellKind) {
    guard text.digits(0, 17) != nil, text.isDigit(17) || text[17] == UInt8(ascii: "X") else {
      self.init(form: .malformed)
      return
    }
    let fits = NationalID.checkDigit(of: text) == text[17]
    let endsInZeros = text.digits(15, 3) == 0
    if endsInZeros, kind == .number || !fits {
      self.init(form: .trailingZeros)
    } else if CalendarDay(rawValue: text.digits(6, 8) ?? 0) == nil {
      self.init(form: .birthInvalid)
    } else if !fits {
      self.init(form: .checksum)
    } else {
      self.init(form: .valid, birth: text.digits(6, 8).map(Int64.init), isMale: text[16] & 1 == 1)
    }
  }

  private init(fifteen text: ByteText) {
    guard let short = text.digits(6, 6), CalendarDay(rawValue: 19_000_000 + short) != nil else {
      self.init(form: .birthInvalid)
      return
    }
    self.init(form: .fifteen, birth: Int64(19_000_000 + short), isMale: text[14] & 1 == 1)
  }

  /// The check character of the first 17 digits.
  static func checkDigit(of text: ByteText) -> UInt8 {
    var sum = 0
    // The weight of a place is 2 to its power, modulo 11.
    var weight = 1
    for index in stride(from: 16, through: 0, by: -1) {
      weight = weight * 2 % 11
      sum += Int(text[index] &- 0x30) * weight
    }
    let check = (12 - sum % 11) % 11
    return check == 10 ? UInt8(ascii: "X") : UInt8(0x30 + check)
  }

  /// 3.30203E+17 and its like.
  private static func isScientific(_ text: ByteText) -> Bool {
    text.count >= 4 && text.isDigit(0) && text[1] == UInt8(ascii: ".")
      && (text.contains(UInt8(ascii: "E")) || text.contains(UInt8(ascii: "e")))
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func contains(_ byte: UInt8, before end: Int) -> Bool { self[..<end].contains(byte) }
}
