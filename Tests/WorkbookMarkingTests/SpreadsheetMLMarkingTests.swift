// SPDX-License-Identifier: Apache-2.0

import Foundation
import ReportModel
import SheetReading
import Tabular
import TestSupport
import Testing
import WorkbookMarking

/// What marking may put into a document, taken out again: what is left must be the sender's file.
private func stripped(_ text: String) -> String {
  let own =
    "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\""
  return text.replacing(
    #/<Worksheet xmlns="[^"]*" xmlns:ss="[^"]*" xmlns:x="[^"]*" ss:Name="问题清单.*?</Worksheet>/#, with: ""
  )
  .replacing(try! Regex("<(Row|Cell|Comment|Styles?) " + own)) { "<\($0.output[1].substring!)" }
  .replacing(#/<(ss:)?Style ss:ID=["']lc_.*?</(ss:)?Style>/#, with: "")
  .replacing(#/<Comment ss:Author="league-census">.*?</Comment>/#, with: "")
  .replacing(#/<Cell ss:Index="\d+" ss:StyleID="lc_\w+"(/>|></Cell>)/#, with: "")
  .replacing(#/<Row ss:Index="\d+"></Row>/#, with: "")
  .replacing(#/&#10;&#10;(错误|警告|提示)：[^<]*/#, with: "")
  // A style that the cell had, and one that it did not have.
  .replacing(#/ss:StyleID='lc_(info|warning|error)_/#, with: "ss:StyleID='")
  .replacing(#/ ss:StyleID="lc_\w+"/#, with: "")
}

/// Nil where two texts are the same; else what stands where they part.
func parting(_ one: String, _ other: String) -> String? {
  guard one != other else { return nil }
  let same = zip(one, other).prefix { $0 == $1 }.count
  return "…\(one.prefix(same).suffix(60))⟦\(one.dropFirst(same).prefix(150))⟧ or ⟦\(other.dropFirst(same).prefix(150))⟧"
    .replacing("\n", with: "↵")
}

/// The levels of cells by sheet, row and column, as the styles of a marked document say: told by another way through it than
/// that of the program.
private func levels(in text: String) -> [[Int]: String] {
  var (sheet, row, column, result) = (-1, 0, 0, [[Int]: String]())
  let plain = text.replacing(#/<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>/#, with: "")
  for match in plain.matches(of: #/<(?:ss:)?(Worksheet|Row|Cell)\b([^>]*)>/#) {
    func number(_ name: String) -> Int? {
      match.output.2.firstMatch(of: try! Regex("ss:\(name)=[\"'](\\d+)")).flatMap { Int($0.output[1].substring ?? "") }
    }
    switch match.output.1 {
    case "Worksheet": (sheet, row) = (sheet + 1, 0)
    case "Row":
      row = number("Index") ?? row + 1
      column = 0
      if let span = number("Span") { row += span }
    default:
      column = number("Index") ?? column + 1
      if let style = match.output.2.firstMatch(of: #/StyleID=["']lc_(info|warning|error)/#) {
        result[[sheet, row, column]] = String(style.output.1)
      }
      column += number("MergeAcross") ?? 0
    }
  }
  return result
}

extension String.Encoding {
  fileprivate static let gb18030 = String.Encoding(rawValue: 0x8000_0632)
}

@Suite struct SpreadsheetMLMarkingTests {
  private let marks = [CellMark(0, 1, 1, .info), CellMark(0, 3, 1, .error), CellMark(0, 3, 3, .warning)]

  @Test func onlyTheMarksAreAdded() throws {
    let marks = marks + [CellMark(0, 4, 2, .error), CellMark(0, 3, 4, .error), CellMark(0, 7, 6, .info)]
    let copy = try MarkedDocument(SendersDocument.office, marks)
    let note = { (row: Int, level: String) in
      "<Comment ss:Author=\"league-census\"><ss:Data xmlns=\"http://www.w3.org/TR/REC-html40\">"
        + "\(level)：第\(row)行&lt;错&gt;&#10;→ 请改正</ss:Data></Comment>"
    }
    let list = try #require(copy.text.firstMatch(of: #/<Worksheet xmlns=.*?</Worksheet>/#)).output
    let styles = try #require(copy.text.firstMatch(of: #/<Style ss:ID="lc_.*(?=</Styles>)/#)).output
    let expected = SendersDocument.office
      .replacing("<ActiveSheet>0<", with: "<ActiveSheet>2<").replacing("<Selected/>", with: "")
      .replacing(
        "ExpandedColumnCount=\"4\" ss:ExpandedRowCount=\"5\"",
        with: "ExpandedColumnCount=\"6\" ss:ExpandedRowCount=\"7\""
      )
      .replacing("</Styles>", with: styles + "</Styles>")
      .replacing(
        "=\"3\" ss:StyleID=\"s62\"><Data ss:Type=\"String\">花名册 &amp; 表</Data>",
        with: "=\"3\" ss:StyleID=\"lc_info_s62\"><Data ss:Type=\"String\">花名册 &amp; 表</Data>" + note(1, "提示")
      )
      .replacing("<Cell><Data ss:Type=\"String\">王甲", with: "<Cell ss:StyleID=\"lc_error\"><Data ss:Type=\"String\">王甲")
      .replacing("已核对<", with: "已核对&#10;&#10;错误：第3行&lt;错&gt;&#10;→ 请改正<")
      .replacing(
        "<Cell ss:Index=\"4\" ss:StyleID=\"s62\"",
        with: "<Cell ss:Index=\"3\" ss:StyleID=\"lc_warning_s63\">\(note(3, "警告"))</Cell>"
          + "<Cell ss:Index=\"4\" ss:StyleID=\"lc_error_s62\""
      )
      .replacing("3</Data><NamedCell", with: "3</Data>\(note(3, "错误"))<NamedCell")
      .replacing(
        "<Cell ss:StyleID=\"s63\"/></Row>",
        with: "<Cell ss:StyleID=\"lc_error_s63\">\(note(4, "错误"))</Cell></Row>"
      )
      .replacing(
        "\r\n </Table>",
        with:
          "\r\n <Row ss:Index=\"7\"><Cell ss:Index=\"6\" ss:StyleID=\"lc_info\">\(note(7, "提示"))</Cell></Row></Table>"
      )
      .replacing("</Worksheet>\r\n</Workbook>", with: "</Worksheet>\(list)\r\n</Workbook>")
    #expect(parting(copy.text, expected) == nil)
    var after = copy.sheets
    #expect(after.removeValue(forKey: "问题清单")?.visibility == .visible && after == copy.before)
    #expect(after["旧表"]?.visibility == .hidden && after["名册"]?.flags[4] == .hidden)
  }

  /// Font, alignment, number format and protection stay; a named style is not named twice.
  @Test func aMarkedCellKeepsItsStyleButForTheFill() throws {
    let text = try MarkedDocument(SendersDocument.office, marks).text
    #expect(
      text.contains(
        """
        <Style ss:ID="lc_info_s62"><Alignment ss:Horizontal="Center"/><Font ss:FontName="楷体" ss:Bold="1"/>\
        <Interior ss:Color="#DDEBF7" ss:Pattern="Solid"/><NumberFormat ss:Format="0.0&quot;分&quot;"/></Style>
        """))
    #expect(
      text.contains(
        """
        <Style ss:ID='lc_warning_s63'><Interior ss:Color="#FFEB9C" ss:Pattern="Solid"/><Protection ss:Protected="0"/></Style>
        """))
    #expect(text.contains("<Style ss:ID=\"lc_error\"><Interior ss:Color=\"#FFC7CE\" ss:Pattern=\"Solid\"/></Style>"))
  }

  @Test func theListIsTheLastSheetAndShownFirst() throws {
    let copy = try MarkedDocument(SendersDocument.office, marks)
    let list = try #require(copy.sheets["问题清单"])
    #expect(list.cells.contains("1.1 string 一份") && list.cells.contains("4.3 string A1"))
    #expect(copy.text.contains("<Cell ss:StyleID=\"lc_list_link\" ss:HRef=\"#'名册'!A1\">"))
    #expect(copy.text.contains("<Range>R4C9:R6C9</Range><Type>List</Type><Value>&quot;待处理,已改正&quot;</Value>"))
    let none = try MarkedDocument(SendersDocument.office, [])
    #expect(none.sheets["问题清单"]?.cells.contains("4.1 string 没有发现问题。") == true)
    #expect(
      stripped(none.text).replacing("<ActiveSheet>2", with: "<ActiveSheet>0").replacing(
        "><FreezePanes", with: "><Selected/><FreezePanes") == SendersDocument.office)
  }

  /// What the file lacks is put where Excel writes it.
  @Test func aBareFileGetsStylesAndAnActiveSheet() throws {
    let sent = SendersDocument.workbook(SendersDocument.sheet("<Row><Cell><Data>1</Data></Cell></Row>"))
    let text = try MarkedDocument(sent, [CellMark(0, 1, 1, .error)]).text
    #expect(
      text.contains(
        "html40\"><ExcelWorkbook xmlns=\"urn:schemas-microsoft-com:office:excel\"><ActiveSheet>1</ActiveSheet>"))
    #expect(
      text.contains("</ExcelWorkbook><Styles><Style ss:ID=\"lc_error\">")
        && text.contains("</Style></Styles><Worksheet ss:Name=\"名册\">"))
    let empty = try MarkedDocument(
      SendersDocument.workbook("<Styles/>" + SendersDocument.sheet("<Row/>")), [CellMark(0, 1, 2, .error)])
    #expect(
      empty.text.contains("<Row><Cell ss:Index=\"2\" ss:StyleID=\"lc_error\">")
        && empty.text.contains("</Style></Styles>"))
  }

  @Test func everyEncodingStaysWhatItIs() throws {
    let plain = try MarkedDocument(SendersDocument.office, marks)
    for (name, encoding, mark) in [
      ("UTF-8", String.Encoding.utf8, [0xEF, 0xBB, 0xBF] as [UInt8]), ("UTF-16", .utf16LittleEndian, [0xFF, 0xFE]),
      ("UTF-16", .utf16BigEndian, [0xFE, 0xFF]), ("GB2312", .gb18030, []),
    ] {
      let sent = SendersDocument.encoded(SendersDocument.office, as: name, encoding, mark: mark)
      let copy = try MarkedDocument(sent, marks)
      #expect(copy.data.prefix(mark.count + 40) == sent.prefix(mark.count + 40))
      let text = try #require(String(data: copy.data.dropFirst(mark.count), encoding: encoding), "\(name)")
      let said = text.replacing(" encoding=\"\(name)\"", with: "").replacing(#/&#(\d{4,6});/#) { match in
        String(UnicodeScalar(UInt32(match.output.1)!)!)
      }
      #expect(said == plain.text, "\(name)")
      #expect(copy.sheets == plain.sheets)
    }
  }

  /// Nobody else could read it: such a file is written anew.
  @Test func anEncodingThatNobodyDeclaresIsRefused() throws {
    let sent = try #require(SendersDocument.office.data(using: .gb18030))
    #expect(throws: MarkingRefusal.self) { try MarkedDocument(sent, marks) }
  }

  @Test func randomDocumentsAreWhatTheyWereButForTheMarks() throws {
    var dice = RandomSeed.dice("marked documents")
    for _ in 0..<80 {
      let sent = RandomDocument(&dice)
      let places = sent.places.shuffled(using: &dice).prefix(Int.random(in: 0...8, using: &dice))
      let marks = places.map {
        CellMark($0.sheet, $0.row, $0.column, [.info, .warning, .error].randomElement(using: &dice)!)
      }
      let copy = try MarkedDocument(sent.text, marks)
      var after = copy.sheets
      after["问题清单"] = nil
      #expect(after == copy.before, "\(sent.text)")
      let settings =
        #/<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><ActiveSheet>\d</ActiveSheet></ExcelWorkbook>/#
      let left = stripped(copy.text).replacing(settings, with: "").replacing(#/<Styles></Styles>/#, with: "")
      // A row or cell of one tag has two where it gets something inside.
      func joined(_ text: String) -> String {
        text.replacing(#/(["']|<(?:ss:)?(?:Row|Cell))><\/(?:ss:)?(?:Row|Cell)>/#) { "\($0.output.1)/>" }
      }
      let original = sent.text.replacing("<x:Selected/>", with: "")
      #expect(parting(joined(left), joined(original)) == nil)
      let expected = Dictionary(grouping: marks) { [$0.sheet, $0.row, $0.column] }.mapValues {
        "\($0.map(\.level).max()!)"
      }
      #expect(levels(in: copy.text) == expected, "\(copy.text)")
      // Marked again with the same marks it is the same; with none, the sender's own.
      let list = copy.before.count
      let again = try MarkedDocument(copy.text, marks, formerList: list).text
      #expect(parting(again, copy.text) == nil)
      let cleared = try MarkedDocument(copy.text, [], formerList: list)
      #expect(levels(in: cleared.text).isEmpty && !cleared.text.contains("league-census"), "\(cleared.text)")
    }
  }

  /// Saved by Excel, styles have other names: marks are known by their colour and author then.
  @Test func marksThatExcelSavedAreTakenAway() throws {
    let first = try MarkedDocument(SendersDocument.office, marks).text
      .replacing("lc_error\"", with: "s90\"").replacing("lc_info_s62", with: "s91").replacing(
        "lc_warning_s63", with: "s92")
    let second = try MarkedDocument(first, [CellMark(0, 4, 1, .error)], formerList: 2)
    #expect(levels(in: second.text) == [[0, 4, 1]: "error"])
    #expect(second.text.matches(of: #/ss:Author="league-census"/#).count == 1)
    #expect(second.text.contains("<Style ss:ID=\"lc_none_s91\"><Alignment ss:Horizontal=\"Center\"/>"))
    #expect(second.sheets.count == 3 && second.text.contains("<ActiveSheet>2<"))
  }

  /// Of two notes at one cell Excel opens neither; a note without a text of its own stays as it is.
  @Test func aNoteWithoutTextStays() throws {
    let sent = SendersDocument.workbook(
      SendersDocument.sheet("<Row><Cell><Data>1</Data><Comment ss:Author=\"人\"/></Cell></Row>"))
    let text = try MarkedDocument(sent, [CellMark(0, 1, 1, .error)]).text
    #expect(text.contains("<Cell ss:StyleID=\"lc_error\"><Data>1</Data><Comment ss:Author=\"人\"/></Cell>"))
  }

  /// What Excel opens otherwise than the reader does, or not at all, has its rows written anew.
  @Test func whatIsNotUnderstoodIsRefused() throws {
    let row = "<Row><Cell><Data>1</Data></Cell></Row>"
    for sent in [
      SendersDocument.workbook(SendersDocument.sheet("<Row ss:Index=\"3\"><Cell/></Row><Row ss:Index=\"2\"/>" + row)),
      SendersDocument.workbook(
        SendersDocument.sheet("<Row><Cell ss:Index=\"2\"/><Cell ss:Index=\"1\"><Data>1</Data></Cell></Row>")),
      SendersDocument.workbook("<Worksheet ss:Name=\"a\"><Table>\(row)</Table><Table>\(row)</Table></Worksheet>"),
      SendersDocument.workbook("<worksheet ss:Name=\"a\"><Table>\(row)</Table></worksheet>"),
      SendersDocument.workbook(SendersDocument.sheet("<Row ss:index=\"1\"><Cell/></Row>")),
      SendersDocument.workbook(SendersDocument.sheet(row) + "<Styles><Style ss:ID=\"s1\"/></Styles>"),
      SendersDocument.workbook(
        "<Styles><Style ss:ID=\"a\"/><Style ss:ID=\"a\"/></Styles>" + SendersDocument.sheet(row)),
      SendersDocument.workbook(SendersDocument.sheet("<Row ss:StyleID=\"a&amp;b\"><Cell/></Row>")),
      SendersDocument.workbook(SendersDocument.sheet("<Row><Cell><Row/></Cell></Row>")),
    ] {
      #expect(throws: MarkingRefusal.self, "\(sent)") { try MarkedDocument(sent, [CellMark(0, 1, 1, .error)]) }
    }
  }

  /// Documents that are cut, doubled or spoilt anywhere: marked, refused or told as damaged, and never the end of the program.
  @Test func spoiltDocumentsNeverEndTheProgram() throws {
    var dice = RandomSeed.dice("spoilt documents")
    var outcomes: [String: Int] = [:]
    for _ in 0..<300 {
      var text = Array(SendersDocument.office.unicodeScalars)
      let from = Int.random(in: 0..<text.count, using: &dice)
      let range = from..<min(text.count, from + Int.random(in: 0..<20, using: &dice))
      switch Int.random(in: 0..<4, using: &dice) {
      case 0: text.removeSubrange(range)
      case 1: text.insert(contentsOf: text[range], at: from)
      case 2: text = Array(text[..<from])
      default: text.insert("<>\"'/&=9".unicodeScalars.randomElement(using: &dice)!, at: from)
      }
      var sent = ""
      sent.unicodeScalars.append(contentsOf: text)
      do {
        let copy = try MarkedDocument(sent, marks + [CellMark(1, 9, 9, .warning)])
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
    #expect(outcomes["marked", default: 0] > 50 && outcomes["damaged", default: 0] > 50, "\(outcomes)")
  }

  /// What grows without end is refused while it is small; what only looks large is marked.
  @Test func hostileDocumentsStayBounded() throws {
    let cell = CellMark(0, 1, 1, .error)
    let long = SendersDocument.workbook(
      SendersDocument.sheet("<Row><Cell><!--" + String(repeating: "x<", count: 9 << 20) + "--></Cell></Row>"))
    #expect(throws: (any Error).self) { try MarkedDocument(long, [cell]) }
    let huge = SendersDocument.sheet(
      "<Row ss:Span=\"999999999\" ss:Index=\"2\"/><Row/>", table: " ss:ExpandedRowCount=\"1\"")
    let text = try MarkedDocument(SendersDocument.workbook(huge), [cell, CellMark(0, 1 << 40, 1, .error)]).text
    #expect(text.contains("<Row ss:Index=\"1\"><Cell ss:Index=\"1\" ss:StyleID=\"lc_error\">"))
    #expect(levels(in: text) == [[0, 1, 1]: "error"])
  }
}
