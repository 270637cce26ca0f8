// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Yams

/// How large and deep the YAML files of packs and workspaces may be: far beyond what anybody writes.
enum YAMLLimits {
  /// In bytes.
  static let size = 4 << 20
  static let depth = 64

  /// The bytes of a file; nil where there is none.
  ///
  /// - Parameter name: the file as errors name it.
  /// - Throws: `PackError` for one that is too large, before it is read.
  static func contents(atPath path: String, name: String) throws -> Data? {
    try checkSize(atPath: path, name: name)
    return PlainFile.contents(atPath: path)
  }

  /// Looks at a file on disk before it is read; one that is not there passes.
  static func checkSize(atPath path: String, name: String) throws {
    var status = stat()
    if stat(path, &status) == 0 { try check(size: Int(status.st_size), of: name) }
  }

  static func check(size length: Int, of file: String) throws {
    guard length > size else { return }
    throw PackError(
      file: file, line: nil, message: "the file has \(length) bytes; more than \(size) are not read", key: "too-large",
      facts: ["count": String(length), "limit": String(size)])
  }

  /// Looks for anchors with aliases before a text is parsed: some thirty of them stand for a billion nodes, which the
  /// parser would copy one by one.
  ///
  /// - Throws: `PackError` with the line of the first anchor.
  static func checkAnchors(in text: [UInt8], of file: String) throws {
    guard let anchor = place(of: UInt8(ascii: "&"), in: text), place(of: UInt8(ascii: "*"), in: text) != nil else {
      return
    }
    let line = text[..<anchor].count { $0 == 0x0A } + 1
    throw PackError(
      file: file, line: line, message: "anchors (&) and aliases (*) are not used here: write it out", key: "anchors")
  }

  /// Where `sign` stands before a name as an anchor or an alias does: at the start of a value.
  private static func place(of sign: UInt8, in text: [UInt8]) -> Int? {
    text.indices.first { index in
      guard text[index] == sign, index + 1 < text.count, text[index + 1] > 0x20, text[index + 1] != sign else {
        return false
      }
      return index == 0 || text[index - 1] <= 0x20 || "[{,:".utf8.contains(text[index - 1])
    }
  }

  /// Looks at a tree before anything walks it call within call.
  ///
  /// - Throws: `PackError` for one that is too deep, or has anchors: a few of them can stand for a billion nodes.
  static func check(_ root: Node, of file: String) throws {
    var waiting: [(node: Node, depth: Int)] = [(root, 1)]
    while let (node, level) = waiting.popLast() {
      if node.anchor != nil {
        throw PackError(
          file: file, line: node.mark?.line, message: "anchors (&) are not used here: write it out", key: "anchors")
      }
      guard level <= depth else {
        throw PackError(
          file: file, line: node.mark?.line, message: "lists and mappings are nested more than \(depth) deep")
      }
      switch node {
      case .sequence(let items): waiting += items.map { ($0, level + 1) }
      case .mapping(let entries): waiting += entries.flatMap { [($0.key, level + 1), ($0.value, level + 1)] }
      case .scalar, .alias: break
      }
    }
  }
}
