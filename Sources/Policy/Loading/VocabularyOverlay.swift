// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Crypto
import Foundation

/// Further spellings of headings that a workspace keeps beside the pack: `vocabulary.yaml`.
///
/// ```yaml
/// member:
///   joined: [入团日期（年月）, 入团时间点]
/// ```
package enum VocabularyOverlay {
  package static let fileName = "vocabulary.yaml"

  /// Adds the spellings of the file to the pack and its bytes to the pack's hash; a missing file changes nothing.
  ///
  /// - Throws: `PackError` with the line for an unknown kind or field, or a spelling that means another field already.
  package static func apply(_ path: String, to pack: inout PolicyPack) throws {
    guard let data = try YAMLLimits.contents(atPath: path, name: fileName) else { return }
    guard let root = try node(data) else { return }
    let kinds = try root.mapping(Set(pack.vocabulary.sheets.map(\.kind.rawValue)))
    for (kind, fields) in kinds {
      for index in pack.vocabulary.sheets.indices where pack.vocabulary.sheets[index].kind.rawValue == kind {
        try add(fields, to: &pack.vocabulary.sheets[index])
      }
    }
    pack.hash = SHA256.hash(data: Data(pack.hash.utf8) + data).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }

  /// The spellings of the file by kind and field, in its order; none where there is no file.
  ///
  /// - Throws: `PackError` with the line of what is no list of texts below a kind and a field.
  package static func spellings(atPath path: String) throws -> [String: [String: [String]]] {
    guard let data = try YAMLLimits.contents(atPath: path, name: fileName), let root = try node(data) else {
      return [:]
    }
    let kinds = try root.mapping().map { kind, fields in
      let lists = try fields.mapping().map { ($0.key, try $0.value.list().map { try $0.text() }) }
      return (kind, Dictionary(uniqueKeysWithValues: lists))
    }
    return Dictionary(uniqueKeysWithValues: kinds)
  }

  private static func node(_ data: Data) throws -> PackNode? {
    try PackNode.root(of: data, file: fileName)
  }

  private static func add(_ fields: PackNode, to sheet: inout SheetVocabulary) throws {
    for (id, spellings) in try fields.mapping(Set(sheet.fields.map(\.id))) {
      for spelling in try spellings.list() {
        let text = try spelling.text()
        if let other = sheet.fields.first(where: { $0.id != id && ([$0.heading] + $0.synonyms).contains(text) }) {
          throw spelling.failure("“\(text)” means \(other.id) already")
        }
        for index in sheet.fields.indices where sheet.fields[index].id == id {
          sheet.fields[index].synonyms.append(text)
        }
      }
    }
  }
}
