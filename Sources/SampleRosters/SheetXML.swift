// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One workbook of one sheet being written: a merged title, headings, rows of texts.
package protocol SampleSheet {
  /// The row that was written last, counted from 1.
  var row: Int { get }
  /// Adds a row of texts; empty ones leave their cell out. Texts of digits are texts, as in the real exports.
  mutating func add(_ cells: [String])
  /// Completes the file; throws where it cannot be written.
  mutating func write() throws
}

/// The format of the workbooks of a city.
package struct SampleFormat: Sendable {
  /// Without its dot: `xml`.
  package var fileExtension: String
  /// Begins a workbook at a path, without its extension: sheet name, title, headings.
  package var begin:
    @Sendable (_ path: String, _ sheet: String, _ title: String, _ headings: [String]) throws -> any SampleSheet

  package init(
    fileExtension: String,
    begin:
      @escaping @Sendable (_ path: String, _ sheet: String, _ title: String, _ headings: [String]) throws ->
      any SampleSheet
  ) {
    self.fileExtension = fileExtension
    self.begin = begin
  }

  /// SpreadsheetML 2003, as the real system exports it.
  package static let xml = SampleFormat(fileExtension: "xml") { path, sheet, title, headings in
    SheetXML(path: path, sheet: sheet, title: title, headings: headings)
  }
}

/// Writes one workbook as SpreadsheetML 2003, the way the real system does.
struct SheetXML: SampleSheet {
  private var bytes: [UInt8] = []
  private let path: String
  private(set) var row = 0

  init(path: String, sheet: String, title: String, headings: [String]) {
    self.path = path + ".xml"
    put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n")
    put("<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"")
    put(" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\n<Worksheet ss:Name=\"\(sheet)\"><Table>\n")
    put("<Row><Cell ss:MergeAcross=\"\(headings.count - 1)\"><Data ss:Type=\"String\">\(title)</Data></Cell></Row>\n")
    row = 1
    add(headings)
  }

  mutating func add(_ cells: [String]) {
    row += 1
    put("<Row>")
    var isAfterGap = false
    for (index, cell) in cells.enumerated() {
      if cell.isEmpty {
        isAfterGap = true
        continue
      }
      put(isAfterGap ? "<Cell ss:Index=\"\(index + 1)\"><Data ss:Type=\"String\">" : "<Cell><Data ss:Type=\"String\">")
      put(cell)
      put("</Data></Cell>")
      isAfterGap = false
    }
    put("</Row>\n")
  }

  mutating func write() throws {
    put("</Table></Worksheet>\n</Workbook>\n")
    let folder = (path as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// The texts of the generator hold no character that XML would want escaped.
  private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
