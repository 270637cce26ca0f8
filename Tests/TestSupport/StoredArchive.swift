// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// A ZIP made in memory: stored parts only, which is all that these tests need.
package struct StoredArchive {
  private var body = Data()
  private var directory = Data()
  private var count: UInt16 = 0

  package init() {}

  private static func checksum(_ data: Data) -> UInt32 {
    var crc = ~UInt32(0)
    for byte in data {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }

  private static func bytes(_ numbers: [(UInt32, Int)]) -> Data {
    var data = Data()
    for (number, width) in numbers {
      for index in 0..<width { data.append(UInt8(truncatingIfNeeded: number >> UInt32(8 * index))) }
    }
    return data
  }

  package mutating func add(_ name: String, _ text: String, flags: UInt32 = 0, statedSize: UInt32? = nil) {
    let (data, nameBytes) = (Data(text.utf8), Data(name.utf8))
    let size = UInt32(data.count)
    let common: [(UInt32, Int)] = [
      (20, 2), (flags, 2), (0, 2), (0, 4), (Self.checksum(data), 4), (size, 4), (statedSize ?? size, 4),
      (UInt32(nameBytes.count), 2), (0, 2),
    ]
    directory += Self.bytes(
      [(0x0201_4B50, 4), (20, 2)] + common + [(0, 2), (0, 2), (0, 2), (0, 4), (UInt32(body.count), 4)])
    directory += nameBytes
    body += Self.bytes([(0x0403_4B50, 4)] + common) + nameBytes + data
    count += 1
  }

  package var data: Data {
    let end: [(UInt32, Int)] = [
      (0x0605_4B50, 4), (0, 4), (UInt32(count), 2), (UInt32(count), 2), (UInt32(directory.count), 4),
      (UInt32(body.count), 4), (0, 2),
    ]
    return body + directory + Self.bytes(end)
  }

  /// A workbook of one sheet whose rows are given.
  ///
  /// - Parameters:
  ///   - behind: what stands in the sheet behind its rows.
  ///   - types: within the part of content types.
  package static func workbook(
    _ rows: String, behind: String = "", strings: String? = nil, types: String = "",
    sheetPart: String = "xl/worksheets/sheet1.xml"
  ) -> StoredArchive {
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    var archive = StoredArchive()
    archive.add("[Content_Types].xml", types.isEmpty ? "<Types/>" : "<Types>\(types)</Types>")
    archive.add(
      "_rels/.rels",
      relations
        + "<Relationship Id=\"r\" Type=\"\(office)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")
    archive.add(
      "xl/workbook.xml",
      "<workbook \(main) xmlns:r=\"\(office)\"><sheets><sheet name=\"名册\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>"
    )
    archive.add(
      "xl/_rels/workbook.xml.rels",
      relations
        + "<Relationship Id=\"s\" Type=\"\(office)/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>")
    if let strings { archive.add("xl/sharedStrings.xml", "<sst \(main) uniqueCount=\"4000000000\">\(strings)</sst>") }
    archive.add(sheetPart, "<worksheet \(main)><sheetData>\(rows)</sheetData>\(behind)</worksheet>")
    return archive
  }
}
