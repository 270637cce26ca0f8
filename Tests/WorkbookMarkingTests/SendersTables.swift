// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// OpenDocument spreadsheets as LibreOffice and WPS write them.
enum SendersTables {
  static let names = """
     xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"\
     xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"\
     xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
    """
  static let styles = """
    <office:automatic-styles><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/>\
    </style:style><style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"><style:table-cell-properties\
     fo:border="thin" fo:background-color="#00ff00"/><style:text-properties fo:font-weight="bold"/></style:style>\
    <style:style style:name="ce2" style:family="table-cell"><style:text-properties fo:color="#ff0000"/></style:style>\
    </office:automatic-styles>
    """

  static func document(_ tables: String, styles: String = styles, flat: Bool = false) -> String {
    let root = flat ? "document" : "document-content"
    let kind = flat ? " office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"" : ""
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:\(root)\(names)\(kind)>\(styles)<office:body>"
      + "<office:spreadsheet>\(tables)</office:spreadsheet></office:body></office:\(root)>"
  }

  static func text(_ value: String) -> String { "<text:p>\(value)</text:p>" }

  /// With all that an office puts into one.
  static let office = document(
    """
    <table:calculation-settings/><table:table table:name="名册" table:print-ranges="名册.A1:名册.D9"><office:forms/>\
    <table:table-column table:style-name="co1"/><table:table-column table:number-columns-repeated="3"\
     table:default-cell-style-name="ce2"/><table:table-header-rows><table:table-row table:style-name="ro1"><table:table-cell\
     table:number-columns-spanned="3" table:style-name="ce1" office:value-type="string"><text:p>花名册</text:p></table:table-cell>\
    <table:covered-table-cell table:number-columns-repeated="2"/></table:table-row></table:table-header-rows>\
    <table:table-row table:number-rows-repeated="4"><table:table-cell table:number-columns-repeated="4"\
     office:value-type="string"><text:p>同</text:p></table:table-cell></table:table-row><!-- <table:table-row> -->\
    <table:table-row table:visibility="collapse"><table:table-cell office:value-type="string"><office:annotation>\
    <dc:creator>张</dc:creator><text:p>已核对</text:p></office:annotation><text:p>王甲</text:p></table:table-cell>\
    <table:table-cell table:formula="of:=1+2" office:value-type="float" office:value="3"/></table:table-row>\
    <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>\
    <table:named-expressions/></table:table><table:table table:name="旧表" table:style-name="ta2"><table:table-row>\
    <table:table-cell office:value-type="float" office:value="7"/></table:table-row></table:table><table:database-ranges/>
    """)

  /// An .ods of it.
  static func archive(_ content: String) -> StoredArchive {
    var archive = StoredArchive()
    for part in parts(content) { archive.add(part.name, part.text) }
    return archive
  }

  static func parts(_ content: String) -> [(name: String, text: String)] {
    [
      ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("Pictures/i.png", "\u{89}PNG 图"),
      ("content.xml", content), ("styles.xml", "<office:document-styles/>"), ("settings.xml", "<冻结/>"),
      (
        "META-INF/manifest.xml",
        "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>"
      ),
    ]
  }
}

/// Random tables with repeated rows and cells, merges, groups, notes; the same dice give the same tables.
struct RandomTables {
  var text = ""
  /// Places that can be marked: not covered by a merge.
  var places: [(sheet: Int, row: Int, column: Int)] = []
  private var dice: SeededDice

  init(_ dice: inout SeededDice) {
    self.dice = dice
    var tables = ""
    for sheet in 0..<number(1...3) { tables += table(sheet) }
    text = SendersTables.document(tables, styles: chance(80) ? SendersTables.styles : "", flat: true)
    dice = self.dice
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &dice) }
  private mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
  private mutating func style(_ percent: Int, _ name: String = "style-name") -> String {
    chance(percent) ? " table:\(name)='\(["ce1", "ce2", "Default"][number(0...2)])'" : ""
  }
  private mutating func repeated(_ name: String, _ percent: Int) -> (count: Int, text: String) {
    guard chance(percent) else { return (1, "") }
    let count = number(2...4)
    return (count, " table:number-\(name)-repeated=\"\(count)\"")
  }

  private mutating func table(_ sheet: Int) -> String {
    var text = "<table:table table:name=\"表\(sheet)\"\(chance(20) ? " table:style-name=\"ta2\"" : "")>"
    for _ in 0..<number(0...3) {
      text += "<table:table-column\(style(40, "default-cell-style-name"))\(repeated("columns", 30).text)/>"
    }
    var row = 1
    for _ in 0..<number(1...6) {
      let spelled = self.row(sheet, &row)
      text += chance(15) ? "<table:table-row-group>\(spelled)</table:table-row-group>" : spelled
    }
    return text + "</table:table>"
  }

  private mutating func row(_ sheet: Int, _ row: inout Int) -> String {
    let (rows, repeats) = repeated("rows", 25)
    let hidden = chance(10) ? " table:visibility=\"collapse\"" : ""
    var text = "<table:table-row\(style(15, "default-cell-style-name"))\(hidden)\(repeats)>"
    var column = 1
    for _ in 0..<number(1...5) {
      text += cell(sheet, row..<(row + rows), &column)
      if chance(20) { text += "<!-- <table:table-cell/> -->" }
    }
    for number in row..<(row + rows) { places.append((sheet, number, column + 1)) }
    row += rows
    return text + "</table:table-row>"
  }

  private mutating func cell(_ sheet: Int, _ rows: Range<Int>, _ column: inout Int) -> String {
    // What is merged in rows that stand for several, the reader knows of the first only.
    let isMerged = rows.count == 1 && chance(15)
    let span = isMerged ? number(2...3) : 1
    let (count, repeats) = isMerged ? (1, "") : repeated("columns", 30)
    for row in rows { for place in column..<(column + count) { places.append((sheet, row, place)) } }
    let merge = isMerged ? " table:number-columns-spanned=\"\(span)\"" : ""
    let covered = isMerged ? "<table:covered-table-cell table:number-columns-repeated=\"\(span - 1)\"/>" : ""
    let start = "<table:table-cell\(style(40))\(merge)\(repeats)"
    let value = "值\(rows.lowerBound).\(column)"
    column += count + span - 1
    guard chance(80) else { return start + (chance(50) ? "/>" : "></table:table-cell>") + covered }
    let note = chance(15) ? "<office:annotation><dc:creator>人</dc:creator><text:p>注</text:p></office:annotation>" : ""
    return start
      + " office:value-type=\"string\">\(note)<text:p>\(value)&amp;<text:span>乙</text:span></text:p></table:table-cell>"
      + covered
  }
}
