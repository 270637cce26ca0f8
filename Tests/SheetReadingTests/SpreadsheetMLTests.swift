// SPDX-License-Identifier: Apache-2.0

import Foundation
import SheetReading
import Tabular
import TestSupport
import Testing

private func cell(_ text: String, _ attributes: String = "", type: String = "String") -> String {
  "<Cell \(attributes)><Data ss:Type=\"\(type)\">\(text)</Data></Cell>"
}

@Suite struct PositionTests {
  @Test func indexesSpansAndMergesPlaceCellsAsExcelDoes() throws {
    let rows =
      "<Row>\(cell("a", "ss:MergeAcross=\"2\""))\(cell("b"))</Row>"
      + "<Row ss:Span=\"3\">\(cell("c", "ss:Index=\"3\""))\(cell("d"))</Row><Row>\(cell("e"))</Row>"
      + "<Row ss:Index=\"20\">\(cell("f"))</Row>"
    #expect(try SheetText.summary(rows) == ["A1=a", "D1=b", "C2=c", "D2=d", "A6=e", "A20=f"])
  }

  @Test func aTableOffsetMovesEverything() throws {
    let rows = "<Row>\(cell("a"))\(cell("b", "ss:Index=\"3\""))</Row>"
    #expect(try SheetText.summary(rows, table: " ss:TopCell=\"2\" ss:LeftCell=\"2\"") == ["B2=a", "D2=b"])
  }

  @Test func mergesAreTold() throws {
    let reading = try SheetText.read(
      SheetText.workbook("<Row>\(cell("a", "ss:MergeAcross=\"1\" ss:MergeDown=\"2\""))</Row>"))
    #expect(reading.merges == [[MergedRange(firstRow: 1, firstColumn: 1, lastRow: 3, lastColumn: 2)]])
  }

  @Test func aHugeIndexIsRefusedOnlyWhereAValueStands() throws {
    #expect(try SheetText.summary("<Row>\(cell("a"))</Row><Row ss:Index=\"999999999\"/>") == ["A1=a"])
    let value = SheetText.workbook("<Row ss:Index=\"999999999\">\(cell("a"))</Row>")
    #expect(SheetText.failure(value) == "workbook-index")
  }
}

@Suite struct ValueTests {
  @Test(arguments: [
    ("Number", "330203200501011236", CellKind.number, "330203200501011236"), ("Number", " 12.50 ", .number, "12.50"),
    ("Number", "1,234", .string, "1,234"), ("DateTime", "2019-05-31T00:00:00.000", .date, "2019-05-31T00:00:00"),
    ("DateTime", "2019-05-31", .date, "2019-05-31T00:00:00"), ("DateTime", "2019-02-30", .string, "2019-02-30"),
    ("Boolean", "True", .bool, "1"), ("Error", "#REF!", .error, "#REF!"), ("String", " x ", .string, " x "),
    ("string", "x", .string, "x"), ("Fancy", "x", .string, "x"),
  ])
  func aValueKeepsItsSourceText(type: String, text: String, kind: CellKind, expected: String) throws {
    let cells = try SheetText.read(SheetText.workbook("<Row>\(cell(text, type: type))</Row>")).cells[0]
    #expect(cells == [.init(row: 1, column: 1, kind: kind, text: expected)])
  }

  @Test func richTextCDATAAndReferencesAreText() throws {
    let rich =
      "<Cell><ss:Data ss:Type=\"String\" xmlns=\"http://www.w3.org/TR/REC-html40\"><B>王</B>小<![CDATA[&明]]>&#10;x&amp;y</ss:Data></Cell>"
    #expect(try SheetText.summary("<Row>\(rich)</Row>") == ["A1=王小&明\nx&y"])
  }

  @Test func commentsAreNoValues() throws {
    let commented = "<Cell><Data ss:Type=\"String\">a</Data><Comment><ss:Data>note</ss:Data></Comment></Cell>"
    #expect(try SheetText.summary("<Row>\(commented)</Row>") == ["A1=a"])
  }

