// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// HTML as a value: elements of known names with known attributes around texts, which are escaped as they are written.
/// There is no way to put markup into it.
package enum HTMLNode: Sendable {
  case text(String)
  indirect case element(HTMLTag, [HTMLAttribute], [HTMLNode])
  case fragment([HTMLNode])
  /// The program's own style sheet or script, which hold no `</`.
  case raw(StaticText)

  /// Text of the program itself.
  package struct StaticText: Sendable {
    let text: String
    /// Takes a literal, which nobody's data can be put into.
    package init(_ text: StaticString) { self.text = "\(text)" }
    var bytes: [UInt8] { Array(text.utf8) }
  }

  /// Appends the markup as UTF-8.
  package func write(to bytes: inout [UInt8]) {
    switch self {
    case .text(let text): HTMLNode.escape(text, to: &bytes)
    case .raw(let text): bytes.append(contentsOf: text.text.utf8)
    case .fragment(let nodes): for node in nodes { node.write(to: &bytes) }
    case .element(let tag, let attributes, let children):
      bytes.append(UInt8(ascii: "<"))
      bytes.append(contentsOf: tag.name.utf8)
      for attribute in attributes { attribute.write(to: &bytes) }
      bytes.append(UInt8(ascii: ">"))
      if tag.isVoid { return }
      for child in children { child.write(to: &bytes) }
      if !tag.endsByItself {
        bytes.append(contentsOf: "</".utf8)
        bytes.append(contentsOf: tag.name.utf8)
        bytes.append(UInt8(ascii: ">"))
      }
      if tag.endsLine { bytes.append(UInt8(ascii: "\n")) }
    }
  }

  /// For element content and quoted attributes alike; what would act unseen is spelled by number.
  static func escape(_ text: String, to bytes: inout [UInt8]) {
    for byte in VisibleText.spelled(text, keepsLines: true).utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
      case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
      case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
      default: bytes.append(byte)
      }
    }
  }
}

/// Puts nodes together; strings become texts.
@resultBuilder package enum HTMLBuilder {
  /// One node.
  package static func buildExpression(_ node: HTMLNode) -> [HTMLNode] { [node] }
  /// Several nodes.
  package static func buildExpression(_ nodes: [HTMLNode]) -> [HTMLNode] { nodes }
  /// A text; nothing where it is empty.
  package static func buildExpression(_ text: String) -> [HTMLNode] { text.isEmpty ? [] : [.text(text)] }
  /// One after the other.
  package static func buildBlock(_ parts: [HTMLNode]...) -> [HTMLNode] { parts.flatMap(\.self) }
  /// Nothing where the condition fails.
  package static func buildOptional(_ part: [HTMLNode]?) -> [HTMLNode] { part ?? [] }
  /// The one.
  package static func buildEither(first part: [HTMLNode]) -> [HTMLNode] { part }
  /// The other.
  package static func buildEither(second part: [HTMLNode]) -> [HTMLNode] { part }
  /// What a loop gives.
  package static func buildArray(_ parts: [[HTMLNode]]) -> [HTMLNode] { parts.flatMap(\.self) }
}

extension HTMLNode {
  /// An element with its attributes and what stands in it.
  package static func make(
    _ tag: HTMLTag, _ attributes: HTMLAttribute..., @HTMLBuilder content: () -> [HTMLNode] = { [] }
  ) -> HTMLNode {
    .element(tag, attributes, content())
  }

  /// A link, or the text alone where there is nothing to link to.
  package static func link(_ text: String, to path: String?, _ attributes: HTMLAttribute...) -> HTMLNode {
    guard let path else { return .text(text) }
    return .element(.a, [.href(path)] + attributes, [.text(text)])
  }
}
