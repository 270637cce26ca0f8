// SPDX-License-Identifier: Apache-2.0

import Foundation
import SheetReading
import Tabular
import TestSupport
import Testing

@Suite struct ArchiveTests {
  private func texts(_ archive: StoredArchive) throws -> [String] {
    try SheetText.read(archive.data).cells[0].map { "\($0.row).\($0.column)=\($0.text)" }
  }

  @Test func namesOfPartsForgiveCaseAndBackslashes() throws {
    let rows = "<row r=\"2\"><c r=\"B2\"><v>7</v></c></row>"
    #expect(try texts(.workbook(rows, sheetPart: "XL\\Worksheets\\Sheet1.xml")) == ["2.2=7"])
  }

  @Test func sharedStringsAreResolvedAndAStatedCountIsNotBelieved() throws {
    let strings = "<si><t>甲</t></si><si><r><t>乙</t></r><rPh><t>yi</t></rPh><r><t>丙_x000D__x4E01_</t></r></si>"
    let rows = "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c></row>"
    let reading = try SheetText.read(StoredArchive.workbook(rows, strings: strings).data)
    #expect(reading.cells[0].map(\.text) == ["甲", "乙丙\r丁"])
    #expect(reading.repairs == ["workbook-string-missing"])
  }

  @Test func aDamagedPartIsAnError() throws {
    var data = StoredArchive.workbook("<row><c><v>123456</v></c></row>").data
    let place = try #require(data.firstRange(of: Data("123456".utf8)))
    data[place.lowerBound] = UInt8(ascii: "9")
    #expect(SheetText.failure(data) == "workbook-damaged-archive")
  }

  @Test func encryptedForeignAndPartlessArchivesAreNamed() {
    var encrypted = StoredArchive()
    encrypted.add("_rels/.rels", "<Relationships/>", flags: 1)
    encrypted.add("xl/workbook.xml", "<workbook/>", flags: 1)
    #expect(SheetText.failure(encrypted.data) == "workbook-encrypted")
    var zip = StoredArchive()
    zip.add("名册.xlsx", "…")
    #expect(SheetText.failure(zip.data) == "workbook-packed")
    var partless = StoredArchive()
    partless.add("[Content_Types].xml", "<Types/>")
    #expect(SheetText.failure(partless.data) == "workbook-part-missing")
  }

  /// Found by the fuzzer: a row of number 0 came out as row 0.
  @Test func aRowOfNumberZeroStandsWhereItIs() throws {
    let rows = "<row r=\"0\"><c r=\"A0\"><v>1</v></c></row><row><c><v>2</v></c></row>"
    #expect(try texts(.workbook(rows)) == ["1.1=1", "2.1=2"])
  }

  @Test func indexesBeyondTheSheetAreErrors() {
    for name in ["XFE1", "A1048577", "ZZZZZZZZ99999999999"] {
      let row = name.drop { $0.isLetter }
      #expect(
        SheetText.failure(StoredArchive.workbook("<row r=\"\(row)\"><c r=\"\(name)\"><v>1</v></c></row>").data)
          == "workbook-index")
    }
  }

  @Test func aDoctypeInAPartIsRefused() {
    var archive = StoredArchive()
    archive.add("[Content_Types].xml", "<Types/>")
    archive.add("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a \"b\">]><workbook><sheets/></workbook>")
    #expect(SheetText.failure(archive.data) == "workbook-doctype")
  }

  /// One cell repeated over every row is nothing; a filled row repeated a million times is refused.
  @Test func repeatsOfOpenDocumentDoNotGrow() {
    func flat(_ row: String) -> Data {
      let names = ["office", "table", "text"].map { "xmlns:\($0)=\"urn:oasis:names:tc:opendocument:xmlns:\($0):1.0\"" }
      return Data(
        ("<office:document \(names.joined(separator: " "))><office:body><office:spreadsheet><table:table table:name=\"a\">"
          + row + "</table:table></office:spreadsheet></office:body></office:document>").utf8)
    }
    let blank =
      "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"
    #expect(throws: Never.self) { try SheetText.read(flat(blank)) }
    let filled = blank.replacing(
      "/></table:table-row>", with: "><text:p>x</text:p></table:table-cell></table:table-row>")
    #expect(SheetText.failure(flat(filled)) == "workbook-too-large")
  }
}

@Suite struct PlainTextTests {
  private func rows(_ text: String) throws -> [String] {
    try SheetText.read(Data(text.utf8)).cells[0].map { "\($0.row).\($0.column)=\($0.text)" }
  }

  @Test func quotesDelimitersAndLineEnds() throws {
    #expect(try rows("a;b\n\"x;\"\"y\"\"\n z\";2\n") == ["1.1=a", "1.2=b", "2.1=x;\"y\"\n z", "2.2=2"])
    #expect(try rows("sep=|\r\na|b\r\n\r\nc|\"\"\r\n") == ["1.1=a", "1.2=b", "3.1=c"])
    #expect(try rows("a\tb\rc\td\r") == ["1.1=a", "1.2=b", "2.1=c", "2.2=d"])
  }

  @Test(arguments: [
    ("a,b\n1,2\n", []), ("a,b\n1,2", ["workbook-no-final-newline"]), ("a,b\n1", ["workbook-last-record-cut"]),
    ("a,b\n1,\"2", ["workbook-last-record-cut"]),
  ])
  func aMissingEndIsSaid(text: String, repairs: [String]) throws {
    #expect(try SheetText.read(Data(text.utf8)).repairs == repairs)
  }

  @Test func spansOfAPageMoveTheCellsBeside() throws {
    let page = "<table><tr><td rowspan=2>a<td colspan=2>b<br>c</tr><tr><td>d<td>e<table><tr><td>in</table></tr></table>"
    #expect(try rows(page) == ["1.1=a", "1.2=b\nc", "2.2=d", "2.3=ein"])
  }

  @Test func numbersUnderADateStyleAreDates() throws {
    let styles =
      "<Styles><Style ss:ID=\"d\"><NumberFormat ss:Format=\"[$-804]yyyy&quot;年&quot;m&quot;月&quot;\"/></Style>"
      + "<Style ss:ID=\"e\" ss:Parent=\"d\"/><Style ss:ID=\"n\"><NumberFormat ss:Format=\"0.00\"/></Style></Styles>"
    func read(_ epoch: String) throws -> [String] {
      let cells = ["d", "e", "n"].map { "<Cell ss:StyleID=\"\($0)\"><Data ss:Type=\"Number\">43646</Data></Cell>" }
      let rows = "<Row>" + cells.joined() + "</Row>"
      let text = String(decoding: SheetText.workbook(rows), as: UTF8.self)
      let head = "<ExcelWorkbook xmlns=\"urn:schemas-microsoft-com:office:excel\">\(epoch)</ExcelWorkbook>" + styles
      return try SheetText.read(Data(text.replacing("<Worksheet", with: head + "<Worksheet").utf8)).cells[0].map(\.text)
    }
    #expect(try read("") == ["2019-06-30T00:00:00", "2019-06-30T00:00:00", "43646"])
    #expect(try read("<Date1904/>") == ["2023-07-01T00:00:00", "2023-07-01T00:00:00", "43646"])
  }
}
