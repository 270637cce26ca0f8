// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Intake
import Pipeline
import Policy
import Reports
import Results
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
    let context = CommandContext(
      workspaceDirectory: folder.path + "/ws", pack: try PackLoader.load("ningbo-2019"), language: .chinese)
    let run = CheckRun(context: context, period: Period("2019-Q2"), annotate: folder.path + "/" + marked)
    return try #require(try run.run([path]).marked.first)
  }

  @Test func whatIsWrittenAnewIsNamed() throws {
    let folder = try Folder()
    let path = folder.path + "/名册.csv"
    try "姓名,所在团支部,入团年月\n钟一,红星村团支部,2018-05\n".write(toFile: path, atomically: true, encoding: .utf8)
    let context = CommandContext(
      workspaceDirectory: folder.path + "/ws", pack: try PackLoader.load("ningbo-2019"), language: .chinese)
    let result = try CheckRun(context: context, annotate: folder.path + "/back").run([path])
    #expect(result.marked.count == 1 && result.rewritten == ["名册.csv"])
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

  /// As the city's system exports it, with a look of its own.
  private func export(_ end: String = "</Workbook>") -> String {
    """
    <?xml version="1.0"?>
    <?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
    <Styles><Style ss:ID="x"><Font ss:StrikeThrough="1"/></Style><Style ss:ID="b"><Font ss:FontName="楷体"/></Style></Styles>
    <Worksheet ss:Name="名册"><Table><Column ss:Width="90"/><Row><Cell ss:MergeAcross="3"><Data ss:Type="String">团员花名册</Data></Cell></Row>
    <Row><Cell><Data ss:Type="String">姓名</Data></Cell><Cell><Data ss:Type="String">身份证号码</Data></Cell>
    <Cell><Data ss:Type="String">入团年月</Data></Cell><Cell><Data ss:Type="String">所在团支部</Data></Cell></Row>
    <Row><Cell><Data ss:Type="String">王甲</Data></Cell><Cell ss:StyleID="b"><Data ss:Type="String">33020320030101001X</Data></Cell>
    <Cell><Data ss:Type="String">2018-05</Data></Cell><Cell ss:MergeDown="1"><Data ss:Type="String">泰河团支部</Data></Cell></Row>
    <Row ss:Hidden="1"><Cell><Data ss:Type="String">李乙</Data></Cell></Row>
    <Row><Cell ss:StyleID="x"><Data ss:Type="String">张丙</Data></Cell></Row></Table></Worksheet>
    <Worksheet ss:Name="旧表"><Table><Row><Cell><Data ss:Type="Number">7</Data></Cell></Row></Table>
    <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
    \(end)
    """
  }

  @Test func anExportComesBackAsTheSendersOwnFile() throws {
    let folder = try Folder()
    for (name, ending) in [("名册.xml", "xml"), ("名册.xls", "xls"), ("名册", "xml")] {
      let path = folder.path + "/" + name
      try export().write(toFile: path, atomically: true, encoding: .utf8)
      let before = try read(path)
      #expect(before["旧表"]?.visibility == .hidden && before["名册"]?.merges.count == 2 && before["名册"]?.flags.count == 2)
      let copy = try mark(path, folder, into: "marked")
      #expect(copy.hasSuffix("名册（已标注·含个人信息）." + ending))
      var after = try read(copy)
      let list = after.removeValue(forKey: "问题清单")?.cells ?? []
      #expect(after == before && !list.isEmpty && !list.contains { $0.hasPrefix("2.") })
      let text = try String(contentsOfFile: copy, encoding: .utf8)
      #expect(
        text.contains("<Cell ss:StyleID=\"lc_error_b\"><Data ss:Type=\"String\">33020320030101001X</Data><Comment "))
      #expect(text.contains("<Style ss:ID=\"lc_error_b\"><Font ss:FontName=\"楷体\"/><Interior "))
      // A corrected copy that is marked again has one list and no marks beside the new ones.
      let again = try String(contentsOfFile: mark(copy, folder, into: "again"), encoding: .utf8)
      #expect(again.matches(of: #/<Comment /#).count == text.matches(of: #/<Comment /#).count)
      #expect(again.matches(of: #/<Worksheet /#).count == 3)
      try FileManager.default.removeItem(atPath: path)
    }
  }

  @Test func anODSComesBackAsTheSendersOwnFile() throws {
    let folder = try Folder()
    let names = ["office", "table", "text", "style"].map {
      "xmlns:\($0)=\"urn:oasis:names:tc:opendocument:xmlns:\($0):1.0\""
    }
    func row(_ cells: [String]) -> String {
      let spelled = cells.map {
        "<table:table-cell office:value-type=\"string\"><text:p>\($0)</text:p></table:table-cell>"
      }
      return "<table:table-row>\(spelled.joined())</table:table-row>"
    }
    let rows = [
      row(["姓名", "身份证号码", "入团年月", "所在团支部"]), row(["王甲", "33020320030101001X", "2018-05", "泰河团支部"]),
    ]
    let content = """
      <office:document-content \(names.joined(separator: " ")) xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
      <office:body><office:spreadsheet><table:table table:name="名册">\(rows.joined())</table:table></office:spreadsheet></office:body>
      </office:document-content>
      """
    var archive = StoredArchive()
    archive.add("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    archive.add("content.xml", content)
    archive.add("settings.xml", "<冻结/>")
    let path = folder.path + "/名册.ods"
    try archive.data.write(to: URL(fileURLWithPath: path))
    let before = try read(path)
    let copy = try mark(path, folder, into: "marked")
    #expect(copy.hasSuffix("名册（已标注·含个人信息）.ods"))
    var after = try read(copy)
    #expect(after.removeValue(forKey: "问题清单") != nil && after == before)
    let package = try #require(try OpenDocumentPackage(InputFile(path: copy)))
    #expect(try package.content("settings.xml", limit: 99).map { String(decoding: $0, as: UTF8.self) } == "<冻结/>")
    let marked = String(decoding: try #require(try package.content("content.xml", limit: 1 << 20)), as: UTF8.self)
    #expect(marked.contains(#/table:style-name="lc_error"><office:annotation>(?:(?!</office:ann).)*身份证/#))
    // In a folder without its original it is known by its list.
    let run = ImportRun(
      context: CommandContext(
        workspaceDirectory: folder.path + "/ws", pack: try PackLoader.load("ningbo-2019"), language: .chinese),
      period: Period("2019-Q2")!)
    let told = try run.run([folder.path + "/marked"]).findings.map(\.finding.code)
    #expect(told.contains("own-copies-alone"))
  }

  /// What had to be mended to be read would open nowhere else: its rows are written anew, and the list says so.
  @Test func anExportThatIsNotWellFormedIsWrittenAnew() throws {
    let folder = try Folder()
    let path = folder.path + "/名册.xml"
    try export().replacing("团员花名册", with: "团员&花名册").write(toFile: path, atomically: true, encoding: .utf8)
    let before = try read(path)
    let copy = try mark(path, folder, into: "marked")
    #expect(copy.hasSuffix(".xlsx"))
    var after = try read(copy)
    let list = after.removeValue(forKey: "问题清单")?.cells ?? []
    #expect(after == before && list.contains { $0.hasPrefix("2.1 ") && $0.contains("重新写成") })
  }

  /// The list and the notes say the same in every format: nothing of a person that one of them would not show.
  @Test func anExportSaysWhatAnXLSXSays() throws {
    let folder = try Folder()
    let path = folder.path + "/名册.xml"
    try export().write(toFile: path, atomically: true, encoding: .utf8)
    let own = try mark(path, folder, into: "marked")
    try export().replacing("团员花名册", with: "团员&花名册").write(toFile: path, atomically: true, encoding: .utf8)
    let anew = try mark(path, folder, into: "anew")
    func told(_ cells: [String]) -> Set<String> {
      Set(cells.compactMap { $0.split(separator: " ", maxSplits: 1).last.map(String.init) })
    }
    let (one, other) = (try read(own)["问题清单"]?.cells ?? [], try read(anew)["问题清单"]?.cells ?? [])
    #expect(told(one).subtracting(told(other)).allSatisfy { $0.hasPrefix("名册.xml：") })
    #expect(!one.contains { $0.contains("33020320030101001X") } && one.count > 40)
    let notes = try String(contentsOfFile: own, encoding: .utf8).matches(of: #/<Comment .*?</Comment>/#).map {
      $0.output
    }
    #expect(!notes.isEmpty && !notes.contains { $0.contains("33020320030101001X") })
  }

  /// What readers know of other formats is kept: merges both ways.
  @Test func anotherFormatKeepsWhatItsReaderKnows() throws {
    let folder = try Folder()
    let path = folder.path + "/名册.xls"
    let row = { (cells: [String]) in "<tr>\(cells.joined())</tr>" }
    let rows = [
      row(["<td colspan=4>团员花名册</td>"]),
      row(["姓名", "身份证号码", "入团年月", "所在团支部"].map { "<td>\($0)</td>" }),
      row(["<td>王甲</td>", "<td>330203</td>", "<td>2018-05</td>", "<td rowspan=2>泰河团支部</td>"]), row(["<td>李乙</td>"]),
    ]
    try "<html><body><table>\(rows.joined())</table></body></html>".write(
      toFile: path, atomically: true, encoding: .utf8)
    let before = try read(path)
    let copy = try mark(path, folder, into: "marked")
    var after = try read(copy)
    let list = after.removeValue(forKey: "问题清单")?.cells ?? []
    #expect(after.values.map(\.merges) == before.values.map(\.merges) && after.values.first?.merges.count == 2)
    #expect(copy.hasSuffix(".xlsx") && list.contains { $0.contains("重新写成") })
  }
}
