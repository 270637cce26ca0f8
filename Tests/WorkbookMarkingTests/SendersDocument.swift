// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// XML Spreadsheet 2003 as Excel and the systems of offices write it.
enum SendersDocument {
  static let head = "<?xml version=\"1.0\"?>\r\n<?mso-application progid=\"Excel.Sheet\"?>\r\n"
  static let root = """
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:o="urn:schemas-microsoft-com:office:office"\r
     xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"\r
     xmlns:html="http://www.w3.org/TR/REC-html40">
    """
  /// With all that an office puts into one.
  static let office =
    head + root + """
      \r
       <DocumentProperties xmlns="urn:schemas-microsoft-com:office:office"><Author>张老师</Author></DocumentProperties>\r
       <ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><WindowHeight>9000</WindowHeight>\r
        <ActiveSheet>0</ActiveSheet><ProtectStructure>False</ProtectStructure></ExcelWorkbook>\r
       <Styles><Style ss:ID="Default" ss:Name="Normal"><Font ss:FontName="宋体" x:CharSet="134" ss:Size="11"/></Style>\r
        <Style ss:ID="s62"><Alignment ss:Horizontal="Center"/><Font ss:FontName="楷体" ss:Bold="1"/>\
      <Interior ss:Color="#E2EFDA" ss:Pattern="Solid"/><NumberFormat ss:Format="0.0&quot;分&quot;"/></Style>\r
        <Style ss:ID='s63' ss:Name="强调"><Protection ss:Protected="0"/></Style></Styles>\r
       <Names><NamedRange ss:Name="表" ss:RefersTo="=名册!R1C1:R5C4"/></Names>\r
       <Worksheet ss:Name="名册" ss:Protected="1"><Table ss:ExpandedColumnCount="4" ss:ExpandedRowCount="5" x:FullRows="1">\r
        <Column ss:AutoFitWidth="0" ss:Width="60"/><Column ss:Index="3" ss:StyleID="s63" ss:Width="90"/>\r
        <Row ss:Height="30"><Cell ss:MergeAcross="3" ss:StyleID="s62"><Data ss:Type="String">花名册 &amp; 表</Data></Cell></Row>\r
        <Row ss:Index="3"><Cell><Data ss:Type="String">王甲</Data><Comment ss:Author="张老师"><ss:Data\
       xmlns="http://www.w3.org/TR/REC-html40"><B>张:</B>已核对</ss:Data></Comment></Cell><Cell ss:Index="4" ss:StyleID="s62"\
       ss:Formula="=SUM(1,2)"><Data ss:Type="Number">3</Data><NamedCell ss:Name="表"/></Cell></Row>\r
        <Row ss:Hidden="1"><Cell ss:MergeDown="1"><Data ss:Type="String"><![CDATA[李<乙>]]></Data></Cell>\
      <!-- <Cell ss:Index="9"> --><Cell ss:StyleID="s63"/></Row>\r
       </Table>\r
       <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Selected/><FreezePanes/></WorksheetOptions>\r
       <DataValidation xmlns="urn:schemas-microsoft-com:office:excel"><Range>R3C2</Range><Type>List</Type></DataValidation>\
      </Worksheet>\r
       <Worksheet ss:Name="旧表"><Table><Row><Cell><Data ss:Type="Number">7</Data></Cell></Row></Table>\
      <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>\
      </Worksheet>\r
      </Workbook>\r

      """

  static func workbook(_ content: String, before: String = "") -> String {
    head + root + before + content + "</Workbook>"
  }

  static func sheet(_ rows: String, table: String = "", name: String = "名册") -> String {
    "<Worksheet ss:Name=\"\(name)\"><Table\(table)>\(rows)</Table></Worksheet>"
  }

  /// The same text in another encoding, which it declares.
  static func encoded(_ text: String, as name: String, _ encoding: String.Encoding, mark: [UInt8] = []) -> Data {
    let declared = text.replacing("<?xml version=\"1.0\"?>", with: "<?xml version=\"1.0\" encoding=\"\(name)\"?>")
    return Data(mark) + (declared.data(using: encoding) ?? Data())
  }
}

/// A random document of one or more sheets, with merges, gaps, notes, prefixes; the same dice give the same document. Its own
/// indexes and styles stand in single quotes, so that a test can tell them from what is put in.
struct RandomDocument {
  var text = ""
  /// Places that can be marked: neither covered by a merge nor within a row that stands for several.
  var places: [(sheet: Int, row: Int, column: Int)] = []
  private var dice: SeededDice
  private let prefix: String

