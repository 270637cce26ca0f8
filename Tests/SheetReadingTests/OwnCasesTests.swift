// SPDX-License-Identifier: Apache-2.0

import Foundation
import SheetReading
import Tabular
import Testing

/// Workbooks made by hand, one quirk each, with the cells that Excel shows; in `Fixtures/own` and `Fixtures/expected`.
@Suite struct OwnCasesTests {
  struct Expected: Decodable {
    struct Sheet: Decodable {
      struct Row: Decodable {
        var r: Int
        var c: [[Value]]
      }
      var name: String
      var rows: [Row]
    }
    var expect: String
    var level: String
    var sheets: [Sheet]
    /// Other readings that are as right.
    var alt: [[Sheet]]?
  }

  enum Value: Decodable, Equatable {
    case text(String), number(Double), bool(Bool)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let flag = try? container.decode(Bool.self) {
        self = .bool(flag)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  static let cases: [String] = {
    let all = FileManager.default.enumerator(atPath: SheetText.fixtures + "/own")?.compactMap { $0 as? String } ?? []
    // A CSV has no types: here a number in it is expected to be one, in the CSV cases a text.
    return all.filter { $0.contains(".") && !$0.hasSuffix("own__22_csv_named_xlsx.xlsx") }.sorted()
  }()

  @Test func thereAreCases() { #expect(Self.cases.count > 40) }

  @Test(arguments: cases) func readsWhatExcelShows(name: String) throws {
    let expectedPath = SheetText.fixtures + "/expected/" + name + ".json"
    let expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: URL(fileURLWithPath: expectedPath)))
    let reading: SheetText.Reading
    do {
      reading = try SheetText.read(path: SheetText.fixtures + "/own/" + name)
    } catch let error as WorkbookError {
      #expect(expected.expect.contains("error"), "refused: \(error)")
      return
    }
    #expect(expected.expect.contains("ok"), "a damaged or hostile file was read")
    // Of some files nobody can say what they should hold: they must be read or refused, and that is all.
    guard expected.level != "either" else { return }
    let cells = reading.cells.map { $0.map(Self.spelled).sorted() }
    let right = ([expected.sheets] + (expected.alt ?? [])).map { sheets in
      sheets.map { sheet in sheet.rows.flatMap { row in row.c.compactMap { Self.wanted($0, row: row.r) } }.sorted() }
    }
    #expect(right.contains { cells.starts(with: $0) }, "\(cells) instead of \(right)")
  }

  private static func wanted(_ cell: [Value], row: Int) -> String? {
    guard cell.count == 3, case .number(let column) = cell[0], case .text(let kind) = cell[1] else { return nil }
    switch cell[2] {
    case .number(let number): return "\(row).\(Int(column)) \(number)"
    case .bool(let flag): return "\(row).\(Int(column)) \(flag)"
    case .text(let text): return "\(row).\(Int(column)) " + (kind == "date" ? day(text) : folded(text))
    }
  }

  private static func spelled(_ cell: SheetText.ReadCell) -> String {
    let place = "\(cell.row).\(cell.column) "
    switch cell.kind {
    case .number: return place + (Double(cell.text).map { "\($0)" } ?? cell.text)
    case .bool: return place + (cell.text == "1" ? "true" : "false")
    case .date: return place + day(cell.text)
    case .string, .error: return place + folded(cell.text)
    }
  }

  /// A time of day may be a date of 1899 or a fraction.
  private static func day(_ text: String) -> String {
    guard text.hasPrefix("1899-12-31T"), text.count >= 19 else { return String(text.prefix(19)) }
    let parts = text.dropFirst(11).split(separator: ":").compactMap { Double($0) }
    return "\((parts[0] * 3600 + parts[1] * 60 + parts[2]) / 86_400)"
  }

  private static func folded(_ text: String) -> String {
    text.split { $0.isWhitespace }.joined(separator: " ")
  }
}
