// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Yams

extension PackNode {
  /// The root of a YAML file; nil where it is empty.
  ///
  /// - Throws: `PackError` with the line of what is no YAML, too deep, or of a key that stands twice; for a file too large.
  static func root(
    of bytes: some Sequence<UInt8>, file: String, documents: [String: SourceReference] = [:]
  ) throws -> PackNode? {
    let array = Array(bytes)
    try YAMLLimits.check(size: array.count, of: file)
    try YAMLLimits.checkAnchors(in: array, of: file)
    let text = String(decoding: array, as: UTF8.self)
    do {
      guard let node = try composed(text) else { return nil }
      try YAMLLimits.check(node, of: file)
      return PackNode(tree: PackTree(node), file: file, documents: documents)
    } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
      // The context is where the first of the keys stands first.
      let key = keys.first ?? ""
      let line = secondLine(of: key, in: text, after: context.mark) ?? context.mark.line
      throw PackError(
        file: file, line: line, message: "“\(key)” stands twice (first on line \(context.mark.line))", key: "key-twice",
        facts: ["key": key])
    } catch let error as YamlError {
      throw PackError(file: file, line: line(of: error), message: "no valid YAML: \(error)", key: "no-yaml")
    }
  }

  /// The tree of a YAML text; every scalar stays the text it is, because a pack says itself what it expects where.
  ///
  /// Guessing the type of each (Yams’ default) takes a third of the time of loading a pack.
  ///
  /// - Throws: `YamlError`.
  static func composed(_ text: String) throws -> Node? { try Yams.compose(yaml: text, .basic, .default, .utf8) }

  /// The line on which the key begins in the same column again; nil in a mapping on one line.
  private static func secondLine(of key: String, in text: String, after first: Mark) -> Int? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.indices.dropFirst(first.line).first { index in
      let line = lines[index]
      let before = line.prefix(first.column - 1)
      return before.allSatisfy { $0 == " " } && line.dropFirst(first.column - 1).hasPrefix(key + ":")
    }.map { $0 + 1 }
  }

  private static func line(of error: YamlError) -> Int? {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    default: nil
    }
  }
}
