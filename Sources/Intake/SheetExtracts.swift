// SPDX-License-Identifier: Apache-2.0

package import Findings
import Results
import Roster
import SheetReading
import Tabular

/// A cell of a sheet with what stands around it: the cell as it was sent, the others masked.
package struct SheetExtract: Codable, Sendable, Hashable {
  /// One row of it.
  package struct Line: Codable, Sendable, Hashable {
    /// Number of the row, as Excel shows it.
    package var row: Int
    /// Its cells, one for each column; empty ones too.
    package var cells: [String]
  }

  /// File and sheet.
  package var sheet: String
  /// The letters above its columns.
  package var columns: [String]
  /// Its rows, from above.
  package var lines: [Line]
  /// Number of the row in question.
  package var row: Int
  /// Which of the columns is in question, from 0.
  package var column: Int
  /// The heading above the cell, as the sheet spells it; empty where it has none.
  package var heading: String
}

/// Cuts extracts out of workbooks, each of which is read once.
package struct SheetExtracts {
  private static let above = 1
  private static let beside = 2
  private static let longest = 40

  private struct Spot: Hashable {
    var sheet: String
    var row: Int
  }

  /// The extracts around places, as far as the files have them.
  ///
  /// - Parameter paths: the files that were checked, as they were named to the check.
  /// - Throws: `WorkbookError` where a file changed since.
  package static func around(_ places: [Place], in paths: [String]) throws -> [Place: SheetExtract] {
    let files = try WorkbookFiles.collect(paths).files
    var extracts: [Place: SheetExtract] = [:]
    for (name, own) in Dictionary(grouping: places, by: \.file) {
      guard let file = files.first(where: { $0.name == name }) else { continue }
      let cells = try cells(of: WorkbookOpener.open(file.open()), around: own)
      for place in own { extracts[place] = extract(place, cells) }
    }
    return extracts
  }

  /// The texts of the rows about which something is said, by column.
  private static func cells(of workbook: any Workbook, around places: [Place]) throws -> [Spot: [Int: String]] {
    var wanted: Set<Spot> = []
    for place in places {
      guard let sheet = place.sheet, let row = place.row else { continue }
      for near in row - above...row + above { wanted.insert(Spot(sheet: sheet, row: near)) }
    }
    let cursor = try workbook.rows()
    var batch = RowBatch()
    var found: [Spot: [Int: String]] = [:]
    while try cursor.next(into: &batch) {
      for row in batch.rows {
        let spot = Spot(sheet: batch.sheetName, row: Int(row.number))
        guard wanted.contains(spot) else { continue }
        for cell in batch.cells(of: row) { found[spot, default: [:]][Int(cell.column)] = batch.text(of: cell) }
      }
    }
    return found
  }

  private static func extract(_ place: Place, _ cells: [Spot: [Int: String]]) -> SheetExtract? {
    guard let sheet = place.sheet, let row = place.row, let column = place.column,
      cells[Spot(sheet: sheet, row: row)] != nil
    else { return nil }
    let columns = Array(max(1, column - beside)...column + beside)
    let lines = (max(1, row - above)...row + above).compactMap { number -> SheetExtract.Line? in
      guard let own = cells[Spot(sheet: sheet, row: number)] else { return nil }
      return SheetExtract.Line(
        row: number,
        cells: columns.map { other in
          let text = own[other] ?? ""
          return number == row && other == column ? sent(text) : masked(text)
        })
    }
    return SheetExtract(
      sheet: [place.file, sheet].joined(separator: " ▸ "), columns: columns.map(Place.letters(ofColumn:)), lines: lines,
      row: row, column: columns.firstIndex(of: column) ?? 0, heading: place.heading ?? "")
  }

  /// As it was sent, but for digits of numbers of persons.
  private static func sent(_ text: String) -> String {
    PersonalNumbers.masked(String(text.prefix(longest)), as: .prose)
  }

  /// How much stands there, and nothing of it.
  private static func masked(_ text: String) -> String { String(repeating: "•", count: min(6, text.count)) }
}