  init(_ dice: inout SeededDice) {
    prefix = Bool.random(using: &dice) ? "" : "ss:"
    self.dice = dice
    let name = "urn:schemas-microsoft-com:office:spreadsheet"
    let declared = prefix.isEmpty ? "xmlns=\"\(name)\" xmlns:ss=\"\(name)\"" : "xmlns:ss='\(name)'"
    text = SendersDocument.head + "<\(prefix)Workbook \(declared) xmlns:x=\"urn:schemas-microsoft-com:office:excel\">"
    if chance(80) { styles() }
    for sheet in 0..<number(1...3) { add(sheet) }
    text += "\n</\(prefix)Workbook>\n"
    dice = self.dice
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &dice) }
  private mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
  private mutating func style(_ percent: Int) -> String { chance(percent) ? " ss:StyleID='s\(number(1...3))'" : "" }
  private mutating func noise() -> String {
    [" ", "\n  ", "", "", "<!-- <Row><Cell> -->", "<?pi <Cell>?>"][number(0...5)]
  }

  private mutating func styles() {
    let fills = [
      "", "<\(prefix)Interior ss:Color=\"#00B0F0\" ss:Pattern=\"Solid\"/>", "<\(prefix)NumberFormat ss:Format=\"@\"/>",
    ]
    let list = (1...3).map { "<\(prefix)Style ss:ID=\"s\($0)\">\(fills[$0 - 1])</\(prefix)Style>" }
    text += "\n<\(prefix)Styles>\(list.joined())</\(prefix)Styles>\n"
  }

  private mutating func add(_ sheet: Int) {
    text += "<\(prefix)Worksheet ss:Name=\"表\(sheet)\">\n"
    if chance(95) { table(sheet) }
    if chance(30) {
      let state = chance(50) ? "<x:Visible>SheetHidden</x:Visible>" : "<x:Selected/>"
      text += "<x:WorksheetOptions>\(state)</x:WorksheetOptions>"
    }
    text += "</\(prefix)Worksheet>"
  }

  private mutating func table(_ sheet: Int) {
    text += "<\(prefix)Table\(style(20)) ss:ExpandedColumnCount=\"99\" ss:ExpandedRowCount=\"99\">"
    for _ in 0..<number(0...3) { text += "<\(prefix)Column\(style(40)) ss:Width=\"\(number(20...99))\"/>" + noise() }
    var (row, covered) = (0, Set<[Int]>())
    for _ in 0..<number(0...9) {
      let gap = chance(25) ? number(1...3) : 0
      for skipped in 0..<gap { mark(sheet, row + 1 + skipped, 1...9, covered) }
      row += gap + 1
      let span = chance(5) ? number(1...2) : 0
      let index = gap > 0 || chance(10) ? " ss:Index='\(row)'" : ""
      let other = (span > 0 ? " ss:Span=\"\(span)\"" : "") + (chance(10) ? " ss:Hidden=\"1\"" : "")
      let start = "<\(prefix)Row\(style(15))\(other)\(index)"
      guard span == 0, chance(95) else {
        if span == 0 { mark(sheet, row, 1...9, covered) }
        text += start + "/>"
        row += span
        continue
      }
      text += start + ">"
      cells(sheet, row, &covered)
      text += noise() + "</\(prefix)Row>" + noise()
    }
    mark(sheet, row + 2, 1...9, covered)
    text += "</\(prefix)Table>"
  }

  private mutating func mark(_ sheet: Int, _ row: Int, _ columns: ClosedRange<Int>, _ covered: Set<[Int]>) {
    for column in columns where !covered.contains([row, column]) { places.append((sheet, row, column)) }
  }

  private mutating func cells(_ sheet: Int, _ row: Int, _ covered: inout Set<[Int]>) {
    var column = 1
    for _ in 0..<number(0...5) {
      let start = column
      if chance(25) { column += number(1...2) }
      while covered.contains([row, column]) { column += 1 }
      for skipped in start..<column { mark(sheet, row, skipped...skipped, covered) }
      mark(sheet, row, column...column, covered)
      let isMerged = chance(20)
      let (across, down) = isMerged ? (number(0...2), number(0...2)) : (0, 0)
      for dy in 0...down { for dx in 0...across where dx + dy > 0 { covered.insert([row + dy, column + dx]) } }
      let index = column > start || chance(10) ? " ss:Index='\(column)'" : ""
      let merge = (across > 0 ? " ss:MergeAcross=\"\(across)\"" : "") + (down > 0 ? " ss:MergeDown=\"\(down)\"" : "")
      text += noise() + "<\(prefix)Cell\(style(40))\(merge)\(index)" + content(row, column)
      column += across + 1
    }
    for rest in column...(column + 1) { mark(sheet, row, rest...rest, covered) }
  }

  private mutating func content(_ row: Int, _ column: Int) -> String {
    guard chance(85) else { return chance(50) ? "/>" : "></\(prefix)Cell>" }
    let value = chance(20) ? "<![CDATA[<\(row)>]]>" : "值\(row).\(column)&amp;"
    let data = chance(90) ? "<\(prefix)Data ss:Type=\"String\">\(value)</\(prefix)Data>" : ""
    let note = "<\(prefix)Comment ss:Author=\"人\"><\(prefix)Data>注</\(prefix)Data></\(prefix)Comment>"
    return ">" + data + (chance(10) ? note : "") + noise() + "</\(prefix)Cell>"
  }
}
