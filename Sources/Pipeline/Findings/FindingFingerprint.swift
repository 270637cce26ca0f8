// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
import CensusStore
import Crypto
import Findings

/// What makes a finding the same one in another period or in a file that was sent again: its rule, the unit, whom or what it
/// is about, and what stands in the cell. Rows, names of files and what was near play no part.
///
/// A hash of what the store holds anyway, in which persons are pseudonyms.
package struct FindingFingerprint: Sendable, Hashable {
  /// Thirty-two hexadecimal digits.
  let text: String
  /// Whom it is about, where that is known.
  let person: Pseudonym?
  /// The list that it stands in; nil for what stands in none.
  let list: List?

  /// How it is named on the command line.
  var short: String { String(text.prefix(10)) }
}

extension PeriodCensus {
  /// The fingerprint of each finding, in their order. Of findings that are equal in all that counts the first, the second …
  /// have fingerprints of their own: where one was accepted, one more is not.
  ///
  /// Costs one pass over the records and one over the sheets with findings.
  func fingerprints(of findings: [Finding]) throws -> [FindingFingerprint] {
    guard !findings.isEmpty else { return [] }
    let facts = try FingerprintFacts(findings, of: self)
    var seen: [[String]: Int] = [:]
    return findings.map { finding in
      let members = facts.members(of: finding)
      let number = seen[members, default: 0]
      seen[members] = number + 1
      return FindingFingerprint(
        text: FindingFingerprint.hash(members + [String(number)]), person: facts.person(of: finding),
        list: facts.list(of: finding))
    }
  }
}

extension FindingFingerprint {
  /// Each member with its length in front, so that no two lists spell the same bytes.
  fileprivate static func hash(_ members: [String]) -> String {
    let text = members.map { "\($0.utf8.count):\($0)" }.joined(separator: "\n")
    return HexText.of(SHA256.hash(data: Array(text.utf8)).prefix(16))
  }
}

/// What a period holds of the places of findings.
private struct FingerprintFacts {
  private let subjects: [SheetRow: RowSubject]
  private let nodes: [SheetRow: Int]
  private let contents: [SheetRow: RowContent]
  private let tree: OrganisationTree
  /// The unit that handed a file in, by its name.
  private let senders: [String: String]
  private let kinds: [[String]: RecordKind]

  /// Facts that say where something stands, how it is spelled in a language, or what a day made of it.
  private static let passing: Set<String> = [
    "row", "rows", "line", "file", "sheet", "path", "column", "other", "nearest", "parts", "age", "figure", "earlier",
    "later",
  ]

  init(_ findings: [Finding], of census: PeriodCensus) throws {
    let database = census.database
    let rows = Set(findings.compactMap(\.recordRow) + findings.flatMap { $0.related.compactMap(\.recordRow) })
    let columns = findings.reduce(into: [SheetRow: Set<Int>]()) { columns, finding in
      guard let row = finding.recordRow else { return }
      columns[row, default: []].formUnion(finding.place?.column.map { [$0] } ?? [])
    }
    subjects = try database.subjects(of: rows)
    nodes = rows.isEmpty ? [:] : try database.nodes(of: rows)
    contents = try database.contents(of: columns)
    tree = try database.organisationTree()
    let sheets = try database.sheets()
    kinds = Dictionary(
      sheets.compactMap { sheet in sheet.kind.map { ([sheet.file, sheet.name], $0) } }
    ) { first, _ in first }
    senders = try census.senders(of: sheets)
  }

  func person(of finding: Finding) -> Pseudonym? {
    guard case .person(let person, _)? = finding.recordRow.flatMap({ subjects[$0] }) else { return nil }
    return person
  }

  func list(of finding: Finding) -> FindingFingerprint.List? {
    guard let place = finding.place, let kind = kinds[[place.file, place.sheet ?? ""]] else { return nil }
    return senders[place.file].map { FindingFingerprint.List(unit: $0, kind: kind) }
  }

  func members(of finding: Finding) -> [String] {
    let cell = finding.recordRow.flatMap { contents[$0] }
    let column = finding.place?.column.flatMap { cell?.cells[$0] }
    let facts = finding.facts.filter { !FingerprintFacts.passing.contains($0.key) }
    let related = finding.related.map { $0.recordRow.flatMap(unit) ?? "" }.sorted()
    return [finding.code, unit(of: finding), subject(of: finding), column?.field ?? finding.place?.heading ?? ""]
      + [column?.value ?? ""] + related + facts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
  }

  private func unit(_ row: SheetRow) -> String? { nodes[row].map { tree.nodes[$0].code } }

  private func unit(of finding: Finding) -> String {
    finding.recordRow.flatMap(unit) ?? finding.facts[OutlierFacts.unit]
      ?? finding.place.flatMap { senders[$0.file] } ?? ""
  }

  private func subject(of finding: Finding) -> String {
    let row = finding.recordRow
    switch row.flatMap({ subjects[$0] }) {
    case .person(let person, let kind): return "person \(kind.rawValue) \(person.high) \(person.low)"
    case .organisation(let code, let kind):
      return "organisation \(kind.rawValue) \(code) \(row.flatMap { contents[$0]?.whose } ?? "")"
    case nil:
      let kind = finding.place.flatMap { kinds[[$0.file, $0.sheet ?? ""]] }
      return "sheet \(kind?.rawValue ?? "")"
    }
  }
}

extension Place {
  /// The row of a sheet; the one sheet of a delimited file has no name.
  var recordRow: SheetRow? { row.map { SheetRow(file: file, sheet: sheet ?? "", row: $0) } }
}

extension Finding {
  var recordRow: SheetRow? { place?.recordRow }
}
