// SPDX-License-Identifier: Apache-2.0

import Basics
import SheetReading

/// Writes official papers as .docx: ECMA-376 Transitional, as Word, WPS and LibreOffice read it.
package struct WordPaperWriter {
  package init() {}

  /// - Throws: `PaperFailure.unwritable`.
  package func write(_ paper: WordPaper, to path: String) throws {
    do {
      try ArchiveMaking.write(WordPackage(paper: paper).parts, to: path)
    } catch is ArchiveCopyFailure {
      throw PaperFailure.unwritable(path)
    }
  }
}

/// The parts of a .docx.
struct WordPackage {
  static let namespace = ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main")
  static let relations = ("xmlns:r", office + "/relationships")
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let word = "application/vnd.openxmlformats-officedocument.wordprocessingml"

  let paper: WordPaper

  var parts: [(name: String, bytes: [UInt8])] {
    [
      ("[Content_Types].xml", types.part), ("_rels/.rels", relations.part), ("docProps/core.xml", core.part),
      ("word/_rels/document.xml.rels", WordPackage.ofDocument.part),
      ("word/document.xml", WordBody(paper: paper).part.part),
      ("word/styles.xml", styles.part), ("word/settings.xml", WordPackage.settings.part),
      ("word/fontTable.xml", WordPackage.fonts.part), ("word/footer1.xml", WordBody.footer(isEven: false).part),
      ("word/footer2.xml", WordBody.footer(isEven: true).part),
    ]
  }

  private var types: XMLElement {
    let parts = [
      ("document", "document.main"), ("styles", "styles"), ("settings", "settings"), ("fontTable", "fontTable"),
      ("footer1", "footer"), ("footer2", "footer"),
    ]
    return XMLElement(
      "Types", [("xmlns", WordPackage.package + "/content-types")],
      [
        XMLElement(
          "Default",
          [("Extension", "rels"), ("ContentType", "application/vnd.openxmlformats-package.relationships+xml")]),
        XMLElement("Default", [("Extension", "xml"), ("ContentType", "application/xml")]),
        XMLElement(
          "Override",
          [
            ("PartName", "/docProps/core.xml"),
            ("ContentType", "application/vnd.openxmlformats-package.core-properties+xml"),
          ]),
      ]
        + parts.map { name, type in
          XMLElement(
            "Override", [("PartName", "/word/\(name).xml"), ("ContentType", "\(WordPackage.word).\(type)+xml")])
        })
  }

  private static func relationships(_ entries: [(id: String, type: String, target: String)]) -> XMLElement {
    XMLElement(
      "Relationships", [("xmlns", package + "/relationships")],
      entries.map { XMLElement("Relationship", [("Id", $0.id), ("Type", $0.type), ("Target", $0.target)]) })
  }

  private var relations: XMLElement {
    WordPackage.relationships([
      ("rId1", WordPackage.office + "/relationships/officeDocument", "word/document.xml"),
      ("rId2", WordPackage.package + "/relationships/metadata/core-properties", "docProps/core.xml"),
    ])
  }

  private static var ofDocument: XMLElement {
    let entries = [
      ("rIdStyles", "styles", "styles.xml"), ("rIdSettings", "settings", "settings.xml"),
      ("rIdFonts", "fontTable", "fontTable.xml"), ("rIdOdd", "footer", "footer1.xml"),
      ("rIdEven", "footer", "footer2.xml"),
    ]
    return relationships(entries.map { ($0, office + "/relationships/" + $1, $2) })
  }

  private var styles: XMLElement {
    var styles = WordStyle.part
    let language = XMLElement("w:lang", [("w:val", paper.language), ("w:eastAsia", "zh-CN")])
    let defaults = XMLElement(
      "w:docDefaults", [], [XMLElement("w:rPrDefault", [], [XMLElement("w:rPr", [], [language])])])
    styles.children.insert(defaults, at: 0)
    return styles
  }

  private static var settings: XMLElement {
    XMLElement(
      "w:settings", [namespace],
      [
        XMLElement("w:evenAndOddHeaders"), .value("characterSpacingControl", "compressPunctuation"),
        XMLElement(
          "w:compat", [],
          [
            XMLElement(
              "w:compatSetting",
              [
                ("w:name", "compatibilityMode"), ("w:uri", "http://schemas.microsoft.com/office/word"),
                ("w:val", "15"),
              ])
          ]),
      ])
  }

  /// What takes the place of a font that is not there.
  private static var fonts: XMLElement {
    XMLElement(
      "w:fonts", [namespace],
      WordFont.allCases.map { font in
        XMLElement(
          "w:font", [("w:name", font.rawValue)],
          [.value("altName", font.alternative), .value("charset", "86"), .value("family", font.family)])
      })
  }

  private var day: String {
    let date = CivilDate(daysSince1970: paper.day)
    return "\(date.year)-\(date.month.padded(to: 2))-\(date.day.padded(to: 2))"
  }

  /// A moment that follows from the content.
  private var core: XMLElement {
    func moment(_ name: String) -> XMLElement {
      XMLElement("dcterms:" + name, [("xsi:type", "dcterms:W3CDTF")], text: day + "T00:00:00Z")
    }
    return XMLElement(
      "cp:coreProperties",
      [
        ("xmlns:cp", WordPackage.package + "/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"), ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
      ],
      [XMLElement("dc:title", text: paper.title), moment("created"), moment("modified")])
  }
}
