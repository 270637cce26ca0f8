// SPDX-License-Identifier: Apache-2.0

/// The blocks of a paper as WordprocessingML.
struct WordBody {
  let paper: WordPaper

  var part: XMLElement {
    XMLElement(
      "w:document", [WordPackage.namespace, WordPackage.relations],
      [XMLElement("w:body", [], blocks + [section])])
  }

  /// Whoever signs stands on a page with words of the paper, never alone.
  private var blocks: [XMLElement] {
    paper.blocks.indices.flatMap { index -> [XMLElement] in
      let elements = elements(paper.blocks[index])
      guard index + 1 < paper.blocks.count, case .signature = paper.blocks[index + 1] else { return elements }
      return elements.map(keptWithNext)
    }
  }

  private func keptWithNext(_ element: XMLElement) -> XMLElement {
    guard element.name == "w:p" else { return element }
    var element = element
    if element.children.first?.name != "w:pPr" { element.children.insert(XMLElement("w:pPr"), at: 0) }
    let style = element.children[0].children.firstIndex { $0.name == "w:pStyle" }
    element.children[0].children.insert(XMLElement("w:keepNext"), at: style.map { $0 + 1 } ?? 0)
    return element
  }

  private func elements(_ block: WordBlock) -> [XMLElement] {
    switch block {
    case .letterhead(let name): [paragraph(.letterhead, [name])]
    case .number(let number): [paragraph(.number, [number])]
    case .title(let text): [title(text)]
    case .addressee(let pieces): [paragraph(.addressee, pieces)]
    case .heading(let text): [paragraph(.heading, [.text(text)])]
    case .subheading(let text): [paragraph(.subheading, [.text(text)])]
    case .paragraph(let pieces): [paragraph(.body, pieces)]
    case .table(let table): [paragraph(.caption, [.text(table.caption)]), element(table), paragraph(.body, [])]
    case .enclosures(let label, let names): enclosures(label, names)
    case .signature(let office, let date):
      [
        keptWithNext(paragraph(.body, [])), keptWithNext(paragraph(.signature, [office])),
        paragraph(.signature, [date]),
      ]
    }
  }

  private func paragraph(_ style: WordStyle, _ pieces: [WordPiece], alignment: String? = nil) -> XMLElement {
    var properties = style == .body ? [] : [XMLElement.value("pStyle", style.rawValue)]
    if let alignment { properties.append(.value("jc", alignment)) }
    let head = properties.isEmpty ? [] : [XMLElement("w:pPr", [], properties)]
    return XMLElement("w:p", [], head + pieces.map(run))
  }

  /// Its lines are broken by sense.
  private func title(_ text: String) -> XMLElement {
    var element = paragraph(.title, [])
    for (index, line) in text.split(separator: "\n").enumerated() {
      if index > 0 { element.children.append(XMLElement("w:r", [], [XMLElement("w:br")])) }
      element.children.append(run(String(line), []))
    }
    return element
  }

  private func run(_ piece: WordPiece) -> XMLElement {
    switch piece {
    case .text(let text): run(text, [])
    case .strong(let text): run(text, [XMLElement.value("b", "1")])
    case .field(let name): field(name)
    }
  }

  private func run(_ text: String, _ properties: [XMLElement]) -> XMLElement {
    let head = properties.isEmpty ? [] : [XMLElement("w:rPr", [], properties)]
    return XMLElement("w:r", [], head + [XMLElement("w:t", [("xml:space", "preserve")], text: text)])
  }

  /// A control that shows the name of what is to be typed there, on grey.
  private func field(_ name: String) -> XMLElement {
    let shade = XMLElement("w:shd", [("w:val", "clear"), ("w:color", "auto"), ("w:fill", "E7E6E6")])
    return XMLElement(
      "w:sdt", [],
      [
        XMLElement("w:sdtPr", [], [.value("alias", name), .value("tag", name), XMLElement("w:text")]),
        XMLElement("w:sdtContent", [], [run("【\(name)】", [shade])]),
      ])
  }

