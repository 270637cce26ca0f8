// SPDX-License-Identifier: Apache-2.0

import Foundation
import SheetReading
import Tabular
import TestSupport
import Testing

/// Plain markup does not get to libxml2. Within many namespace scopes everything does: both ways must come to the same.
@Suite struct PlainMarkupTests {
  private static let spreadsheet = "urn:schemas-microsoft-com:office:spreadsheet"
  private static let start = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Workbook xmlns=\"\(spreadsheet)\" "

  /// The same rows, once as a program writes them and once where only libxml2 reads.
  private static func plain(_ rows: Data) -> Data {
    Data((start + "xmlns:ss=\"\(spreadsheet)\"><Worksheet ss:Name=\"名册\"><x><y><Table>").utf8) + rows
      + Data("</Table></y></x></Worksheet></Workbook>".utf8)
  }

  private static func scoped(_ rows: Data) -> Data {
    let inner = "<Worksheet ss:Name=\"名册\" xmlns:a=\"a\"><x xmlns:b=\"b\"><y xmlns:c=\"c\"><Table xmlns:d=\"d\">"
    return Data((start + "xmlns:ss=\"\(spreadsheet)\">" + inner).utf8) + rows
      + Data("</Table></y></x></Worksheet></Workbook>".utf8)
  }

  /// What a reading comes to: cells and repairs, or what went wrong and where.
  private static func outcome(_ data: Data, chunkSize: Int) -> String {
    do {
      let reading = try SheetText.read(data, chunkSize: chunkSize)
      let cells = reading.cells.joined().map { "\($0.row).\($0.column) \($0.kind) \($0.text)" }
      return (cells + ["\(reading.merges)"] + reading.repairs).joined(separator: "\n")
    } catch let error as WorkbookError {
      return "\(error.code) in line \(error.line ?? 0)"
    } catch { return "\(error)" }
  }

  @Test(arguments: [RandomSeed.of("plain markup"), 1]) func bothWaysComeToTheSame(seed: UInt64) {
    var random = SeededDice(state: seed)
    for round in 0..<60 {
      var rows = Data(Self.rows(&random).utf8)
      for _ in 0..<Int.random(in: 0...2, using: &random) { Self.damage(&rows, &random) }
      let expected = Self.outcome(Self.scoped(rows), chunkSize: 65_536)
      for size in [65_536, Int.random(in: 1...300, using: &random)] {
        let found = Self.outcome(Self.plain(rows), chunkSize: size)
        #expect(found == expected, "seed \(seed), round \(round), chunks of \(size)")
      }
    }
  }

  /// Rows with everything in them that is not plain as well.
  private static func rows(_ random: inout SeededDice) -> String {
    let texts = [
      "王小明", "", "330203199003070012", "a&amp;b &lt;&#10;&#x4E2D;&#20013;", "x&y", "&nbsp;", "<![CDATA[<&]]>", "𠮷é",
      "a]b]] >", "AT&T;", "<B>粗</B>体", "<!-- 注 -->", "<?p x?>", "a\r\nb\rc\n\td", "\u{FFFD}", "\u{85}", "\u{1}", "x>y",
    ]
    let tags = [
      ("<Cell>", "</Cell>"), ("<Cell>", "</Cell>"), ("<Cell ss:Index=\"4\">", "</Cell>"), ("<Cell >\n", "\r\n</Cell >"),
      ("<ss:Cell ss:MergeAcross='1'  ss:StyleID=\"s21\" >", "</ss:Cell>"), ("<Cell\n ss:Index = \"2\">", "</Cell>"),
      ("<Cell xmlns:q=\"q\" q:Index=\"3\">", "</Cell>"), ("<Cell ss:Name=\"a&#38;'b\">", "</Cell>"),
      ("<Cell u:Index=\"9\">", "</Cell>"), ("<Cell/><Cell />", ""),
    ]
    let data = [
      ("<Data ss:Type=\"String\">", "</Data>"), ("<Data ss:Type=\"Number\">", "</Data>"), ("<Data>", "</Data>"),
      ("<ss:Data ss:Type=\"String\" xmlns=\"http://www.w3.org/TR/REC-html40\">", "</ss:Data>"),
    ]
    return (0..<8).map { _ in
      let cells = (0..<Int.random(in: 0...5, using: &random)).map { _ in
        let isOdd = Int.random(in: 0..<4, using: &random) == 0
        let cell = isOdd ? tags.randomElement(using: &random)! : tags[0]
        let value = isOdd ? data.randomElement(using: &random)! : data[0]
        let text = isOdd ? texts.randomElement(using: &random)! : texts[Int.random(in: 0..<3, using: &random)]
        return cell.0 + (cell.1.isEmpty ? "" : value.0 + text + value.1) + cell.1
      }
      return "<Row>\(cells.joined())</Row>\n"
    }.joined()
  }

  /// Changes, adds or takes away one byte.
  private static func damage(_ rows: inout Data, _ random: inout SeededDice) {
    let signs = Array("<>/\"'= ]&;:!?a\r\n\t".utf8) + [0, 1, 0x7F, 0x80, 0xC0, 0xED, 0xEF, 0xF4, 0xFF]
    let place = Int.random(in: 0..<rows.count, using: &random)
    switch Int.random(in: 0..<3, using: &random) {
    case 0: rows[place] = signs.randomElement(using: &random)!
    case 1: rows.insert(signs.randomElement(using: &random)!, at: place)
    default: rows.remove(at: place)
    }
  }

  /// A repeated attribute, a wrong end and a forbidden sign are errors in the line in which they stand.
  @Test(arguments: [
    ("<Cell ss:Index=\"2\" ss:Index=\"2\"/>", "workbook-damaged"), ("<Cell></Row>", "workbook-damaged"),
    ("<Cell><Data>a]]>b</Data></Cell>", "workbook-damaged"),
    ("<Cell><Data>\u{FFFE}</Data></Cell>", "workbook-encoding"),
  ])
  func whatIsNotWellFormedIsRefused(cell: String, code: String) {
    let good = "<Row><Cell ss:Index=\"2\"><Data>a</Data></Cell></Row>\n"
    let rows = Data((String(repeating: good, count: 40) + "<Row>\(cell)</Row>\n" + good).utf8)
    #expect(Self.outcome(Self.plain(rows), chunkSize: 65_536) == "\(code) in line 42")
  }
}
