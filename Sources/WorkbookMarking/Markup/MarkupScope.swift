// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Which namespaces the prefixes stand for at a place in markup.
struct MarkupScope {
  enum Space {
    case spreadsheet, excel, html
    case table, office, text, style, formatting, other
    /// Like one of ours and not the same: readers forgive what others may not.
    case doubtful
  }

  private static let names: [String: Space] = [
    "urn:schemas-microsoft-com:office:spreadsheet": .spreadsheet,
    "urn:schemas-microsoft-com:office:excel": .excel,
    "http://www.w3.org/TR/REC-html40": .html,
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": .table,
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": .office,
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": .text,
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": .style,
    "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": .formatting,
  ]
  private static let sign = Array("xmlns".utf8)
  private static let alike = [":spreadsheet", "xmlns:table:", "xmlns:office:", "xmlns:text:", "xmlns:style:"]

  private var bindings: [(prefix: [UInt8], space: Space, depth: Int)] = []

  /// Takes in what a tag declares.
  ///
  /// - Parameter depth: the number of elements around it.
  mutating func open(_ tag: MarkupTag, depth: Int) {
    guard tag.bytes.withUnsafeBytes({ ByteSearch.find(MarkupScope.sign, in: $0, from: 0) }) != nil else { return }
    for attribute in tag.attributes {
      let name = tag.bytes[attribute.name]
      let space = MarkupScope.space(of: tag.spelled(attribute))
      if name.elementsEqual("xmlns".utf8) {
        bindings.append(([], space, depth))
      } else if tag.prefix(of: attribute.name).elementsEqual("xmlns".utf8) {
        bindings.append((Array(tag.local(of: attribute.name)), space, depth))
      }
    }
  }

  mutating func close(depth: Int) {
    while let last = bindings.last, last.depth >= depth { bindings.removeLast() }
  }

  /// What a prefix stands for; no prefix, the namespace of elements without one.
  func space(_ prefix: some Collection<UInt8>) -> Space {
    bindings.last { $0.prefix.elementsEqual(prefix) }?.space ?? .other
  }

  /// A prefix that attributes of a namespace can have here; nil where there is none.
  func prefix(of space: Space) -> String? {
    bindings.last { !$0.prefix.isEmpty && $0.space == space && self.space($0.prefix) == space }
      .map { String(decoding: $0.prefix, as: UTF8.self) }
  }

  private static func space(of name: String) -> Space {
    names[name] ?? (alike.contains { name.contains($0) } ? .doubtful : .other)
  }
}