  private func enclosures(_ label: String, _ names: [String]) -> [XMLElement] {
    [paragraph(.body, [])]
      + names.enumerated().map { index, name in
        let number = names.count > 1 ? "\(index + 1). " : ""
        return paragraph(.enclosure, [.text(index == 0 ? label + number + name : "　　　" + number + name)])
      }
  }

  // MARK: Tables

  private func element(_ table: WordTable) -> XMLElement {
    let whole = max(1, table.widths.reduce(0, +))
    let widths = table.widths.map { $0 * WordMeasures.textWidth / whole }
    let properties = XMLElement(
      "w:tblPr", [],
      [
        .value("tblStyle", "Grid"),
        XMLElement("w:tblW", [("w:w", String(widths.reduce(0, +))), ("w:type", "dxa")]),
        XMLElement("w:tblLayout", [("w:type", "fixed")]),
      ])
    let grid = XMLElement("w:tblGrid", [], widths.map { XMLElement("w:gridCol", [("w:w", String($0))]) })
    let head = row(table.heads, widths, isHead: true) { _ in "center" }
    let rows = table.rows.map { row($0, widths, isHead: false) { table.numbers.contains($0) ? "right" : nil } }
    return XMLElement("w:tbl", [], [properties, grid, head] + rows)
  }

  private func row(
    _ texts: [String], _ widths: [Int], isHead: Bool, alignment: (Int) -> String?
  ) -> XMLElement {
    let properties = XMLElement(
      "w:trPr", [], [XMLElement("w:cantSplit")] + (isHead ? [XMLElement("w:tblHeader")] : []))
    let cells = texts.enumerated().map { index, text in
      XMLElement(
        "w:tc", [],
        [
          XMLElement(
            "w:tcPr", [],
            [
              XMLElement("w:tcW", [("w:w", String(widths[index])), ("w:type", "dxa")]),
              XMLElement.value("vAlign", "center"),
            ]),
          paragraph(.cell, [isHead ? .strong(text) : .text(text)], alignment: alignment(index)),
        ])
    }
    return XMLElement("w:tr", [], [properties] + cells)
  }

  // MARK: The page

  private var section: XMLElement {
    func footer(_ kind: String, _ id: String) -> XMLElement {
      XMLElement("w:footerReference", [("w:type", kind), ("r:id", id)])
    }
    let margins: [(String, Int)] = [
      ("w:top", WordMeasures.top), ("w:right", WordMeasures.right), ("w:bottom", WordMeasures.bottom),
      ("w:left", WordMeasures.left), ("w:header", 850), ("w:footer", WordMeasures.footer), ("w:gutter", 0),
    ]
    return XMLElement(
      "w:sectPr", [],
      [
        footer("default", "rIdOdd"), footer("even", "rIdEven"),
        XMLElement(
          "w:pgSz", [("w:w", String(WordMeasures.page.width)), ("w:h", String(WordMeasures.page.height))]),
        XMLElement("w:pgMar", margins.map { ($0, String($1)) }),
      ])
  }

  /// — 1 —, on the outer side, one character in.
  static func footer(isEven: Bool) -> XMLElement {
    func text(_ text: String) -> XMLElement {
      XMLElement("w:r", [], [XMLElement("w:t", [("xml:space", "preserve")], text: text)])
    }
    let side = isEven ? "left" : "right"
    let properties = XMLElement(
      "w:pPr", [],
      [
        .value("pStyle", WordStyle.footer.rawValue),
        XMLElement("w:ind", [("w:\(side)Chars", "100"), ("w:\(side)", "280"), ("w:firstLine", "0")]),
        .value("jc", side),
      ])
    let number = XMLElement("w:fldSimple", [("w:instr", " PAGE ")], [text("1")])
    return XMLElement(
      "w:ftr", [WordPackage.namespace],
      [XMLElement("w:p", [], [properties, text("— "), number, text(" —")])])
  }
}
