// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import GRDB

/// Findings as rows: places in columns, facts and further places as JSON.
enum StoredFinding {
  private struct Site: Codable {
    var file: String
    var sheet: String?
    var row: Int?
    var column: Int?
    var heading: String?
  }

  /// - Parameter computed: true for what a settlement works out anew each time.
  /// - Parameter file: the file it was read from.
  static func insert(_ finding: Finding, computed: Bool, file: Int64? = nil, into db: Database) throws {
    let place = finding.place
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO finding (computed, file_id, code, file, sheet, row, position, heading, facts, related, count)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      computed, file, finding.code, place?.file, place?.sheet, place?.row, place?.column, place?.heading,
      json(finding.facts), json(finding.related.map(site)), finding.count,
    ])
  }

  static func finding(_ row: GRDB.Row) -> Finding {
    let file: String? = row["file"]
    let place = file.map {
      Place(file: $0, sheet: row["sheet"], row: row["row"], column: row["position"], heading: row["heading"])
    }
    let facts: [String: String] = decoded(row["facts"]) ?? [:]
    let related: [Site] = decoded(row["related"]) ?? []
    return Finding(row["code"], at: place, facts: facts, related: related.map(StoredFinding.place), count: row["count"])
  }

  private static func site(_ place: Place) -> Site {
    Site(file: place.file, sheet: place.sheet, row: place.row, column: place.column, heading: place.heading)
  }

  private static func place(_ site: Site) -> Place {
    Place(file: site.file, sheet: site.sheet, row: site.row, column: site.column, heading: site.heading)
  }

  private static func json(_ value: [String: String]) -> String { value.isEmpty ? "{}" : encoded(value) }

  private static func json(_ value: [Site]) -> String { value.isEmpty ? "[]" : encoded(value) }

  static func encoded(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    // Texts and whole numbers always encode.
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
  }

  static func decoded<Value: Decodable>(_ text: String) -> Value? {
    try? JSONDecoder().decode(Value.self, from: Data(text.utf8))
  }
}

/// The headings of a sheet as stored.
struct StoredHeading: Codable {
  var column: Int
  var text: String
  var field: String?

  static func json(of headings: [RecognisedSheet.Heading]) -> String {
    StoredFinding.encoded(headings.map { StoredHeading(column: $0.column, text: $0.text, field: $0.field) })
  }
}

/// Decodes the headings of a sheet once for all findings in it; a class because all places of a run share what it knows.
final class SheetHeadings {
  private var known: [String: [StoredHeading]] = [:]

  func decoded(_ json: String) -> [StoredHeading] {
    if let headings = known[json] { return headings }
    let headings: [StoredHeading] = StoredFinding.decoded(json) ?? []
    known[json] = headings
    return headings
  }
}