  @Test func bareAmpersandsEntitiesAndControlsAreMendedAndSaid() throws {
    let reading = try SheetText.read(SheetText.workbook("<Row>\(cell("A&B&nbsp;C\u{0C}D&#7;E"))</Row>"))
    #expect(reading.cells[0].map(\.text) == ["A&B\u{A0}CDE"])
    #expect(
      Set(reading.repairs) == ["workbook-bare-ampersands", "workbook-html-entities", "workbook-control-characters"])
  }
}

@Suite struct RepairTests {
  private func repairs(_ text: String) throws -> [WorkbookRepair] {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let cursor = try WorkbookOpener.open(path: path, chunkSize: 64).rows()
    var batch = RowBatch()
    while try cursor.next(into: &batch) {}
    return cursor.repairs
  }

  private static let plain = String(
    decoding: SheetText.workbook("\n<Row>\n\(cell("甲"))</Row>\n", head: ""), as: UTF8.self)

  @Test func eachRepairNamesItsLine() throws {
    let odd = Self.plain.replacing("甲", with: "a&b").replacing(
      "</Row>", with: "</Row>\n<Row>\(cell("&nbsp;\u{0C}"))</Row>")
    let lines = Dictionary(uniqueKeysWithValues: try repairs(odd).map { ($0.code, $0.line) })
    #expect(
      lines == ["workbook-bare-ampersands": 3, "workbook-html-entities": 4, "workbook-control-characters": 4])
  }

  @Test(arguments: [
    ("\u{FEFF}\u{FEFF}<?xml version=\"1.0\"?>", "workbook-prologue-mended"),
    ("\n\n<?xml version=\"1.0\"?>", "workbook-prologue-mended"),
    ("<?xml version=\"1.0\" encoding=\"gb2312\"?>", "workbook-encoding-contradicts"),
  ])
  func whatStandsBeforeTheRootIsSaid(head: String, code: String) throws {
    #expect(try repairs(head + Self.plain).map(\.code) == [code])
    #expect(try repairs("\u{FEFF}<?xml version=\"1.0\" encoding=\"utf-8\"?>" + Self.plain) == [])
  }

  @Test func anUndeclaredPrefixIsSaid() throws {
    let names = "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\""
    #expect(try repairs(Self.plain.replacing(names, with: "")).map(\.code) == ["workbook-prefix-undeclared"])
  }
}

@Suite struct RefusalTests {
  @Test(arguments: [
    ("", "workbook-empty"), ("   \n", "workbook-empty"), ("姓名 性别\n", "workbook-unrecognised"),
    ("<html><table></table></html>", "workbook-html"), ("%PDF-1.4", "workbook-document"),
    ("GIF89a…", "workbook-picture"),
    ("Rar!…", "workbook-packed"),
    ("<?xml version=\"1.0\"?><!DOCTYPE Workbook [<!ENTITY a \"b\">]><Workbook/>", "workbook-doctype"),
    ("<note/>", "workbook-unrecognised"), ("PK\u{3}\u{4}xl/workbook.xml", "workbook-truncated-archive"),
  ])
  func whatIsNoWorkbookIsNamed(text: String, code: String) {
    #expect(SheetText.failure(Data(text.utf8)) == code)
  }

  /// A program is no text whose encoding went wrong.
  @Test func binaryThatIsNoWorkbookIsNamed() {
    let program: [UInt8] =
      [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + Array(repeating: 0, count: 9) + [0x80, 0xFF, 0x81, 0xFE, 3]
    #expect(SheetText.failure(Data(program)) == "workbook-unrecognised")
  }

  /// Cut anywhere, a file is an error and never a shorter sheet.
  @Test func aTruncatedFileIsAnError() {
    let whole = SheetText.workbook("<Row>\(cell("a"))</Row><Row>\(cell("b"))</Row>")
    for length in stride(from: 150, to: whole.count - 1, by: 7) {
      let code = SheetText.failure(whole.prefix(length))
      #expect(code == "workbook-truncated" || code == "workbook-damaged", "cut at \(length): \(code ?? "read")")
    }
  }

  @Test func damageAndDepthAreErrors() {
    #expect(SheetText.failure(SheetText.workbook("<Row><Cell></Row>")) == "workbook-damaged")
    let deep = String(repeating: "<x>", count: 250) + String(repeating: "</x>", count: 250)
    #expect(SheetText.failure(SheetText.workbook(deep)) == "workbook-too-deep")
  }

  /// An encrypted workbook is a compound file with a stream of this name.
  @Test func anEncryptedFileSaysSo() throws {
    var data = try Data(contentsOf: URL(fileURLWithPath: SheetText.fixtures + "/roster/roster-xlwt.xls"))
    func wide(_ name: String) -> Data { Data(name.utf8.flatMap { [$0, 0] }) }
    let entry = try #require(data.firstRange(of: wide("Workbook")))
    let name = wide("EncryptedPackage")
    data.replaceSubrange(entry.lowerBound..<entry.lowerBound + name.count, with: name)
    data[entry.lowerBound + 64] = UInt8(name.count + 2)
    #expect(SheetText.failure(data) == "workbook-encrypted")
  }

  @Test func garbageInACompoundFileIsAnError() {
    let bytes: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Array(repeating: 0, count: 600)
    #expect(SheetText.failure(Data(bytes)) == "workbook-damaged-structure")
  }
}

@Suite struct EncodingTests {
  private static let rows = "<Row><Cell><Data ss:Type=\"String\">喆镕𠮷</Data></Cell></Row>"

