// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Office Open XML: .xlsx, .xlsm.
enum XLSXFormat: WorkbookFormat {
  static func open(_ probe: FileProbe) throws -> (any Workbook)? {
    guard probe.isArchive else { return nil }
    let archive = try probe.archive.get()
    if archive.holds("xl/workbook.bin") { throw WorkbookError("workbook-binary") }
    guard archive.holds("[Content_Types].xml") || archive.holds("_rels/.rels") || archive.holds("xl/workbook.xml")
    else {
      return nil
    }
    return try XLSXWorkbook(archive, chunkSize: probe.chunkSize)
  }
}

/// An Office Open XML workbook.
struct XLSXWorkbook: Workbook {
  struct Sheet {
    var name: String
    var visibility: SheetVisibility
    /// Nil for a sheet without cells, such as a chart.
    var part: String?
  }

  let package: OfficePackage
  let sheets: [Sheet]
  let is1904: Bool
  private let stringsPart: String?
  let stylesPart: String?

  var format: String { "xlsx" }
  var encoding: String { "utf-8" }
  var writer: String? { package.writer(["docProps/custom.xml", "docProps/app.xml"]) }

  /// - Throws: `WorkbookError` when the archive holds no workbook.
  init(_ archive: ZipArchive, chunkSize: Int) throws {
    package = OfficePackage(archive: archive, chunkSize: chunkSize)
    let main = try XLSXWorkbook.mainPart(of: package)
    for (folder, format) in [("word/", "Word"), ("ppt/", "PowerPoint")] where main.hasPrefix(folder) {
      throw WorkbookError("workbook-document", facts: ["format": format])
    }
    guard let book = try package.read(main, XLSXWorkbook.outline) else {
      throw WorkbookError("workbook-part-missing", facts: ["part": main])
    }
    let relationships = try package.relationships(of: main)
    let date1904 = book.elements.first { $0.name == "workbookPr" }?.attributes["date1904"]
    is1904 = date1904 == "1" || date1904 == "true"
    let parts = Dictionary(relationships.map { ($0.id, $0) }) { first, _ in first }
    let folder = main.lastIndex(of: "/").map { String(main[...$0]) } ?? ""
    sheets = book.elements.filter { $0.name == "sheet" && $0.parent == "sheets" }.enumerated().map { index, element in
      let relationship = element.attributes["ns:id"].flatMap { parts[$0] }
      // Without relationships the usual names are as good a guess as any, and no other part can be meant.
      let target = relationship?.target ?? (relationships.isEmpty ? "\(folder)worksheets/sheet\(index + 1).xml" : nil)
      let isSheet = relationship.map { $0.type == "worksheet" } ?? true
      return Sheet(
        name: element.attributes["name"] ?? "", visibility: XLSXWorkbook.visibility(element.attributes["state"]),
        part: isSheet ? target : nil)
    }
    func part(_ type: String, _ usual: String) -> String {
      relationships.first { $0.type == type }?.target ?? folder + usual
    }
    stringsPart = part("sharedStrings", "sharedStrings.xml")
    stylesPart = part("styles", "styles.xml")
  }

  /// A sheet more than the limit is one too many, with the properties of the workbook beside them.
  private static var outline: OutlineHandler {
    let error = WorkbookError.tooMany("sheets", ReadingLimits.sheets)
    return OutlineHandler(["sheet", "workbookPr"], refusal: (ReadingLimits.sheets + 1, error))
  }

  static func mainPart(of package: OfficePackage) throws -> String {
    if let named = try package.relationships(of: "").first(where: { $0.type == "officeDocument" }) {
      return named.target
    }
    if package.archive.holds("xl/workbook.xml") { return "xl/workbook.xml" }
    throw WorkbookError("workbook-part-missing", facts: ["part": "xl/workbook.xml"])
  }

  func rows() throws -> any RowCursor { try XLSXCursor(self) }

  /// Whether there is a table of shared strings.
  var hasStrings: Bool { stringsPart.map(package.archive.holds) ?? false }

  /// The table of shared strings; empty where there is none.
  func strings() throws -> SharedStrings {
    try stringsPart.flatMap { try package.read($0, SharedStringsHandler()) }?.strings ?? SharedStrings()
  }

  private static func visibility(_ state: String?) -> SheetVisibility {
    switch state {
    case "hidden": .hidden
    case "veryHidden": .veryHidden
    default: .visible
    }
  }

  /// What the styles of cells mean, by their index.
  func styles() throws -> [CellStyle] {
    guard let outline = try stylesPart.flatMap({ try package.read($0, OutlineHandler(CellStyle.elements)) }) else {
      return []
    }
    return CellStyle.all(in: outline.elements)
  }
}
