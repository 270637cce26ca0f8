// SPDX-License-Identifier: Apache-2.0

import Foundation
import SheetReading
import Tabular
import TestSupport
import Testing

/// The same roster, written by several programs in every format, gives the same cells.
@Suite struct CompatibilityTests {
  static let files: [(name: String, format: String, encoding: String)] = [
    ("roster-openpyxl.xlsx", "xlsx", "utf-8"), ("roster-xlwt.xls", "xls", "utf-16le"),
    ("roster-libreoffice.xls", "xls", "utf-16le"), ("roster-libreoffice.ods", "ods", "utf-8"),
    ("roster-libreoffice.fods", "fods", "utf-8"), ("roster-libreoffice.html", "html-table", "utf-8"),
    ("roster-gbk.html", "html-table", "gb18030"), ("roster-utf8-bom.csv", "csv", "utf-8"),
    ("roster-gb18030.csv", "csv", "gb18030"), ("roster-utf16.tsv", "csv", "utf-16le"),
  ]

  /// By row and column; dates as a day, whatever the format has for them.
  static let roster = [
    "1.1=2019年第二季度团员花名册",
    "2.1=姓名", "2.2=身份证号码", "2.3=性别", "2.4=出生日期", "2.5=入团年月", "2.6=所在团支部", "2.7=团员数", "2.8=备注",
    "3.1=赵一", "3.2=330203199003070012", "3.3=男", "3.4=1990-03-07", "3.5=2005-05", "3.6=海曙区一中高一1班团支部",
    "3.7=12", "3.8=甲、乙\n第二行",
    "4.1=钱𠮷", "4.2=33020419981231002X", "4.3=女", "4.4=1998-12-31", "4.5=2013-05", "4.6=江北区A&B<C>团支部",
    "4.8=前后有空格",
    "5.1=孙三", "5.2=330205200002290013", "5.3=男", "5.4=2000-02-29", "5.5=2014-05", "5.6=海曙区一中高一1班团支部",
    "5.7=0.5", "5.8=引号\"逗号,分号;",
  ]

  @Test(arguments: files) func theSameRosterGivesTheSameCells(name: String, format: String, encoding: String) throws {
    let reading = try SheetText.read(path: SheetText.fixtures + "/roster/" + name)
    #expect(reading.format == format)
    #expect(reading.encoding == encoding)
    #expect(reading.cells[0].map(Self.spelled) == Self.roster)
  }

  /// Formats that know types keep them: an ID stays text, a count a number, a birthday a date.
  @Test(arguments: files.filter { ["xlsx", "xls", "ods", "fods"].contains($0.format) })
  func typesAreKept(name: String, format: String, encoding: String) throws {
    let reading = try SheetText.read(path: SheetText.fixtures + "/roster/" + name)
    let kinds = reading.cells[0].filter { $0.row == 3 }.map(\.kind)
    #expect(kinds == [.string, .string, .string, .date, .string, .string, .number, .string])
    #expect(reading.sheets == ["团员花名册", "空表"])
  }

  @Test(arguments: files) func chunkSizeChangesNothing(name: String, format: String, encoding: String) throws {
    let path = SheetText.fixtures + "/roster/" + name
    let whole = try SheetText.read(path: path)
    for size in [1, 7] { #expect(try SheetText.read(path: path, chunkSize: size) == whole, "chunks of \(size)") }
  }

  /// Cut anywhere, a file is an error or a warning. A text file may be cut right behind a line end: nothing in it tells.
  @Test(arguments: files) func aTruncatedFileIsNeverJustShorter(name: String, format: String, encoding: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: SheetText.fixtures + "/roster/" + name))
    var random = RandomSeed.dice("truncation of \(name)")
    let whole = try SheetText.read(data)
    for _ in 0..<500 {
      let length = Int.random(in: 1..<data.count, using: &random)
      guard let reading = try? SheetText.read(data.prefix(length)) else { continue }
      let isAtLineEnd = format == "csv" && Self.endsLine(data.prefix(length), encoding)
      let isWhole = reading.cells == whole.cells
      #expect(!reading.repairs.isEmpty || isAtLineEnd || isWhole, "cut at \(length)")
    }
  }

  private static func endsLine(_ data: Data, _ encoding: String) -> Bool {
    encoding == "utf-16le"
      ? data.suffix(2) == Data([0x0A, 0]) || data.suffix(2) == Data([0x0D, 0]) : data.last == 0x0A || data.last == 0x0D
  }

  /// "3.4=1990-03-07"
  private static func spelled(_ cell: SheetText.ReadCell) -> String {
    var text = cell.text.trimmingCharacters(in: .whitespaces).replacing("T00:00:00", with: "")
    for (from, to) in [("1990年3月7日", "1990-03-07"), ("1998年12月31日", "1998-12-31"), ("2000年2月29日", "2000-02-29")]
    where text == from { text = to }
    return "\(cell.row).\(cell.column)=\(text)"
  }
}
