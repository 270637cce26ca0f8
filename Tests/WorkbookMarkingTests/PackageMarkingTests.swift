// SPDX-License-Identifier: Apache-2.0

import Foundation
import ReportModel
import SheetReading
import Tabular
import TestSupport
import Testing
import WorkbookMarking

/// A package on disk as its parts, and what marking makes of it.
private final class MarkedPackage {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("marked-" + UUID().uuidString).path
  let package: WorkbookPackage
  let ending: String

  /// - Parameter marks: cells of sheets, with their level.
  init(
    _ data: Data, _ marks: [(sheet: Int, row: Int, column: Int, level: MarkedWorkbook.Level)], formerList: Int? = nil
  ) throws {
    let original = path + ".in"
    defer { try? FileManager.default.removeItem(atPath: original) }
    try data.write(to: URL(fileURLWithPath: original))
    let sent = try #require(try WorkbookPackage(InputFile(path: original)))
    let book = MarkedWorkbook(
      words: [
        "list": "问题清单", "error": "错误", "warning": "警告", "info": "提示", "remedy-mark": "→ ", "colon": "：",
        "none": "没有发现问题。",
        "severity": "级别", "status": "状态", "status-choices": "待处理,已改正",
      ], title: "一份", sheets: sent.sheets.map { MarkedWorkbook.Sheet(name: $0.name) }, formerList: formerList,
      marks: marks.map { mark in
        MarkedWorkbook.Mark(
          level: mark.level, sheet: mark.sheet, row: mark.row, column: mark.column,
          anchor: MarkedWorkbook.Anchor(row: mark.row, column: mark.column), heading: "列", title: "题",
          message: "第\(mark.row)行<错>", remedy: "请改正", code: "code")
      })
    let marking = try PackageMarking(sent, book)
    ending = marking.ending
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    try marking.write(to: file.fileDescriptor)
    try file.close()
    package = try #require(try WorkbookPackage(InputFile(path: path)))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func text(_ name: String) throws -> String {
    String(decoding: try #require(try package.content(name, limit: 1 << 24), "\(name)"), as: UTF8.self)
  }

  var data: Data { get throws { try Data(contentsOf: URL(fileURLWithPath: path)) } }
}

/// The style of a cell as a sheet spells it.
private func style(of cell: String, in sheet: String) -> Int? {
  sheet.firstMatch(of: try! Regex("<[a-z:]*c r=\"\(cell)\"[^>]*? s=[\"']([0-9]+)")).flatMap { match in
    match.output[1].substring.flatMap { Int($0) }
  }
}

@Suite struct PackageMarkingTests {
  private let rosterPart = "xl/worksheets/sheet1.xml"

  @Test func everyPartThatBearsNoMarkIsTheSameByteForByte() throws {
    let sent = SendersWorkbook()
    let copy = try MarkedPackage(sent.data, [(0, 3, 4, .error), (0, 5, 1, .info)])
    let changed = sent.parts.filter { part in (try? copy.text(part.name)) != part.text }.map(\.name)
    #expect(
      changed == [
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", rosterPart,
        "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
      ])
    #expect(copy.package.names == sent.parts.map(\.name) + ["xl/worksheets/sheet4.xml"])
    #expect(copy.ending == "xlsx")
  }

