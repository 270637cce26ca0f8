// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Binary workbooks of Excel 97 to 2003 (BIFF8) and of Excel 95 (BIFF5): .xls.
enum XLSFormat: WorkbookFormat {
  static func open(_ probe: FileProbe) throws -> (any Workbook)? {
    guard CompoundFile.isOne(probe.head) else { return nil }
    let file = try CompoundFile(path: probe.path)
    if file.entries.contains(where: { $0.name == "EncryptedPackage" }) { return try package(in: file, probe.chunkSize) }
    guard let stream = try file.stream("Workbook") ?? file.stream("Book") else {
      let isDocument = file.entries.contains { $0.name == "WordDocument" }
      throw isDocument
        ? WorkbookError("workbook-document", facts: ["format": "Word"]) : WorkbookError("workbook-no-table")
    }
    return try XLSWorkbook(stream)
  }

  /// An encrypted .xlsx is such a container too.
  private static func package(in container: CompoundFile, _ chunkSize: Int) throws -> (any Workbook)? {
    let file = try EncryptedPackage.open(container)
    let probe = try FileProbe(path: file.path, chunkSize: chunkSize)
    guard let workbook = try XLSXFormat.open(probe) else { throw WorkbookError("workbook-encrypted") }
    return HeldWorkbook(base: workbook, file: file)
  }
}

/// What the global records of a binary workbook say: its sheets, its shared texts and which formats are dates.
struct XLSWorkbook: Workbook {
  struct Sheet {
    var name: String
    var visibility: SheetVisibility
    /// Where its records begin; nil for a sheet without cells, such as a chart.
    var offset: Int?
  }

  let stream: CompoundStream
  private(set) var sheets: [Sheet] = []
  private(set) var strings = SharedStrings()
  private(set) var styles: [CellStyle] = []
  private(set) var is1904 = false
  /// iconv's name of the encoding of BIFF5; nil in BIFF8, which is Unicode.
  private(set) var codePage: String?
  private var customDates: [Int: Bool] = [:]
  private var struckFonts: [Bool] = []
  private var formats: [(number: Int, font: Int)] = []

  var format: String { "xls" }
  var encoding: String { codePage?.lowercased() ?? "utf-16le" }
  var writer: String? { nil }

  /// - Throws: `workbook-encrypted`, `workbook-truncated-archive`, `workbook-damaged-archive`.
  init(_ stream: CompoundStream) throws {
    self.stream = stream
    var reader = BIFFReader(stream)
    try reader.next()
    guard reader.type == BIFFRecord.begin else { throw CompoundFile.damage("Workbook") }
    // A workbook of Excel 95 that names no code page is taken for a Chinese one.
    if LittleEndian.u16(reader.body, 0) < 0x0600 { codePage = "GB18030" }
    while reader.type != BIFFRecord.end {
      try reader.next()
      try take(&reader)
    }
    styles = formats.map(style)
  }

  func rows() throws -> any RowCursor { XLSCursor(self) }

  private mutating func take(_ reader: inout BIFFReader) throws {
    let body = reader.body
    switch reader.type {
    case BIFFRecord.filePass:
      guard let cipher = BIFFCipher(body) else { throw WorkbookError("workbook-encrypted") }
      stream.cipher = cipher
    case BIFFRecord.codePage where codePage != nil: codePage = XLSWorkbook.encoding(LittleEndian.u16(body, 0))
    case BIFFRecord.dateMode: is1904 = LittleEndian.u16(body, 0) == 1
    case BIFFRecord.font: struckFonts.append(LittleEndian.u16(body, 2) & 0x08 != 0)
    case BIFFRecord.cellFormat: formats.append((Int(LittleEndian.u16(body, 2)), Int(LittleEndian.u16(body, 0))))
    case BIFFRecord.format, BIFFRecord.format5:
      let id = Int(LittleEndian.u16(body, 0))
      customDates[id] = NumberFormat.isDate(try text(body, from: 2, lengthWidth: codePage == nil ? 2 : 1))
    case BIFFRecord.boundSheet:
      guard sheets.count < ReadingLimits.sheets else { throw WorkbookError.tooMany("sheets", ReadingLimits.sheets) }
      let isSheet = body.count > 5 && body[5] == 0
      let name = try text(body, from: 6, lengthWidth: 1)
      let visibility = SheetVisibility(rawValue: (body.count > 4 ? body[4] : 0) & 3) ?? .hidden
      sheets.append(
        Sheet(name: name, visibility: visibility, offset: isSheet ? Int(LittleEndian.u32(body, 0)) : nil))
    case BIFFRecord.sharedStrings: try readStrings(reader.segments())
    default: break
    }
  }

  private func style(_ format: (number: Int, font: Int)) -> CellStyle {
    let isDate = customDates[format.number] ?? NumberFormat.isBuiltInDate(format.number)
    // Fonts are counted without a fourth one ([MS-XLS] 2.5.129).
    let font = format.font > 4 ? format.font - 1 : format.font
    let isStruck = struckFonts.indices.contains(font) && struckFonts[font]
    return CellStyle(isDate: isDate, isStruck: isStruck)
  }

  /// What the record says of how many there are is not believed: it is read until the bytes end.
  private mutating func readStrings(_ segments: [[UInt8]]) throws {
    let stated = Int(LittleEndian.u32(segments[0], 4))
    var text = BIFFText(segments, from: 8)
    while strings.count < stated, text.read(lengthWidth: 2, into: &strings) {}
  }

  /// A short text within one record.
  func text(_ body: [UInt8], from start: Int, lengthWidth: Int) throws -> String {
    guard let codePage else {
      var one = SharedStrings()
      var text = BIFFText([body], from: start)
      guard text.read(lengthWidth: lengthWidth, into: &one) else { throw CompoundFile.damage("text") }
      return String(decoding: one.bytes, as: UTF8.self)
    }
    let count = lengthWidth == 1 ? Int(start < body.count ? body[start] : 0) : Int(LittleEndian.u16(body, start))
    let first = min(body.count, start + lengthWidth)
    var output: [UInt8] = []
    let converter = try Transcoder(from: codePage)
    try converter.convert(body[first..<min(body.count, first + count)], isLast: true, into: &output)
    return String(decoding: output, as: UTF8.self)
  }

  private static func encoding(_ codePage: UInt16) -> String {
    switch codePage {
    case 936: "GB18030"
    case 950: "BIG5"
    case 932: "CP932"
    case 949: "CP949"
    case 1200: "UTF-16LE"
    default: Transcoder.knows("CP\(codePage)") ? "CP\(codePage)" : "WINDOWS-1252"
    }
  }
}
