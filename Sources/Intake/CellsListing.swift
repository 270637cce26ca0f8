// SPDX-License-Identifier: Apache-2.0

import Pipeline
import ReportModel
import Results
import SheetReading
import Tabular

/// `cells`: what the reader sees in a file, as JSON (contract section 2), streamed.
package enum CellsListing {
  private static let flushSize = 1 << 16

  /// - Parameters:
  ///   - chunkSize: how many bytes of the file are read at a time; the output does not depend on it.
  ///   - sink: gets the output piece by piece.
  /// - Throws: `WorkbookError` when the file cannot be read; what went to the sink before is then no whole document.
  package static func print(path: String, chunkSize: Int = 65_536, _ sink: ([UInt8]) -> Void) throws {
    let workbook = try WorkbookFiles.workbook(named: path, chunkSize: chunkSize)
    let cursor = try workbook.rows()
    var writer = CellsWriter()
    writer.begin(workbook)
    var batch = RowBatch()
    while try cursor.next(into: &batch) {
      writer.add(batch)
      if writer.bytes.count >= flushSize {
        sink(writer.bytes)
        writer.bytes.removeAll(keepingCapacity: true)
      }
    }
    writer.end()
    sink(writer.bytes)
  }
}

extension CellsListing {
  /// Reads the whole file and only counts; throws like `print`.
  package static func count(path: String) throws -> (sheets: Int, rows: Int, cells: Int) {
    let cursor = try WorkbookFiles.workbook(named: path).rows()
    var batch = RowBatch()
    var sizes = (sheets: 0, rows: 0, cells: 0)
    while try cursor.next(into: &batch) {
      sizes.sheets += batch.endsSheet ? 1 : 0
      sizes.rows += batch.rows.count
      sizes.cells += batch.cells.count
    }
    return sizes
  }
}

/// Spells batches as the JSON of `cells`, byte by byte, without a `String` per cell.
private struct CellsWriter {
  var bytes: [UInt8] = []
  private var openSheet = -1
  private var hasRows = false

  mutating func begin(_ workbook: any Workbook) {
    put("{\"format\": \(JSONWriter.quoted(workbook.format)), \"encoding\": \(JSONWriter.quoted(workbook.encoding)), ")
    put("\"sheets\": [")
  }

  mutating func add(_ batch: RowBatch) {
    if openSheet != batch.sheetIndex {
      put(openSheet < 0 ? "\n" : ",\n")
      openSheet = batch.sheetIndex
      hasRows = false
      put("{\"name\": \(JSONWriter.quoted(batch.sheetName)), \"rows\": [")
    }
    for row in batch.rows {
      put(hasRows ? ",\n" : "\n")
      hasRows = true
      add(row, of: batch)
    }
    guard batch.endsSheet else { return }
    let merges = batch.merges.map { "[\($0.firstRow),\($0.firstColumn),\($0.lastRow),\($0.lastColumn)]" }
    put("], \"merges\": [\(merges.joined(separator: ", "))]}")
  }

  private mutating func add(_ row: Row, of batch: RowBatch) {
    put("{\"r\": \(row.number), \"c\": [")
    for (index, cell) in batch.cells(of: row).enumerated() {
      put(index == 0 ? "[" : ", [")
      put(String(cell.column))
      let text = batch.bytes[Int(cell.start)..<Int(cell.start + cell.length)]
      switch cell.kind {
      case .string: put(", \"string\", "); quote(text)
      case .date: put(", \"date\", "); quote(batch.shownDate(of: cell))
      case .error: put(", \"error\", "); quote(text)
      case .bool: put(text.first == 0x31 ? ", \"bool\", true" : ", \"bool\", false")
      case .number:
        put(", \"number\", ")
        CellsWriter.isJSONNumber(text) ? bytes.append(contentsOf: text) : put(CellsWriter.respelled(text))
      }
      put("]")
    }
    put("]}")
  }

  mutating func end() { put("\n]}\n") }

  private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func quote(_ text: ArraySlice<UInt8>) {
    let isPlain = text.withUnsafeBufferPointer { bytes in
      bytes.allSatisfy { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") } && VisibleText.isPlain(bytes)
    }
    if isPlain {
      bytes.append(UInt8(ascii: "\""))
      bytes.append(contentsOf: text)
      bytes.append(UInt8(ascii: "\""))
    } else {
      put(JSONWriter.quoted(String(decoding: text, as: UTF8.self)))
    }
  }

  /// JSON has no leading plus or zeros and no bare point; such spellings of the source are few.
  private static func isJSONNumber(_ text: ArraySlice<UInt8>) -> Bool {
    let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text
    guard let first = digits.first, first &- 0x30 <= 9, let last = digits.last, last &- 0x30 <= 9 else { return false }
    if first == 0x30, digits.count > 1, digits[digits.startIndex + 1] &- 0x30 <= 9 { return false }
    guard let point = digits.firstIndex(of: UInt8(ascii: ".")) else { return true }
    return digits[point + 1] &- 0x30 <= 9
  }

  private static func respelled(_ text: ArraySlice<UInt8>) -> String {
    let spelled = String(decoding: text, as: UTF8.self)
    return Double(spelled).map { "\($0)" } ?? JSONWriter.quoted(spelled)
  }
}
