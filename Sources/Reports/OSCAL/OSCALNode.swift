// SPDX-License-Identifier: Apache-2.0

import Results

/// A value of an OSCAL document; members that say nothing are left out, as the schemas ask.
indirect enum OSCALNode {
  case text(String)
  case list([OSCALNode])
  case object([(String, OSCALNode?)])

  /// What fits into a line stands in one.
  private static let width = 160

  /// Members in the order in which they are given, indented by a blank a level.
  func spelled(_ indent: String = "") -> String {
    let inner = indent + " "
    if let line, line.utf8.count + indent.utf8.count <= OSCALNode.width { return line }
    switch self {
    case .text(let text): return JSONWriter.quoted(text)
    case .list(let nodes):
      return "[\n" + nodes.map { inner + $0.spelled(inner) }.joined(separator: ",\n") + "\n\(indent)]"
    case .object(let members):
      let said = members.compactMap { name, node in node.flatMap { $0.isEmpty ? nil : (name, $0) } }
      guard !said.isEmpty else { return "{}" }
      let lines = said.map { "\(inner)\(JSONWriter.quoted($0)): \($1.spelled(inner))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    }
  }

  /// In one line; nil of what holds lists or objects that hold others.
  private var line: String? {
    switch self {
    case .text(let text): return JSONWriter.quoted(text)
    case .list(let nodes):
      let parts = nodes.compactMap(\.line)
      return parts.count == nodes.count ? "[" + parts.joined(separator: ", ") + "]" : nil
    case .object(let members):
      let said = members.compactMap { name, node in node.flatMap { $0.isEmpty ? nil : (name, $0) } }
      let parts = said.compactMap { name, node in node.plain.map { (name, $0) } }
      return parts.count == said.count ? JSONWriter.object(parts) : nil
    }
  }

  /// A text, or a list of texts.
  private var plain: String? {
    switch self {
    case .text(let text): JSONWriter.quoted(text)
    case .list(let nodes): nodes.allSatisfy { if case .text = $0 { true } else { false } } ? line : nil
    case .object: nil
    }
  }

  /// A list of nothing; an object without members means something.
  private var isEmpty: Bool { if case .list(let nodes) = self { nodes.isEmpty } else { false } }

  /// What every document of OSCAL has under its name.
  static func document(_ name: String, _ members: [(String, OSCALNode?)]) -> String {
    OSCALNode.object([(name, .object(members))]).spelled() + "\n"
  }
}

extension OSCALNode: ExpressibleByStringLiteral {
  init(stringLiteral text: String) { self = .text(text) }
}
