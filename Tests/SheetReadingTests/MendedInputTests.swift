// SPDX-License-Identifier: Apache-2.0

import Foundation
import SheetReading
import Tabular
import TestSupport
import Testing

/// What people and programs write though it is not quite right: read as meant, and told.
@Suite struct MendedInputTests {
  private func texts(_ data: Data) throws -> [String] {
    try SheetText.read(data).cells[0].map { "\($0.row).\($0.column)=\($0.text)" }
  }

  @Test(arguments: [1, 2, 3, 65_536]) func fullWidthCommasSeparateFields(chunkSize: Int) throws {
    let throughout = "姓名，性别，电话\n王小明，男，1\n李小红，女，2\n"
    let all = try SheetText.read(Data(throughout.utf8), chunkSize: chunkSize)
    #expect(all.cells[0].map(\.text) == ["姓名", "性别", "电话", "王小明", "男", "1", "李小红", "女", "2"])
    #expect(all.repairs == ["workbook-full-width-commas"])
    let some = try SheetText.read(Data("a,b,c\n1，2,3\n4,5，x,6\n".utf8), chunkSize: chunkSize)
    #expect(
      some.cells[0].map { "\($0.row).\($0.column)=\($0.text)" }.suffix(6) == [
        "2.1=1", "2.2=2", "2.3=3", "3.1=4", "3.2=5，x", "3.3=6",
      ])
    #expect(some.repairs == ["workbook-full-width-commas"])
  }

  @Test func guardsAroundNumbersAreDropped() throws {
    let text = "a,b\n=\"330203\",\t0574\t\n\"=\"\"0012\"\"\",=\"a\"\"b\"\n"
    #expect(try texts(Data(text.utf8)).prefix(5) == ["1.1=a", "1.2=b", "2.1=330203", "2.2=0574", "3.1=0012"])
  }

  @Test(arguments: [
    ("10:10:10", "1899-12-31T10:10:10"), ("2018-04-30T16:00:00Z", "2018-04-30T16:00:00Z"),
    ("2018-05-01T00:00:00.250+08:00", "2018-05-01T00:00:00.250+08:00"),
    ("2018-05-01T00:00:00.000", "2018-05-01T00:00:00"),
  ])
  func datesByTypeKeepTheirZone(text: String, expected: String) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try StoredArchive.workbook("<row><c t=\"d\"><v>\(text)</v></c></row>").data.write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    var batch = RowBatch()
    _ = try WorkbookOpener.open(path: path).rows().next(into: &batch)
    let cell = try #require(batch.cells.first)
    #expect(cell.kind == .date && batch.text(of: cell) == expected)
    #expect(!String(decoding: batch.shownDate(of: cell), as: UTF8.self).contains("Z"))
  }

  @Test func rowsBehindAStrayEndTagAreRead() throws {
    let page = "<table><tr><td>a<td>b</tr></table><tr><td>c<td>d</tr><tr><td>e<td>f</tr></table>"
    let reading = try SheetText.read(Data(page.utf8))
    #expect(reading.cells[0].map { "\($0.row).\($0.column)=\($0.text)" }.count == 6)
    #expect(reading.repairs.contains("workbook-html-stray-rows"))
  }

  @Test func aWorkbookWithoutItsTextsIsRefused() {
    let rows = "<row><c t=\"s\"><v>0</v></c></row>"
    #expect(SheetText.failure(StoredArchive.workbook(rows).data) == "workbook-part-missing")
  }

  @Test func binaryWorkbooksAreNamed() {
    var archive = StoredArchive()
    archive.add("[Content_Types].xml", "<Types/>")
    archive.add("xl/workbook.bin", "…")
    #expect(SheetText.failure(archive.data) == "workbook-binary")
  }

  @Test func aLongCellIsToldAndAHugeOneRefused() throws {
    func book(_ count: Int) -> Data {
      SheetText.workbook(
        "<Row><Cell><Data ss:Type=\"String\">\(String(repeating: "长", count: count))</Data></Cell></Row>")
    }
    #expect(try SheetText.read(book(32_767)).repairs == [])
    #expect(try SheetText.read(book(32_768)).repairs == ["workbook-cell-long"])
    #expect(SheetText.failure(book(400_000)) == "workbook-cell-too-long")
  }
}