  @Test(arguments: [
    ("UTF-8", "utf-8", "utf-8"), ("GB18030", "gb2312", "gb18030"), ("GB18030", "gbk", "gb18030"),
    ("UTF-8", "gb2312", "utf-8"), ("UTF-16LE", "utf-16", "utf-16le"), ("UTF-16BE", "utf-16", "utf-16be"),
  ])
  func evidenceGoesBeforeClaim(actual: String, declared: String, told: String) throws {
    let head = "<?xml version=\"1.0\" encoding=\"\(declared)\"?>"
    let utf8 = SheetText.workbook(Self.rows, head: head)
    let reading = try SheetText.read(try Self.convert(utf8, to: actual))
    #expect(reading.cells[0].map(\.text) == ["喆镕𠮷"])
    #expect(reading.encoding == told)
  }

  @Test func aByteThatIsNoUTF8IsAnError() {
    var data = SheetText.workbook(Self.rows, head: "<?xml version=\"1.0\" encoding=\"utf-8\"?>")
    data[data.count - 60] = 0xFF
    #expect(SheetText.failure(data) == "workbook-encoding" || SheetText.failure(data) == "workbook-damaged")
  }

  /// Through the iconv program, so that the test does not use what it tests.
  private static func convert(_ data: Data, to encoding: String) throws -> Data {
    let process = Process()
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try data.write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    process.executableURL = URL(fileURLWithPath: "/usr/bin/iconv")
    process.arguments = ["-f", "UTF-8", "-t", encoding, path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    return pipe.fileHandleForReading.readDataToEndOfFile()
  }
}

@Suite struct ChunkTests {
  /// The same cells whatever the size of the pieces, over random workbooks.
  @Test(arguments: [RandomSeed.of("chunks"), 1]) func chunkSizeChangesNothing(seed: UInt64) throws {
    var random = SeededDice(state: seed)
    let data = SheetText.workbook(Self.rows(&random))
    let whole = try SheetText.read(data)
    #expect(!whole.cells[0].isEmpty)
    for size in [1, 7, 4096] { #expect(try SheetText.read(data, chunkSize: size) == whole, "chunks of \(size)") }
  }

  private static func rows(_ random: inout SeededDice) -> String {
    let texts = ["王小明", "a&amp;b", "x&y", "&nbsp;", "<![CDATA[<&]]>", "𠮷", "12", "&#x4E2D;", " ", "]]", "AT&T;"]
    return (0..<40).map { _ in
      let cells = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        let index = Bool.random(using: &random) ? "" : "ss:MergeAcross=\"\(Int.random(in: 0...2, using: &random))\""
        return cell(texts.randomElement(using: &random) ?? "", index)
      }
      return "<Row>\(cells.joined())</Row>\n"
    }.joined()
  }
}

@Suite struct MemoryTests {
  /// A batch stays small however long the sheet is: rows are handed out as they come.
  @Test func batchesStaySmall() throws {
    let rows = (1...5000).map { "<Row>\(cell("row \($0)"))\(cell(String(repeating: "x", count: 200)))</Row>" }.joined()
    let reading = try SheetText.read(SheetText.workbook(rows))
    #expect(reading.cells[0].count == 10_000)
  }
}
