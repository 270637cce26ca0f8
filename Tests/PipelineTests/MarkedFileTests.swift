// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Pipeline
import Policy
import SheetReading
import Tabular
import TestSupport
import Testing

/// `check --annotate`: what comes back of files of one's own.
@Suite struct MarkedFileTests {
  private final class Folder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("back-" + UUID().uuidString).path
    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private struct Read: Equatable {
    var merges: [MergedRange] = []
    var visibility: SheetVisibility? = .visible
    var flags: [Int: RowFlags] = [:]
    var cells: [String] = []
  }

  private func read(_ path: String) throws -> [String: Read] {
    let cursor = try WorkbookOpener.open(path: path).rows()
    var batch = RowBatch()
    var sheets: [String: Read] = [:]
    while try cursor.next(into: &batch) {
      var sheet = sheets[batch.sheetName] ?? Read()
      for row in batch.rows {
        if !row.flags.isEmpty { sheet.flags[Int(row.number)] = row.flags }
        sheet.cells += batch.cells(of: row).map { "\(row.number).\($0.column) \(batch.text(of: $0))" }
      }
      if batch.endsSheet { (sheet.merges, sheet.visibility) = (batch.merges, batch.visibility) }
      sheets[batch.sheetName] = sheet
    }
    return sheets
  }

  private func mark(_ path: String, _ folder: Folder, into marked: String) throws -> String {
    let desk = Desk(
      workspaceDirectory: folder.path + "/ws", pack: try PackLoader.load("ningbo-2019"), language: .chinese)
    let run = CheckRun(desk: desk, period: Period("2019-Q2"), annotate: folder.path + "/" + marked)
    return try #require(try run.run([path]).marked.first)
  }

  private func part(_ name: String, of path: String) throws -> String {
    let package = try #require(try WorkbookPackage(InputFile(path: path)))
    return String(decoding: try #require(try package.content(name, limit: 1 << 22)), as: UTF8.self)
  }

  /// A branch merged over its rows, with an ID that is none below the first row.
  private func roster() -> StoredArchive {
    func row(_ number: Int, _ cells: [String]) -> String {
      let spelled = cells.enumerated().filter { !$1.isEmpty }.map { index, text in
        "<c r=\"\(["A", "B", "C", "D"][index])\(number)\" t=\"inlineStr\"><is><t>\(text)</t></is></c>"
      }
      return "<row r=\"\(number)\">\(spelled.joined())</row>"
    }
    let rows = [
      row(1, ["姓名", "身份证号码", "入团年月", "所在团支部"]), row(2, ["王甲", "330203", "2018-05", "泰河中学高一1班团支部"]),
      row(3, ["李乙", "33020320030101001X", "2018-13", ""]),
    ]
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return .workbook(
      rows.joined(), behind: "<mergeCells><mergeCell ref=\"D2:D3\"/></mergeCells>",
      types: "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(kind)\"/>")
  }

  @Test func anXLSXComesBackAsTheSendersOwnFile() throws {
    let folder = try Folder()
    let path = folder.path + "/名册.xlsx"
    try roster().data.write(to: URL(fileURLWithPath: path))
    let marked = try mark(path, folder, into: "marked")
    var (before, after) = (try read(path), try read(marked))
    #expect(after.removeValue(forKey: "问题清单") != nil)
    #expect(before == after && before["名册"]?.merges.count == 1)
    let sheet = try part("xl/worksheets/sheet1.xml", of: marked)
    let cells = sheet.matches(of: #/<c r="(\w+)"[^>]* s="\d+"/#).map { String($0.output.1) }
    #expect(cells.contains("B2") && cells.contains("C3") && !cells.contains("A2"))
    // A corrected copy that is marked again has one list and no old marks.
    before["问题清单"] = try read(marked)["问题清单"]
    let again = try mark(marked, folder, into: "again")
    #expect(Set(try read(again).keys) == Set(before.keys))
    #expect(try part("xl/comments1.xml", of: again).matches(of: #/<comment /#).count == cells.count)
  }

  /// A sheet of the sender's that happens to have the name of the list is nobody's to overwrite.
  @Test func aSheetOfTheSameNameStays() throws {
    let folder = try Folder()
    let path = folder.path + "/名册.csv"
    try "姓名,身份证号码,所在团支部\n王甲,330203,泰河中学高一1班团支部\n".write(toFile: path, atomically: true, encoding: .utf8)
    let copy = try mark(path, folder, into: "marked")
    let names = try read(copy).keys.sorted()
    #expect(names == ["名册", "问题清单"])
    let sent = folder.path + "/问题清单.csv"
    try FileManager.default.copyItem(atPath: path, toPath: sent)
    let own = try read(try mark(sent, folder, into: "own"))
    #expect(own.keys.sorted() == ["问题清单", "问题清单 (2)"] && own["问题清单"]?.cells.contains("2.1 王甲") == true)
  }

  /// What readers know of other formats is kept: merges both ways, hidden sheets and rows, rows struck out.
  @Test func anotherFormatKeepsWhatItsReaderKnows() throws {
    let folder = try Folder()
    let path = folder.path + "/名册.xml"
    try """
    <?xml version="1.0"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
    <Styles><Style ss:ID="x"><Font ss:StrikeThrough="1"/></Style></Styles>
    <Worksheet ss:Name="名册"><Table><Row><Cell ss:MergeAcross="3"><Data ss:Type="String">团员花名册</Data></Cell></Row>
    <Row><Cell><Data ss:Type="String">姓名</Data></Cell><Cell><Data ss:Type="String">身份证号码</Data></Cell>
    <Cell><Data ss:Type="String">入团年月</Data></Cell><Cell><Data ss:Type="String">所在团支部</Data></Cell></Row>
    <Row><Cell><Data ss:Type="String">王甲</Data></Cell><Cell><Data ss:Type="String">330203</Data></Cell>
    <Cell><Data ss:Type="String">2018-05</Data></Cell><Cell ss:MergeDown="1"><Data ss:Type="String">泰河团支部</Data></Cell></Row>
    <Row ss:Hidden="1"><Cell><Data ss:Type="String">李乙</Data></Cell></Row>
    <Row><Cell ss:StyleID="x"><Data ss:Type="String">张丙</Data></Cell></Row></Table></Worksheet>
    <Worksheet ss:Name="旧表"><Table><Row><Cell><Data ss:Type="Number">7</Data></Cell></Row></Table>
    <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
    </Workbook>
    """.write(toFile: path, atomically: true, encoding: .utf8)
    let before = try read(path)
    #expect(before["旧表"]?.visibility == .hidden && before["名册"]?.merges.count == 2 && before["名册"]?.flags.count == 2)
    var after = try read(try mark(path, folder, into: "marked"))
    #expect(after.removeValue(forKey: "问题清单") != nil && after == before)
  }
}
