// SPDX-License-Identifier: Apache-2.0

import Foundation
import Papers
import SheetReading
import Tabular
import Testing

/// Workbooks that go out, read back by the reader of the program itself.
@Suite struct WorkbookTests {
  private static var workbook: PaperWorkbook {
    PaperWorkbook(
      sheets: [
        PaperSheet(
          "数据", lines: ["题目"],
          columns: [
            PaperColumn("甲"), PaperColumn("数"), PaperColumn("率"), PaperColumn("状态", blank: .choice(["完成", "未完成"])),
          ],
          rows: [
            [.text("=1+1"), .number(12), .percent(2_697), .text("")],
            [.text("+86"), .number(0), .percent(nil), .text("")],
            [.text("-1"), .number(nil as Int?), .percent(10_000), .text("完成")],
            [.text("@SUM(A1)"), .number(3), .percent(1), .text("")],
            [.text("330203000000000001"), .number(4), .percent(5), .text("")],
          ])
      ], title: "甲&乙", footer: "第{page}页", day: 18_169)
  }

  private static func written() throws -> (path: String, bytes: Data) {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("paper-\(UUID().uuidString).xlsx").path
    try PaperWorkbookWriter().write(workbook, to: path)
    return (path, try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test func readsBackAsItWasWritten() throws {
    let (path, _) = try Self.written()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let rows = try Self.rows(of: path)
    #expect(rows[0] == ["string 题目"])
    #expect(rows[1] == ["string 甲", "string 数", "string 率", "string 状态"])
    #expect(rows[2] == ["string =1+1", "number 12", "number 0.2697"])
    #expect(rows[4] == ["string -1", "number 1", "string 完成"])
    #expect(rows[5].first == "string @SUM(A1)")
    #expect(rows[6].first == "string 330203000000000001", "an ID is no number")
  }

  @Test func theSameContentGivesTheSameBytes() throws {
    let (first, second) = (try Self.written(), try Self.written())
    defer { for path in [first.path, second.path] { try? FileManager.default.removeItem(atPath: path) } }
    #expect(first.bytes == second.bytes)
  }

  @Test func aFolderThatIsNotThereIsTold() {
    #expect(throws: PaperFailure.self) { try PaperWorkbookWriter().write(Self.workbook, to: "/nowhere/x.xlsx") }
  }

  /// Kind and text of every cell of the first sheet.
  private static func rows(of path: String) throws -> [[String]] {
    let cursor = try WorkbookOpener.open(path: path).rows()
    var rows: [[String]] = []
    var batch = RowBatch()
    while try cursor.next(into: &batch) {
      for row in batch.rows { rows.append(batch.cells(of: row).map { "\($0.kind) \(batch.text(of: $0))" }) }
    }
    return rows
  }
}
