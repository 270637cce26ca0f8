// SPDX-License-Identifier: Apache-2.0

import Foundation
import SheetReading
import Tabular
import TestSupport
import Testing

/// What readers tell of rows and sheets beside the cells.
@Suite struct RowFactsTests {
  private struct Facts: Equatable {
    var flags: [Int: RowFlags] = [:]
    var visibilities: [SheetVisibility?] = []
    /// Merges over several rows, by the first row of the batch that knew them.
    var vertical: [MergedRange] = []
    var formulas: [CellPlace] = []
  }

  private func facts(_ data: Data) throws -> Facts {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try data.write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try facts(path: path)
  }

  private func facts(path: String) throws -> Facts {
    let cursor = try WorkbookOpener.open(path: path).rows()
    var facts = Facts()
    var batch = RowBatch()
    while try cursor.next(into: &batch) {
      for row in batch.rows where !row.flags.isEmpty { facts.flags[Int(row.number)] = row.flags }
      facts.vertical += batch.verticalMerges.filter { !facts.vertical.contains($0) }
      facts.formulas += batch.formulasWithoutValue
      if batch.endsSheet { facts.visibilities.append(batch.visibility) }
    }
    return facts
  }

  // MARK: xlsx

  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""

  private func xlsx(_ rows: String, behind: String = "", state: String = "") -> Data {
    var archive = StoredArchive()
    archive.add("[Content_Types].xml", "<Types/>")
    archive.add(
      "xl/workbook.xml",
      "<workbook \(Self.main) xmlns:r=\"\(Self.office)\"><sheets><sheet name=\"a\" \(state) r:id=\"s\"/></sheets></workbook>"
    )
    archive.add(
      "xl/_rels/workbook.xml.rels",
      "<Relationships><Relationship Id=\"s\" Type=\"\(Self.office)/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    )
    archive.add(
      "xl/styles.xml",
      "<styleSheet \(Self.main)><fonts><font/><font><strike/></font><font><strike val=\"0\"/></font></fonts>"
        + "<cellXfs><xf fontId=\"0\"/><xf fontId=\"1\"/><xf fontId=\"2\"/></cellXfs>"
        + "<dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>")
    archive.add(
      "xl/worksheets/sheet1.xml", "<worksheet \(Self.main)><sheetData>\(rows)</sheetData>\(behind)</worksheet>")
    return archive.data
  }

  @Test func hiddenAndStruckRowsOfXLSX() throws {
    let rows =
      "<row hidden=\"1\"><c><v>1</v></c></row><row><c s=\"1\"><v>1</v></c><c s=\"1\"/><c s=\"1\"><v>2</v></c></row>"
      + "<row><c s=\"1\"><v>1</v></c><c><v>2</v></c></row><row hidden=\"false\"><c s=\"2\"><v>2</v></c></row>"
    #expect(try facts(xlsx(rows)).flags == [1: .hidden, 2: .struck])
    #expect(try facts(xlsx(rows, state: "state=\"veryHidden\"")).visibilities == [.veryHidden])
    #expect(try facts(xlsx(rows)).visibilities == [.visible])
  }

  /// The merges stand behind the rows; the batch in which they begin knows them all the same.
  @Test func mergesOfXLSXAreKnownWithTheirRows() throws {
    let rows = (1...600).map { "<row r=\"\($0)\"><c><v>\($0)</v></c></row>" }.joined()
    let merges =
      "<mergeCells count=\"3\"><mergeCell ref=\"B2:B300\"/><mergeCell ref=\"A1:C1\"/><x:mergeCell xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" ref='C400:D402'/></mergeCells>"
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try xlsx(rows, behind: merges).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let cursor = try WorkbookOpener.open(path: path).rows()
    var batch = RowBatch()
    var known: [[MergedRange]] = []
    var all: [MergedRange] = []
    while try cursor.next(into: &batch) {
      known.append(batch.verticalMerges)
      all += batch.merges
    }
    let long = MergedRange(firstRow: 2, firstColumn: 2, lastRow: 300, lastColumn: 2)
    let late = MergedRange(firstRow: 400, firstColumn: 3, lastRow: 402, lastColumn: 4)
    #expect(known == [[long], [long, late], []])
    #expect(all.count == 3)
  }

  @Test func formulasThatWereNeverCalculatedAreToldInXLSX() throws {
    let rows =
      "<row r=\"2\"><c r=\"B2\"><f>A1</f></c><c r=\"C2\"><f>A1</f><v/></c></row>"
      + "<row r=\"3\"><c r=\"A3\"><v>1</v></c><c r=\"B3\"><f>A1</f><v></v></c></row>"
      + "<row r=\"4\"><c r=\"A4\"><f>A1</f><v>7</v></c><c r=\"B4\" t=\"str\"><f>\"\"</f><v></v></c></row>"
    let facts = try facts(xlsx(rows))
    #expect(
      facts.formulas == [
        CellPlace(row: 2, column: 2), CellPlace(row: 2, column: 3), CellPlace(row: 3, column: 2),
      ])
    #expect(facts.flags == [3: .hasFormulaWithoutValue])
  }

  // MARK: SpreadsheetML