  /// Merges, panes, widths, heights, hidden rows, formulas with their results, filters, validations, conditional formats,
  /// print settings, charts and tables: the sheet is what it was but for the style of the marked cells.
  @Test func aSheetIsChangedInTheMarkedCellsOnly() throws {
    let sent = SendersWorkbook()
    let copy = try MarkedPackage(
      sent.data, [(0, 3, 4, .error), (0, 5, 1, .info), (0, 2, 3, .warning), (0, 4, 2, .error)])
    let sheet = try copy.text(rosterPart)
    let styles = try ["D3", "A5", "C2", "B4"].map { try #require(style(of: $0, in: sheet)) }
    #expect(Set(styles).count == 3 && styles.allSatisfy { $0 > 2 })
    let expected = sent[rosterPart].replacing(" tabSelected=\"1\"", with: "").replacing(" spans=\"1:4\"", with: "")
      .replacing("<c r=\"D3\" s=\"1\">", with: "<c r=\"D3\" s=\"\(styles[0])\">")
      .replacing("<c r=\"A5\" s='2'", with: "<c r=\"A5\" s='\(styles[1])'")
      .replacing("<c r=\"D2\"", with: "<c r=\"C2\" s=\"\(styles[2])\"/><c r=\"D2\"")
      .replacing("<row r=\"5\"", with: "<row r=\"4\"><c r=\"B4\" s=\"\(styles[3])\"/></row><row r=\"5\"")
    #expect(sheet == expected)
  }

  @Test func aMarkedCellKeepsItsStyleButForTheFill() throws {
    let copy = try MarkedPackage(SendersWorkbook().data, [(0, 3, 4, .error), (0, 5, 1, .warning), (0, 2, 3, .error)])
    let (sheet, styles) = (try copy.text(rosterPart), try copy.text("xl/styles.xml"))
    let list = try #require(styles.firstMatch(of: #/<cellXfs count="(\d+)">(.*)</cellXfs>/#))
    let formats = list.output.2.matches(of: #/<xf [^>]*/>|<xf [^>]*[^/]>.*?</xf>/#).map { String($0.output) }
    #expect(formats.count == Int(list.output.1))
    let fills = styles.matches(of: #/<fill>.*?</fill>/#).map { String($0.output) }
    #expect(styles.contains("<fills count=\"\(fills.count - 1)\">"), "the last is one of conditional formats")
    for (cell, base, colour) in [("D3", 1, "FFC7CE"), ("A5", 2, "FFEB9C"), ("C2", 1, "FFC7CE")] {
      let format = formats[try #require(style(of: cell, in: sheet))]
      let fill = try #require(format.firstMatch(of: #/fillId="(\d+)"/#).flatMap { Int($0.output.1) })
      #expect(fills[fill].contains("<fgColor rgb=\"FF\(colour)\"/>"))
      let plain = format.replacing("fillId=\"\(fill)\"", with: "fillId=\"0\"").replacing(" applyFill=\"1\"", with: "")
      #expect(plain == formats[base], "column C has the style of the column")
    }
  }

  @Test func theListIsTheLastSheetAndShownFirst() throws {
    let copy = try MarkedPackage(SendersWorkbook().data, [(0, 3, 4, .error), (0, 5, 1, .info)])
    #expect(copy.package.sheets.map(\.name) == ["团员花名册", "旧表", "码表", "问题清单"])
    let workbook = try copy.text("xl/workbook.xml")
    #expect(
      workbook.contains("activeTab=\"3\"") && workbook.contains("sheetId=\"8\"") && workbook.contains("\"veryHidden\""))
    #expect(workbook.contains("localSheetId=\"0\">团员花名册!$1:$2<"))
    let list = try copy.text("xl/worksheets/sheet4.xml")
    #expect(list.contains("<hyperlink ref=\"C4\" location=\"'团员花名册'!D3\" display=\"D3\"/>"))
    #expect(list.contains("sqref=\"I4:I5\"><formula1>\"待处理,已改正\"</formula1>"))
    #expect(list.contains("第3行&lt;错&gt;") && list.contains("tabSelected=\"1\""))
    let cursor = try WorkbookOpener.open(path: copy.path).rows()
    var (batch, states) = (RowBatch(), [SheetVisibility?]())
    while try cursor.next(into: &batch) { if batch.endsSheet { states.append(batch.visibility) } }
    #expect(states == [.visible, .hidden, .veryHidden, .visible] && cursor.repairs.isEmpty)
  }

  @Test func theSendersNotesStayAndOursFollow() throws {
    let copy = try MarkedPackage(SendersWorkbook().data, [(0, 3, 4, .error), (0, 3, 1, .warning)])
    let notes = try copy.text("xl/comments1.xml")
    #expect(notes.contains("<author>张老师</author><author>league-census</author>"))
    #expect(notes.contains("<text><t>已电话核对</t><r>") && notes.contains("警告：第3行&lt;错&gt;&#10;→ 请改正"))
    #expect(notes.contains("<comment ref=\"D3\" authorId=\"1\">") && notes.matches(of: #/<comment /#).count == 2)
    let shapes = try copy.text("xl/drawings/vmlDrawing1.vml")
    #expect(shapes.contains("_x0000_s1029") && shapes.contains("id=\"_x0000_s1030\""))
    #expect(shapes.matches(of: #/<v:shape /#).count == 2 && shapes.matches(of: #/<v:shapetype /#).count == 1)
  }

  @Test func aSheetWithoutNotesGetsThem() throws {
    let copy = try MarkedPackage(SendersWorkbook().data, [(1, 1, 1, .error)])
    let sheet = try copy.text("xl/worksheets/sheet2.xml")
    let drawing = try #require(sheet.firstMatch(of: #/<legacyDrawing xmlns:lc="[^"]*" lc:id="([^"]*)"/></worksheet>/#))
    let links = try copy.text("xl/worksheets/_rels/sheet2.xml.rels")
    #expect(links.contains("Id=\"\(drawing.output.1)\" Type=\"\(SendersWorkbook.office)/vmlDrawing\""))
    #expect(links.contains("Target=\"/xl/drawings/vmlDrawing2.vml\"") && links.contains("Target=\"/xl/comments2.xml\""))
    #expect(try copy.text("xl/comments2.xml").contains("ref=\"A1\""))
    let types = try copy.text("[Content_Types].xml")
    for part in ["/xl/comments2.xml", "/xl/drawings/vmlDrawing2.vml", "/xl/worksheets/sheet4.xml"] {
      #expect(types.contains("PartName=\"\(part)\""))
    }
  }

  /// Prefixes, rows and cells without names, single tags, comments that look like cells.
  @Test func oddSpellingsAreMarkedInPlace() throws {
    var sent = SendersWorkbook()
    let main = SendersWorkbook.main
    sent["xl/worksheets/sheet2.xml"] =
      "<x:worksheet xmlns:x=\"\(main)\"><!-- <x:c r=\"A1\"> --><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c/></x:row>"
      + "<x:row r=\"4\" s=\"2\" customFormat=\"true\"/></x:sheetData></x:worksheet>"
    sent["xl/worksheets/sheet3.xml"] = "<worksheet xmlns=\"\(main)\"><sheetData/></worksheet>"
    let copy = try MarkedPackage(
      sent.data, [(1, 1, 2, .error), (1, 1, 3, .error), (1, 4, 1, .error), (1, 6, 1, .error), (2, 2, 2, .info)])
    let sheet = try copy.text("xl/worksheets/sheet2.xml")
    let plain = try #require(style(of: "C1", in: sheet)), text = try #require(style(of: "A4", in: sheet))
    #expect(plain != text)
    #expect(
      sheet.contains(
        "--><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c s=\"\(plain)\"/><x:c r=\"C1\" s=\"\(plain)\"/></x:row>"
          + "<x:row r=\"4\" s=\"2\" customFormat=\"true\"><x:c r=\"A4\" s=\"\(text)\"/></x:row>"
          + "<x:row r=\"6\"><x:c r=\"A6\" s=\"\(plain)\"/></x:row></x:sheetData><x:legacyDrawing "), "\(sheet)")
    #expect(try copy.text("xl/worksheets/sheet3.xml").contains("<sheetData><row r=\"2\"><c r=\"B2\""))
  }

  @Test func aMarkedCopyMarkedAgainBearsTheNewMarksOnly() throws {
    let sent = SendersWorkbook()
    let first = try MarkedPackage(sent.data, [(0, 3, 4, .error), (0, 5, 1, .info), (1, 1, 1, .error)])
    let second = try MarkedPackage(first.data, [(0, 5, 1, .info), (0, 2, 1, .error)], formerList: 3)
    #expect(second.package.sheets.map(\.name) == first.package.sheets.map(\.name))
    #expect(second.package.names == first.package.names)
    let (before, after) = (try first.text(rosterPart), try second.text(rosterPart))
    #expect(style(of: "A5", in: after) == style(of: "A5", in: before))
    let styles = try second.text("xl/styles.xml")
    let formats = styles.matches(of: #/<xf [^>]*>/#).map { String($0.output) }
    // The first of them is the style of styles.
    let cleared = formats[1 + (try #require(style(of: "D3", in: after)))]
    #expect(cleared.contains("numFmtId=\"176\"") && cleared.contains("fillId=\"0\""))
    let notes = try second.text("xl/comments1.xml")
    #expect(notes.matches(of: #/ref="([A-Z0-9]+)"/#).map { String($0.output.1) } == ["A3", "A2", "A5"])
    let shapes = try second.text("xl/drawings/vmlDrawing1.vml")
    #expect(shapes.matches(of: #/<x:Row>(\d+)/#).map { String($0.output.1) } == ["2", "1", "4"])
    #expect(try second.text("xl/comments2.xml").matches(of: #/<comment /#).isEmpty)
    #expect(try second.text("xl/worksheets/sheet4.xml").contains("第2行"))
  }

  @Test func theSameMarksGiveTheSameBytes() throws {
    let data = SendersWorkbook().data
    let marks = [(sheet: 0, row: 3, column: 4, level: MarkedWorkbook.Level.error)]
    #expect(try MarkedPackage(data, marks).data == MarkedPackage(data, marks).data)
  }

  @Test func aWorkbookWithMacrosKeepsThemAndItsEnding() throws {
    var sent = SendersWorkbook()
    sent["[Content_Types].xml"] = sent["[Content_Types].xml"].replacing(
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
      with: "application/vnd.ms-excel.sheet.macroEnabled.main")
    let copy = try MarkedPackage(sent.data, [(0, 3, 4, .error)])
    #expect(try copy.ending == "xlsm" && copy.text("xl/vbaProject.bin") == "宏")
  }

  @Test func aWorkbookWithoutFindingsOrStylesSaysSo() throws {
    var sent = SendersWorkbook()
    sent.parts.removeAll { $0.name == "xl/styles.xml" }
    sent["xl/_rels/workbook.xml.rels"] = sent["xl/_rels/workbook.xml.rels"].replacing(
      "<Relationship Id=\"rId4\" Type=\"\(SendersWorkbook.office)/styles\" Target=\"styles.xml\"/>", with: "")
    let copy = try MarkedPackage(sent.data, [])
    #expect(try copy.text("xl/worksheets/sheet4.xml").contains("没有发现问题。"))
    #expect(try copy.text("xl/_rels/workbook.xml.rels").contains("/styles\" Target=\"/xl/styles.xml\""))
  }

  /// What is spelled in a way that is not changed is refused, so that its rows can be written anew.
  @Test func whatIsNotUnderstoodIsRefused() throws {
    for (part, text) in [
      ("[Content_Types].xml", "<Types/>"), ("xl/styles.xml", "<styleSheet xmlns=\"\(SendersWorkbook.main)\"/>"),
      (
        rosterPart,
        "<?xml version=\"1.0\" encoding=\"GBK\"?><worksheet xmlns=\"\(SendersWorkbook.main)\"><sheetData/></worksheet>"
      ),
      (rosterPart, "<worksheet xmlns=\"\(SendersWorkbook.main)\"><sheetData><row r=\"3\">"),
      ("xl/drawings/vmlDrawing1.vml", "<xml>"),
    ] {
      var sent = SendersWorkbook()
      sent[part] = text
      #expect(throws: MarkingRefusal.self, "\(text)") { try MarkedPackage(sent.data, [(0, 3, 4, .error)]) }
    }
  }

  /// Parts that are cut, doubled or spoilt anywhere: marked, refused or told as damaged, and never the end of the program.
  @Test func spoiltPartsNeverEndTheProgram() throws {
    var dice = RandomSeed.dice("spoilt parts")
    var outcomes: [String: Int] = [:]
    for _ in 0..<400 {
      var sent = SendersWorkbook()
      let index = Int.random(in: 0..<sent.parts.count, using: &dice)
      var text = Array(sent.parts[index].text)
      let from = Int.random(in: 0..<max(1, text.count), using: &dice)
      let range = from..<min(text.count, from + Int.random(in: 0..<20, using: &dice))
      switch Int.random(in: 0..<4, using: &dice) {
      case 0: text.removeSubrange(range)
      case 1: text.insert(contentsOf: text[range], at: from)
      case 2: text = Array(text[..<from])
      default: text.insert("<>\"'/&=".randomElement(using: &dice)!, at: from)
      }
      sent.parts[index].text = String(text)
      do {
        let copy = try MarkedPackage(sent.data, [(0, 3, 4, .error), (0, 4, 1, .info), (2, 9, 9, .warning)])
        #expect(copy.package.sheets.last?.name == "问题清单")
        outcomes["marked", default: 0] += 1
      } catch is MarkingRefusal {
        outcomes["refused", default: 0] += 1
      } catch is WorkbookError {
        outcomes["damaged", default: 0] += 1
      } catch is ExpectationFailedError {
        outcomes["none", default: 0] += 1
      }
    }
    #expect(outcomes["marked", default: 0] > 100 && outcomes["refused", default: 0] > 5, "\(outcomes)")
  }
}
