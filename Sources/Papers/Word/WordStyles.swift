// SPDX-License-Identifier: Apache-2.0

/// A paragraph style of the paper: people change it in one place.
enum WordStyle: String, CaseIterable {
  case body = "Normal"
  case letterhead = "Letterhead"
  case number = "DocumentNumber"
  case title = "Title"
  case addressee = "Addressee"
  case heading = "Heading1"
  case subheading = "Heading2"
  case enclosure = "Enclosure"
  case signature = "Signature"
  case caption = "Caption"
  case cell = "TableCell"
  case footer = "Footer"

  private var name: String {
    switch self {
    case .body: "Normal"
    case .letterhead: "发文机关标志"
    case .number: "发文字号"
    case .title: "Title"
    case .addressee: "主送机关"
    case .heading: "heading 1"
    case .subheading: "heading 2"
    case .enclosure: "附件说明"
    case .signature: "Signature"
    case .caption: "caption"
    case .cell: "表格"
    case .footer: "footer"
    }
  }

  private var font: WordFont {
    switch self {
    case .letterhead, .title: .smallTitleSong
    case .heading, .caption: .black
    case .subheading: .regular
    case .footer: .song
    case .body, .number, .addressee, .enclosure, .signature, .cell: .imitationSong
    }
  }

  private var size: Int {
    switch self {
    case .letterhead: WordMeasures.letterhead
    case .title: WordMeasures.title
    case .footer: WordMeasures.pageNumber
    case .cell, .caption: WordMeasures.table
    case .body, .number, .addressee, .heading, .subheading, .enclosure, .signature: WordMeasures.body
    }
  }

  private var alignment: String {
    switch self {
    case .letterhead, .number, .title, .caption: "center"
    case .cell: "left"
    case .signature: "right"
    case .body, .addressee, .heading, .subheading, .enclosure, .footer: "both"
    }
  }

  /// Two characters, where a paragraph begins so.
  private var indent: XMLElement? {
    switch self {
    case .body, .heading, .subheading, .enclosure:
      XMLElement("w:ind", [("w:firstLineChars", "200"), ("w:firstLine", "640")])
    case .signature: XMLElement("w:ind", [("w:rightChars", "400"), ("w:right", "1280")])
    case .letterhead, .number, .title, .addressee, .caption, .cell, .footer: nil
    }
  }

  private var spacing: XMLElement {
    let (before, after, line, rule): (Int, Int, Int, String) =
      switch self {
      case .letterhead: (0, 560, 1_200, "atLeast")
      case .number: (0, 560, WordMeasures.line, "exact")
      case .title: (0, WordMeasures.line, 700, "exact")
      case .caption: (120, 60, 400, "exact")
      case .cell: (20, 20, 320, "atLeast")
      case .footer: (0, 0, 320, "atLeast")
      case .body, .addressee, .heading, .subheading, .enclosure, .signature: (0, 0, WordMeasures.line, "exact")
      }
    return XMLElement(
      "w:spacing",
      [
        ("w:before", String(before)), ("w:after", String(after)), ("w:line", String(line)), ("w:lineRule", rule),
      ])
  }

  private var outline: XMLElement? {
    switch self {
    case .heading: .value("outlineLvl", "0")
    case .subheading: .value("outlineLvl", "1")
    default: nil
    }
  }

  /// 发文字号 stands on a red line as wide as the text.
  private var border: XMLElement? {
    guard self == .number else { return nil }
    let line = [("w:val", "single"), ("w:sz", "18"), ("w:space", "8"), ("w:color", "C00000")]
    return XMLElement("w:pBdr", [], [XMLElement("w:bottom", line)])
  }

  private var runProperties: [XMLElement] {
    let isWide = self == .letterhead || self == .title || self == .cell
    let spacing = self == .body ? WordMeasures.characterSpacing : isWide ? 0 : nil
    let parts: [XMLElement?] = [
      font.element, .value("b", "0"), self == .letterhead ? XMLElement.value("color", "C00000") : nil,
      spacing.map { XMLElement.value("spacing", String($0)) }, .value("sz", String(size)), .value("szCs", String(size)),
    ]
    return parts.compactMap(\.self)
  }

  var element: XMLElement {
    var attributes = [("w:type", "paragraph"), ("w:styleId", rawValue)]
    if self == .body { attributes.append(("w:default", "1")) }
    let keeps = self == .heading || self == .subheading || self == .caption
    let paragraph = XMLElement(
      "w:pPr", [],
      [
        keeps ? XMLElement("w:keepNext") : nil, XMLElement.value("widowControl", "0"), border, spacing, indent,
        XMLElement.value("jc", alignment), outline,
      ].compactMap(\.self))
    let run = XMLElement("w:rPr", [], runProperties)
    let base = self == .body ? [] : [XMLElement.value("basedOn", WordStyle.body.rawValue)]
    // What is based on the body begins without its indent unless it has one.
    var settled = paragraph
    if self != .body, indent == nil, let place = settled.children.firstIndex(where: { $0.name == "w:jc" }) {
      settled.children.insert(XMLElement("w:ind", [("w:firstLineChars", "0"), ("w:firstLine", "0")]), at: place)
    }
    return XMLElement("w:style", attributes, [.value("name", name)] + base + [XMLElement("w:qFormat"), settled, run])
  }

  static var part: XMLElement {
    XMLElement(
      "w:styles", [WordPackage.namespace],
      allCases.map(\.element) + [
        XMLElement(
          "w:style", [("w:type", "table"), ("w:styleId", "Grid")],
          [
            .value("name", "Table Grid"),
            XMLElement(
              "w:tblPr", [],
              [
                XMLElement(
                  "w:tblBorders", [],
                  ["top", "left", "bottom", "right", "insideH", "insideV"].map {
                    XMLElement(
                      "w:" + $0, [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "404040")])
                  }),
                XMLElement(
                  "w:tblCellMar", [],
                  ["left", "right"].map { XMLElement("w:" + $0, [("w:w", "70"), ("w:type", "dxa")]) }),
              ]),
          ])
      ])
  }
}
