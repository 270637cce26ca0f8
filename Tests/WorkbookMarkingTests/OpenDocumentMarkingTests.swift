// SPDX-License-Identifier: Apache-2.0

import Foundation
import ReportModel
import SheetReading
import Tabular
import TestSupport
import Testing
import WorkbookMarking

/// The cells of tables one by one, with nothing left that repeats; told by another way through them than that of the program.
private struct PlainCells {
  /// By sheet, row, column: the level that a style stands for, and the cell without its style and marks.
  var cells: [[Int]: (level: String?, style: String?, text: String)] = [:]

  init(_ text: String) {
    let plain = text.replacing(#/<!--.*?-->/#, with: "")
    for (sheet, table) in plain.matches(of: #/<table:table .*?</table:table>/#).enumerated() {
      var number = 1
      for row in table.output.matches(of: #/<table:table-row(?=[ >\/])([^>]*?)(?:/>|>(.*?)</table:table-row>)/#) {
        for _ in 0..<PlainCells.count(row.output.1, "rows") {
          add(row.output.2 ?? "", sheet, number)
          number += 1
        }
      }
    }
  }

  private static func count(_ attributes: Substring, _ name: String) -> Int {
    let match = attributes.firstMatch(of: try! Regex("number-\(name)-repeated=\"(\\d+)\""))
    return match.flatMap { $0.output[1].substring }.flatMap { Int($0) } ?? 1
  }

  private mutating func add(_ row: Substring, _ sheet: Int, _ number: Int) {
    var column = 1
    let pattern = #/<table:(covered-)?table-cell\b([^>]*?)(?:/>|>(.*?)</table:(?:covered-)?table-cell>)/#
    for cell in row.matches(of: pattern) {
      let style = cell.output.2.firstMatch(of: #/table:style-name=['"]([^'"]*)/#).map { String($0.output.1) }
      let level = style?.firstMatch(of: #/^lc_(info|warning|error)/#).map { String($0.output.1) }
      let attributes = cell.output.2.replacing(#/ table:(style-name|number-columns-repeated)=['"][^'"]*['"]/#, with: "")
      let content = (cell.output.3 ?? "")
        .replacing(#/<office:annotation><dc:creator[^>]*>league-census.*?</office:annotation>/#, with: "")
        .replacing(#/<text:p>(错误|警告|提示)：第.*?</text:p><text:p>→ 请改正</text:p>/#, with: "")
      for _ in 0..<PlainCells.count(cell.output.2, "columns") {
        if !attributes.isEmpty || !content.isEmpty || level != nil {
          cells[[sheet, number, column]] = (level, style, attributes + ">" + content)
        }
        column += 1
      }
    }
  }

  var levels: [[Int]: String] { cells.compactMapValues(\.level) }
  var texts: [[Int]: String] { cells.mapValues(\.text).filter { $0.value != ">" } }
}

@Suite struct OpenDocumentMarkingTests {
  private let marks = [CellMark(0, 1, 1, .info), CellMark(0, 3, 2, .error), CellMark(0, 6, 1, .warning)]

  @Test func onlyTheMarksAreAdded() throws {
    let marks = marks + [CellMark(0, 6, 2, .error), CellMark(0, 6, 4, .error), CellMark(1, 1, 1, .info)]
    let copy = try MarkedDocument(SendersTables.archive(SendersTables.office).data, marks)
    let package = try copy.package()
    for part in SendersTables.parts("") where part.name != "content.xml" {
      #expect(try package.content(part.name, limit: 1 << 20).map { String(decoding: $0, as: UTF8.self) } == part.text)
    }
    #expect(package.names == SendersTables.parts("").map(\.name))
    func note(_ row: Int, _ level: String) -> String {
      "<office:annotation><dc:creator xmlns:dc=\"http://purl.org/dc/elements/1.1/\">league-census</dc:creator>"
        + "<text:p>\(level)：第\(row)行&lt;错&gt;</text:p><text:p>→ 请改正</text:p></office:annotation>"
    }
    let text = String(decoding: try #require(try package.content("content.xml", limit: 1 << 20)), as: UTF8.self)
    let list = try #require(text.firstMatch(of: #/<table:table table:name="问题清单">.*?</table:table>/#)).output
    let styles = try #require(text.firstMatch(of: #/<style:style style:name="lc_.*(?=</office:automatic-styles>)/#))
      .output
    let choices = try #require(text.firstMatch(of: #/<table:content-validations>.*</table:content-validations>/#))
      .output
    let same = { (count: Int) in
      "<table:table-cell\(count > 1 ? " table:number-columns-repeated=\"\(count)\"" : "")"
        + " office:value-type=\"string\"><text:p>同</text:p></table:table-cell>"
    }
    let expected = SendersTables.office.replacing(
      "</office:automatic-styles>", with: styles + "</office:automatic-styles>"
    )
    .replacing("<table:calculation-settings/>", with: "<table:calculation-settings/>\(choices)")
    .replacing(
      "table:style-name=\"ce1\" office:value-type=\"string\">",
      with: "table:style-name=\"lc_info_ce1\" office:value-type=\"string\">\(note(1, "提示"))"
    )
    .replacing(
      "<table:table-row table:number-rows-repeated=\"4\">\(same(4))</table:table-row>",
      with:
        "<table:table-row>\(same(4))</table:table-row><table:table-row>\(same(1))"
        + "<table:table-cell office:value-type=\"string\" table:style-name=\"lc_error_ce2\">\(note(3, "错误"))<text:p>同</text:p></table:table-cell>"
        + "\(same(2))</table:table-row><table:table-row table:number-rows-repeated=\"2\">\(same(4))</table:table-row>"
    )
    .replacing(
      "<table:table-cell office:value-type=\"string\"><office:annotation>",
      with: "<table:table-cell office:value-type=\"string\" table:style-name=\"lc_warning\"><office:annotation>"
    )
    .replacing("已核对</text:p>", with: "已核对</text:p><text:p>警告：第6行&lt;错&gt;</text:p><text:p>→ 请改正</text:p>")
    .replacing(
      "office:value=\"3\"/>",
      with: "office:value=\"3\" table:style-name=\"lc_error_ce2\">\(note(6, "错误"))</table:table-cell>"
        + "<table:table-cell/><table:table-cell table:style-name=\"lc_error_ce2\">\(note(6, "错误"))</table:table-cell>"
    )
    .replacing(
      "office:value=\"7\"/>",
      with: "office:value=\"7\" table:style-name=\"lc_info\">\(note(1, "提示"))</table:table-cell>"
    )
    .replacing("<table:database-ranges/>", with: list + "<table:database-ranges/>")
    #expect(parting(text, expected) == nil)
    var after = copy.sheets
    #expect(after.removeValue(forKey: "问题清单")?.cells.contains("4.3 string A1") == true && after == copy.before)
    #expect(after["旧表"]?.visibility == .hidden && after["名册"]?.flags[6] == .hidden && after["名册"]?.merges.count == 1)
  }

  @Test func aMarkedCellKeepsItsStyleButForTheFill() throws {
    let copy = try MarkedDocument(SendersTables.office.replacing("document-content", with: "document"), marks)
    #expect(
      copy.text.contains(
        """
        <style:style style:name="lc_info_ce1" style:family="table-cell" style:data-style-name="N1"><style:table-cell-properties\
         fo:border="thin" fo:background-color="#ddebf7"/><style:text-properties fo:font-weight="bold"/></style:style>
        """))
    #expect(
      copy.text.contains(
        """
        <style:style style:name="lc_error_ce2" style:family="table-cell"><style:table-cell-properties fo:background-color="#ffc7ce"/>\
        <style:text-properties fo:color="#ff0000"/></style:style>
        """))
  }

  @Test func randomTablesAreWhatTheyWereButForTheMarks() throws {
    var dice = RandomSeed.dice("marked tables")
    for _ in 0..<60 {
      let sent = RandomTables(&dice)
      let places = sent.places.shuffled(using: &dice).prefix(Int.random(in: 0...8, using: &dice))
      let marks = places.map {
        CellMark($0.sheet, $0.row, $0.column, [.info, .warning, .error].randomElement(using: &dice)!)
      }
      let copy = try MarkedDocument(sent.text, marks)
      var after = copy.sheets
      after["问题清单"] = nil
      #expect(after == copy.before, "\(sent.text)")
      let expected = Dictionary(grouping: marks) { [$0.sheet, $0.row, $0.column] }.mapValues {
        "\($0.map(\.level).max()!)"
      }
      let own = copy.text.replacing(#/<table:table table:name="问题清单">.*?</table:table>/#, with: "")
      let cells = PlainCells(own)
      #expect(cells.levels == expected, "\(copy.text)")
      #expect(cells.texts == PlainCells(sent.text).texts, "\(copy.text)")
      for (place, cell) in PlainCells(sent.text).cells where expected[place] == nil {
        #expect(cells.cells[place]?.style == cell.style, "\(place) \(copy.text)")
      }
      let rows =
        #/<table:table-row(?=[ >\/]).*?(?=<table:table-row(?:[ >\/]|-group)|<\/table:table>|<\/table:table-row-group)/#
      let bare = own.replacing(rows, with: "").replacing(#/<style:style style:name="lc_.*?</style:style>/#, with: "")
        .replacing(#/<table:content-validations>.*?</table:content-validations>/#, with: "")
        .replacing("<office:automatic-styles></office:automatic-styles>", with: "")
      #expect(parting(bare, sent.text.replacing(rows, with: "")) == nil)
      // Marked again with the same marks it is the same; with none, it bears none.
      let again = try MarkedDocument(copy.text, marks, formerList: copy.before.count).text
      #expect(parting(again, copy.text) == nil)
      let cleared = try MarkedDocument(copy.text, [], formerList: copy.before.count)
      #expect(PlainCells(cleared.text).levels.keys.allSatisfy { $0[0] == copy.before.count })
      #expect(!cleared.text.contains("league-census"))
    }
  }

  /// Without the prefixes that marks need, or with tables where the reader takes them and others do not.
  @Test func whatIsNotUnderstoodIsRefused() throws {
    let row = "<table:table-row><table:table-cell/></table:table-row>"
    let table = "<table:table table:name=\"a\">\(row)</table:table>"
    for sent in [
      SendersTables.document(table, flat: true).replacing(#/ xmlns:fo="[^"]*"/#, with: "").replacing(
        "fo:", with: "fo-"),
      SendersTables.document("<table:x>\(table)</table:x>", flat: true),
      SendersTables.document(
        table.replacing("<table:table-cell/>", with: "<table:table-cell xmlns:a=\"b\"/>"), flat: true),
      SendersTables.document(table, styles: SendersTables.styles + SendersTables.styles, flat: true),
      SendersTables.document(table, flat: true).replacing("xmlns:table:1.0", with: "xmlns:table:1.1"),
    ] {
      #expect(throws: MarkingRefusal.self, "\(sent)") { try MarkedDocument(sent, [CellMark(0, 1, 1, .error)]) }
    }
  }

  /// Rows and cells that stand for millions cost nothing; what lies beyond a sheet is not written.
  @Test func hostileTablesStayBounded() throws {
    let cell = "<table:table-cell table:number-columns-repeated=\"999999999\"/>"
    let row = "<table:table-row table:number-rows-repeated=\"999999999\">\(cell)</table:table-row>"
    let sent = SendersTables.document("<table:table table:name=\"a\">\(row)\(row)</table:table>", flat: true)
    let copy = try MarkedDocument(sent, [CellMark(0, 5, 7, .error), CellMark(0, 1 << 40, 1, .error)])
    #expect(copy.data.count < sent.utf8.count + 20_000)
    #expect(
      copy.text.contains(
        "<table:table-cell table:number-columns-repeated=\"6\"/><table:table-cell table:style-name=\"lc_error\">"))
    #expect(throws: MarkingRefusal.self) {
      try MarkedDocument(sent.replacing("999999999", with: "9999999999999999999"), [CellMark(0, 5, 7, .error)])
    }
  }

  @Test func spoiltTablesNeverEndTheProgram() throws {
    var dice = RandomSeed.dice("spoilt tables")
    var outcomes: [String: Int] = [:]
    for _ in 0..<200 {
      var text = Array(SendersTables.office.replacing("document-content", with: "document").unicodeScalars)
      let from = Int.random(in: 0..<text.count, using: &dice)
      let range = from..<min(text.count, from + Int.random(in: 0..<20, using: &dice))
      switch Int.random(in: 0..<3, using: &dice) {
      case 0: text.removeSubrange(range)
      case 1: text.insert(contentsOf: text[range], at: from)
      default: text.insert("<>\"'/&=9".unicodeScalars.randomElement(using: &dice)!, at: from)
      }
      var sent = ""
      sent.unicodeScalars.append(contentsOf: text)
      do {
        let copy = try MarkedDocument(sent, marks)
        var after = copy.sheets
        after["问题清单"] = nil
        #expect(after == copy.before, "\(sent)")
        outcomes["marked", default: 0] += 1
      } catch is MarkingRefusal {
        outcomes["refused", default: 0] += 1
      } catch is WorkbookError {
        outcomes["damaged", default: 0] += 1
      } catch is NoDocument {
        outcomes["none", default: 0] += 1
      }
    }
    #expect(outcomes["marked", default: 0] > 40 && outcomes["damaged", default: 0] > 20, "\(outcomes)")
  }
}

extension MarkedDocument {
  /// The copy as a package.
  fileprivate func package() throws -> OpenDocumentPackage {
    let path = MarkedDocument.folder.appendingPathComponent("package-" + UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try data.write(to: URL(fileURLWithPath: path))
    return try #require(try OpenDocumentPackage(InputFile(path: path)))
  }
}
