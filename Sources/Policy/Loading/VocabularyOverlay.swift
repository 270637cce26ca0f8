// SPDX-License-Identifier: Apache-2.0

import Basics
package import CensusModel
import Crypto
import Foundation

/// Further spellings of headings that a workspace keeps beside the pack: `vocabulary.yaml`.
///
/// ```yaml
/// member:
///   joined: [入团日期（年月）, 入团时间点]
/// senders:
///   "330203":            # the ID or name that is given to --unit
///     member:
///       organisation: [单位]
/// ```
package enum VocabularyOverlay {
  /// Name of the file in a workspace.
  package static let fileName = "vocabulary.yaml"
  private static let senders = "senders"

  /// Adds the spellings of the file to the pack and its bytes to the pack's hash; a missing file changes nothing.
  ///
  /// - Throws: `PackError` with the line for an unknown kind or field, or a spelling that means another field already.
  package static func apply(_ path: String, to pack: inout PolicyPack) throws {
    guard let data = try YAMLLimits.contents(atPath: path, name: fileName) else { return }
    guard let root = try node(data) else { return }
    let (all, ofSenders) = try spellings(root, pack.vocabulary)
    pack.vocabulary.add(all)
    pack.senderSpellings = ofSenders
    pack.hash = HexText.of(SHA256.hash(data: Data(pack.hash.utf8) + data))
  }

  private static func node(_ data: Data) throws -> PackNode? {
    try PackNode.root(of: data, file: fileName)
  }

  /// The spellings of a file: for everybody, and by sender.
  ///
  /// - Throws: `PackError` with the line.
  private static func spellings(
    _ root: PackNode, _ vocabulary: RosterVocabulary
  ) throws -> (all: [HeadingSpelling], ofSenders: [String: [HeadingSpelling]]) {
    let kinds = Set(vocabulary.sheets.map(\.kind.rawValue))
    var (all, ofSenders): ([HeadingSpelling], [String: [HeadingSpelling]]) = ([], [:])
    for (key, node) in try root.mapping(kinds.union([senders])) {
      guard key == senders else {
        all += try spellings(of: key, node, vocabulary)
        continue
      }
      for (sender, node) in try node.mapping() {
        for (kind, node) in try node.mapping(kinds) {
          ofSenders[sender, default: []] += try spellings(of: kind, node, vocabulary)
        }
      }
    }
    return (all, ofSenders)
  }

  private static func spellings(
    of kind: String, _ fields: PackNode, _ vocabulary: RosterVocabulary
  ) throws -> [HeadingSpelling] {
    guard let sheet = vocabulary.sheets.first(where: { $0.kind.rawValue == kind }) else { return [] }
    return try fields.mapping(Set(sheet.fields.map(\.id))).flatMap { id, node in
      try node.list().map { spelling in
        let text = try spelling.text()
        if let other = sheet.fields.first(where: { $0.id != id && ([$0.heading] + $0.synonyms).contains(text) }) {
          throw spelling.failure("“\(text)” means \(other.id) already")
        }
        return HeadingSpelling(kind: sheet.kind, field: id, text: text)
      }
    }
  }

  /// What a workspace keeps, as it stands in the file; nothing where there is none.
  ///
  /// - Throws: `PackError` with the line.
  package static func kept(
    _ path: String, _ vocabulary: RosterVocabulary
  ) throws -> (all: [HeadingSpelling], ofSenders: [String: [HeadingSpelling]]) {
    guard let data = try YAMLLimits.contents(atPath: path, name: fileName), let root = try node(data) else {
      return ([], [:])
    }
    return try spellings(root, vocabulary)
  }
}

/// One more spelling of a heading.
package struct HeadingSpelling: Sendable, Hashable {
  /// The kind of sheet in which the heading stands.
  package var kind: RecordKind
  /// ID of the field it means.
  package var field: String
  /// The heading as senders spell it.
  package var text: String

  package init(kind: RecordKind, field: String, text: String) {
    (self.kind, self.field, self.text) = (kind, field, text)
  }
}

extension RosterVocabulary {
  fileprivate mutating func add(_ spellings: [HeadingSpelling]) {
    for spelling in spellings {
      for sheet in sheets.indices where sheets[sheet].kind == spelling.kind {
        for field in sheets[sheet].fields.indices where sheets[sheet].fields[field].id == spelling.field {
          sheets[sheet].fields[field].synonyms.append(spelling.text)
        }
      }
    }
  }
}

extension PolicyPack {
  /// The vocabulary for what one sender hands in: with that sender's own spellings, where the workspace keeps some.
  ///
  /// - Parameter sender: as given with `--unit`; nil for nobody in particular.
  package func vocabulary(for sender: String?) -> RosterVocabulary {
    guard let sender, !senderSpellings.isEmpty else { return vocabulary }
    let comparable = ComparableText(settlement.variants)
    let name = comparable.of(sender)
    var vocabulary = vocabulary
    for (key, spellings) in senderSpellings where comparable.of(key) == name { vocabulary.add(spellings) }
    return vocabulary
  }
}
