// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// The codes that the reader writes or asks for itself, as the pack's lists spell them; empty where a list has none.
struct OwnCodes {
  let yes, male, female: [UInt8]
  private let forms: [NationalID.Form: [UInt8]]

  init(_ lists: [String: PreparedCodeList]) {
    func code(_ role: CodeRole, in list: String) -> [UInt8] {
      Array((lists[list]?.list.entries.first { $0.role == role }?.code ?? "").utf8)
    }
    yes = code(.yes, in: "yes-no")
    (male, female) = (code(.male, in: "sex"), code(.female, in: "sex"))
    forms = Dictionary(uniqueKeysWithValues: NationalID.Form.allCases.map { ($0, code($0.role, in: "id-form")) })
  }

  func form(_ form: NationalID.Form) -> [UInt8] { forms[form] ?? [] }
}

/// What the entries of the code list `membership-status` say.
struct MembershipCodes {
  /// Whether the record counts, by entry; empty where there is no such list.
  let counts: [Bool]
  /// What an empty 团籍状态 stands for.
  let empty: Int?
  let emptyCode: [UInt8]
  /// What the 团籍状态 of somebody is who left by another column.
  let departedCode: [UInt8]

  init(_ lists: [String: PreparedCodeList]) {
    let list = lists["membership-status"]?.list
    counts = list?.entries.map(\.counts) ?? []
    empty = list?.entries.firstIndex { $0.code == list?.codeForEmpty }
    emptyCode = Array((list?.codeForEmpty ?? "").utf8)
    departedCode = Array((list?.entries.first { $0.role == .departed }?.code ?? "").utf8)
  }
}
