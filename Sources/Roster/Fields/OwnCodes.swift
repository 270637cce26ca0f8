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
