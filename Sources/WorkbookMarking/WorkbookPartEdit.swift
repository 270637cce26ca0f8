// SPDX-License-Identifier: Apache-2.0

/// The part that lists the sheets, with one more sheet at its end, which is the one that is shown first.
struct WorkbookPartEdit {
  private let outline: MarkupOutline
  private let list: Int
  let sheets: [MarkupOutline.Element]

  /// - Throws: `MarkingRefusal` for a workbook without sheets.
  init(_ bytes: [UInt8]) throws {
    outline = try MarkupOutline(bytes, depth: 2)
    guard outline.elements[0].tag.isNamed("workbook"), let list = outline.first("sheets", depth: 1),
      !outline.elements[list].tag.isEmpty
    else { throw MarkingRefusal() }
    self.list = list
    sheets = outline.children(of: list)
  }

  /// As strict and transitional files spell it.
  ///
  /// - Throws: `MarkingRefusal` where none is declared.
  var namespace: String {
    get throws {
      let tag = outline.elements[0].tag
      let text = String(decoding: tag.bytes, as: UTF8.self)
      let name = tag.prefix.isEmpty ? "xmlns" : "xmlns:" + tag.prefix.dropLast()
      for match in text.matches(of: /\s([\w:.-]+)\s*=\s*["']([^"']*)["']/) where match.output.1 == name {
        return String(match.output.2)
      }
      throw MarkingRefusal()
    }
  }

  /// The sheet is there already, perhaps from an earlier marking: it keeps its place and is shown first.
  func showing(_ index: Int) -> [UInt8] {
    var splice = ByteSplice()
    show(index, &splice)
    if sheets[index].tag.text("state") != nil {
      var tag = sheets[index].tag
      tag.remove("state")
      splice.replace(tagOf: sheets[index], with: tag)
    }
    return splice.applied(to: outline.bytes)
  }

  /// - Parameters:
  ///   - name: unlike those of the other sheets.
  ///   - relationship: its ID; `namespace` is that of such attributes.
  func adding(_ name: String, relationship: String, namespace: String) -> [UInt8] {
    var splice = ByteSplice()
    let number = (sheets.compactMap { $0.tag.number("sheetId") }.max() ?? sheets.count) + 1
    splice.insert(
      "<\(outline.prefix)sheet name=\"\(MarkupText.escaped(name))\" sheetId=\"\(number)\" xmlns:lc=\"\(namespace)\""
        + " lc:id=\"\(relationship)\"/>", at: outline.elements[list].content.upperBound)
    show(sheets.count, &splice)
    return splice.applied(to: outline.bytes)
  }

  /// Every window shows the sheet first.
  private func show(_ index: Int, _ splice: inout ByteSplice) {
    let views = outline.elements.filter { $0.depth == 2 && $0.tag.isNamed("workbookView") }
    for view in views {
      var tag = view.tag
      tag.set("activeTab", String(index))
      splice.replace(tagOf: view, with: tag)
    }
    guard views.isEmpty, outline.first("bookViews", depth: 1) == nil else { return }
    let name = outline.prefix
    splice.insert(
      "<\(name)bookViews><\(name)workbookView activeTab=\"\(index)\"/></\(name)bookViews>",
      at: outline.elements[list].whole.lowerBound)
  }
}
