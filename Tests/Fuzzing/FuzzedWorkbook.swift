// SPDX-License-Identifier: Apache-2.0

import Foundation
import SheetReading
import Tabular

private let path = "/dev/shm/census-fuzz-\(getpid())"

/// The reader of workbooks: a whole file, or one part of an archive that is made around the bytes (its checksum would stop
/// any change inside).
func readWorkbook(_ data: Data, part: String) {
  let file = part == "file" ? data : archive(holding: data, as: part)
  guard FileManager.default.createFile(atPath: path, contents: file) else { fatalError("no room for \(path)") }
  read()
}

/// Whatever the bytes are: rows within the limits of a sheet, or an error of the reader's own.
private func read() {
  do {
    let cursor = try WorkbookOpener.open(path: path, chunkSize: 4096).rows()
    var batch = RowBatch()
    var cells = 0
    while try cursor.next(into: &batch) {
      for row in batch.rows {
        precondition(row.number >= 1 && row.number <= Int32(SheetLimits.rows))
        for cell in batch.cells(of: row) {
          precondition(cell.column >= 1 && cell.column <= Int32(SheetLimits.columns))
          precondition(Int(cell.start + cell.length) <= batch.bytes.count)
          cells += 1
        }
      }
    }
    _ = cursor.repairs
  } catch is WorkbookError {
  } catch {
    fatalError("not the reader's error: \(error)")
  }
}

// MARK: Archives of stored parts

private func archive(holding data: Data, as part: String) -> Data {
  let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
  let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  if part == "content" { return stored([("mimetype", Data()), ("content.xml", data)]) }
  let rows = Data(
    "<worksheet \(main)><sheetData><row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>1</v></c></row></sheetData></worksheet>"
      .utf8)
  let book = "<workbook \(main) xmlns:r=\"\(office)\"><sheets><sheet name=\"a\" r:id=\"s\"/></sheets></workbook>"
  let links =
    "<Relationships><Relationship Id=\"s\" Type=\"\(office)/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
  var parts = [
    "[Content_Types].xml": Data("<Types/>".utf8), "xl/workbook.xml": Data(book.utf8),
    "xl/_rels/workbook.xml.rels": Data(links.utf8), "xl/worksheets/sheet1.xml": rows,
  ]
  let names = [
    "sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml", "styles": "xl/styles.xml",
    "workbook": "xl/workbook.xml", "relationships": "xl/_rels/workbook.xml.rels",
  ]
  parts[names[part] ?? "xl/worksheets/sheet1.xml"] = data
  return stored(parts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
}

private func stored(_ parts: [(String, Data)]) -> Data {
  var (body, directory) = (Data(), Data())
  for (name, data) in parts {
    let size = UInt32(data.count)
    let common = bytes([
      (20, 2), (0, 2), (0, 2), (0, 4), (checksum(data), 4), (size, 4), (size, 4), (UInt32(name.utf8.count), 2), (0, 2),
    ])
    directory +=
      bytes([(0x0201_4B50, 4), (20, 2)]) + common + bytes([(0, 2), (0, 2), (0, 2), (0, 4), (UInt32(body.count), 4)])
    directory += Data(name.utf8)
    body += bytes([(0x0403_4B50, 4)]) + common + Data(name.utf8) + data
  }
  let count = UInt32(parts.count)
  return body + directory
    + bytes([
      (0x0605_4B50, 4), (0, 4), (count, 2), (count, 2), (UInt32(directory.count), 4), (UInt32(body.count), 4), (0, 2),
    ])
}

private func bytes(_ numbers: [(UInt32, Int)]) -> Data {
  var data = Data()
  for (number, width) in numbers {
    for index in 0..<width { data.append(UInt8(truncatingIfNeeded: number >> UInt32(8 * index))) }
  }
  return data
}

private let table: [UInt32] = (0..<256).map { index in
  var crc = UInt32(index)
  for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
  return crc
}

private func checksum(_ data: Data) -> UInt32 {
  var crc = ~UInt32(0)
  for byte in data { crc = (crc >> 8) ^ table[Int((crc ^ UInt32(byte)) & 255)] }
  return ~crc
}