  @Test func factsOfSpreadsheetML() throws {
    let data = "<Data ss:Type=\"String\">x</Data>"
    let text =
      "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">"
      + "<Styles><Style ss:ID=\"k\"><Font ss:StrikeThrough=\"1\"/></Style><Style ss:ID=\"l\" ss:Parent=\"k\"/></Styles>"
      + "<Worksheet ss:Name=\"a\"><Table><Row ss:Hidden=\"1\"><Cell>\(data)</Cell></Row>"
      + "<Row><Cell ss:StyleID=\"l\" ss:MergeDown=\"2\">\(data)</Cell></Row><Row ss:StyleID=\"k\"><Cell ss:Index=\"2\">\(data)</Cell></Row>"
      + "<Row><Cell ss:Index=\"2\" ss:Formula=\"=1\"/><Cell>\(data)</Cell><Cell ss:Formula=\"=2\"><Data ss:Type=\"String\"></Data></Cell></Row></Table>"
      + "<WorksheetOptions xmlns=\"urn:schemas-microsoft-com:office:excel\"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>"
      + "<Worksheet ss:Name=\"b\"><Table><Row><Cell>\(data)</Cell></Row></Table></Worksheet></Workbook>"
    let found = try facts(Data(text.utf8))
    #expect(found.flags == [1: .hidden, 2: .struck, 3: .struck, 4: .hasFormulaWithoutValue])
    #expect(found.visibilities == [.hidden, .visible])
    #expect(found.vertical == [MergedRange(firstRow: 2, firstColumn: 1, lastRow: 4, lastColumn: 1)])
    #expect(found.formulas == [CellPlace(row: 4, column: 2)])
    let wide = try #require(text.data(using: .utf16LittleEndian))
    #expect(try facts(Data([0xFF, 0xFE]) + wide) == found)
  }

  // MARK: OpenDocument, HTML

  @Test func factsOfOpenDocument() throws {
    let names = ["office", "table", "text", "style"].map {
      "xmlns:\($0)=\"urn:oasis:names:tc:opendocument:xmlns:\($0):1.0\""
    }
    func cell(_ attributes: String = "") -> String {
      "<table:table-cell \(attributes)><text:p>x</text:p></table:table-cell>"
    }
    let text =
      "<office:document \(names.joined(separator: " "))><office:automatic-styles>"
      + "<style:style style:name=\"k\"><style:text-properties style:text-line-through-style=\"solid\"/></style:style>"
      + "<style:style style:name=\"t\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>"
      + "<office:body><office:spreadsheet><table:table table:name=\"a\" table:style-name=\"t\">"
      + "<table:table-row table:visibility=\"filter\">\(cell())</table:table-row>"
      + "<table:table-row table:number-rows-repeated=\"2\">\(cell("table:style-name=\"k\""))</table:table-row>"
      + "<table:table-row>\(cell("table:number-rows-spanned=\"3\""))<table:table-cell table:formula=\"of:=1\"/></table:table-row>"
      + "</table:table></office:spreadsheet></office:body></office:document>"
    let found = try facts(Data(text.utf8))
    #expect(found.flags == [1: .hidden, 2: .struck, 3: .struck, 4: .hasFormulaWithoutValue])
    #expect(found.visibilities == [.hidden])
    #expect(found.vertical == [MergedRange(firstRow: 4, firstColumn: 1, lastRow: 6, lastColumn: 1)])
    #expect(found.formulas == [CellPlace(row: 4, column: 2)])
  }

  @Test func mergesOfAPageAreKnownWithTheirRows() throws {
    let page = "<table><tr><td>a<td>b</tr><tr><td rowspan=2>c<td>d</tr><tr><td>e</tr></table>"
    #expect(
      try facts(Data(page.utf8)).vertical == [MergedRange(firstRow: 2, firstColumn: 1, lastRow: 3, lastColumn: 1)])
  }

  @Test func hiddenAndStruckRowsOfAPage() throws {
    let page =
      "<table><tr><td>a<td>b</tr><tr style='height:9pt; display: none'><td>c<td>d</tr>"
      + "<tr><td><s>e</s><td><del>f</del></tr><tr><td style='text-decoration:line-through'>g<td><span style=\"TEXT-DECORATION: line-through\">h</span></tr>"
      + "<tr><td><strike>i</strike> j<td><s>k</s></tr><tr><td><small>l</small><td>m</tr></table>"
    #expect(try facts(Data(page.utf8)).flags == [2: .hidden, 3: .struck, 4: .struck])
  }

  // MARK: Binary

  /// As programs write it that keep rows in the order in which they were made.
  @Test func rowsOfABinaryWorkbookOutOfOrder() throws {
    let path = SheetText.fixtures + "/roster/roster-xlwt.xls"
    var data = try Data(contentsOf: URL(fileURLWithPath: path))
    func place(ofRow row: UInt8) throws -> Int {
      try #require(data.firstRange(of: Data([0x08, 0x02, 0x10, 0x00, row, 0x00]))).lowerBound
    }
    let (first, second, third) = (try place(ofRow: 0), try place(ofRow: 1), try place(ofRow: 2))
    data.replaceSubrange(first..<third, with: data[second..<third] + data[first..<second])
    let (own, moved) = (try SheetText.read(path: path), try SheetText.read(data))
    #expect(moved.cells == own.cells && moved.repairs == own.repairs)
  }

  /// Made with a hidden row, a struck one, a merge over three rows and a hidden second sheet.
  @Test func factsOfABinaryWorkbook() throws {
    let found = try facts(path: SheetText.fixtures + "/facts/facts.xls")
    #expect(found.flags == [3: .hidden, 4: .struck])
    #expect(found.visibilities == [.visible, .hidden])
    #expect(found.vertical == [MergedRange(firstRow: 2, firstColumn: 1, lastRow: 4, lastColumn: 1)])
  }
}
