// SPDX-License-Identifier: Apache-2.0

import Results

/// A value of JSON, its members in the order in which they are told.
indirect enum JSONValue: Sendable {
  case text(String)
  case number(Int)
  case flag(Bool)
  case nothing
  case list([JSONValue])
  case object([(String, JSONValue)])

  static func text(_ value: String?) -> JSONValue { value.map { .text($0) } ?? .nothing }
  static func number(_ value: Int?) -> JSONValue { value.map { .number($0) } ?? .nothing }
  static func texts(_ values: some Sequence<String>) -> JSONValue { .list(values.map { .text($0) }) }

  var spelled: String {
    switch self {
    case .text(let text): JSONWriter.quoted(text)
    case .number(let number): String(number)
    case .flag(let flag): flag ? "true" : "false"
    case .nothing: "null"
    case .list(let values): "[" + values.map(\.spelled).joined(separator: ", ") + "]"
    case .object(let members): JSONWriter.object(members.map { ($0.0, $0.1.spelled) })
    }
  }
}
