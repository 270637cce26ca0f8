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

  /// What was opened, and hashed, is what is read: another file may take its name; one that is written to meanwhile is refused.
  @Test func whatWasOpenedIsRead() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (file, other) = (folder.appendingPathComponent("a.csv"), folder.appendingPathComponent("b.csv"))
    try Data("姓名,性别\n甲一,男\n".utf8).write(to: file)
    let input = try InputFile(path: file.path)
    try Data("姓名,性别\n乙二,女\n丙三,女\n".utf8).write(to: other)
    #expect(rename(other.path, file.path) == 0)
    let cursor = try WorkbookOpener.open(input).rows()
    var (batch, texts) = (RowBatch(), [String]())
    while try cursor.next(into: &batch) { texts += batch.rows.flatMap { batch.cells(of: $0).map(batch.text) } }
    #expect(texts == ["姓名", "性别", "甲一", "男"])
    try input.requireUnchanged()
    let later = try InputFile(path: file.path)
    let writer = try FileHandle(forWritingTo: file)
    try writer.seekToEnd()
    try writer.write(contentsOf: Data("丁四,女\n".utf8))
    try writer.close()
    #expect(throws: WorkbookError.self) { try later.requireUnchanged() }
  }

  /// A workbook that says no namespace is read by its names alone, and that is told.
  @Test func aWorkbookWithoutItsNamespaceIsReadAndTold() throws {
    let cells = ["姓名", "入团年月"].map { "<Cell><Data ss:Type=\"String\">\($0)</Data></Cell>" }.joined()
    let table = "<Worksheet ss:Name=\"名册\"><Table><Row>\(cells)</Row></Table></Worksheet>"
    let prefix = "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\""
    let bare = try SheetText.read(Data("<?xml version=\"1.0\"?><Workbook \(prefix)>\(table)</Workbook>".utf8))
    #expect(bare.cells[0].map(\.text) == ["姓名", "入团年月"])
    #expect(bare.repairs == ["workbook-namespace-missing"])
    let whole = "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \(prefix)>\(table)</Workbook>"
    #expect(try SheetText.read(Data(("<?xml version=\"1.0\"?>" + whole).utf8)).repairs.isEmpty)
  }

  @Test func rowsBehindAStrayEndTagAreRead() throws {
    let page = "<table><tr><td>a<td>b</tr></table><tr><td>c<td>d</tr><tr><td>e<td>f</tr></table>"
    let reading = try SheetText.read(Data(page.utf8))
    #expect(reading.cells[0].map { "\($0.row).\($0.column)=\($0.text)" }.count == 6)
    #expect(reading.repairs.contains("workbook-html-stray-rows"))
  }

  @Test(arguments: [String.Encoding.utf8, .utf16LittleEndian]) func oneColumnIsATable(encoding: String.Encoding) throws
  {
    let list = "\u{FEFF}甲支部团员名单\r\n姓名\r\n王小明\r\n李 红\r\n330203200301010214\r\n"
    let data = try #require(list.data(using: encoding))
    #expect(try texts(data) == ["1.1=甲支部团员名单", "2.1=姓名", "3.1=王小明", "4.1=李 红", "5.1=330203200301010214"])
    for prose in ["姓名\n请各单位于本月底前报送。谢谢\n", "name\nint main\n", "姓名"] {
      #expect(SheetText.failure(Data(prose.utf8)) == "workbook-unrecognised", "\(prose)")
    }
  }

  @Test func aPageOfOneColumnIsATableAndAFormIsNone() throws {
    func page(_ cell: String) -> Data {
      Data(
        "<html><head><title>甲支部</title></head><h3>团员<b>名单</b></h3><table><caption>六月</caption>\(cell)</table>".utf8)
    }
    let list = try SheetText.read(page("<tr><td>姓名<tr><td>王小明<tr><td>李红"))
    #expect(list.cells[0].map(\.text) == ["姓名", "王小明", "李红"] && list.above == [["六月", "团员名单", "甲支部"]])
    #expect(SheetText.failure(page("<tr><td>用户名<tr><td><input><tr><td>登录")) == "workbook-html")
    #expect(SheetText.failure(page("<tr><td>出错了<tr><td>请返回")) == "workbook-html")
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
