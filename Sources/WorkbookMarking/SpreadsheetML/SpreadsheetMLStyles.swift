// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// The styles of an XML Spreadsheet 2003 file, and those of marked cells: each a cell's own style with another fill.
struct SpreadsheetMLStyles {
  private var styles: [String: (tag: MarkupTag, content: String)] = [:]
  private var marked = MarkedStyleNames([:])
  /// How the styles that were added are spelled.
  private(set) var added = ""

  // MARK: Those of the file

  /// Of a file that has none.
  init() {}

  /// - Parameter section: the element that holds them, whole.
  /// - Throws: `MarkingRefusal` for one that has no ID, or that of another.
  init(_ section: [UInt8]) throws {
    let outline = try MarkupOutline(section, depth: 2)
    var levels: [String: MarkedWorkbook.Level?] = [:]
    for (index, element) in outline.elements.enumerated() where element.depth == 1 && element.tag.isNamed("Style") {
      guard let id = element.tag.attribute("ID").map(element.tag.spelled), levels[id] == nil else {
        throw MarkingRefusal()
      }
      let fill = outline.children(of: index).first { $0.tag.isNamed("Interior") }
      levels.updateValue(fill.flatMap { SpreadsheetMLStyles.level($0.tag) }, forKey: id)
      styles[id] = (element.tag, outline.text(element.content))
    }
    marked = MarkedStyleNames(levels)
  }

  private static func level(_ fill: MarkupTag) -> MarkedWorkbook.Level? {
    guard let colour = fill.attribute("Color") else { return nil }
    return MarkColours.fills.first { "#\($0.value)" == fill.spelled(colour).uppercased() }?.key
  }

  // MARK: Those of marked cells

  /// The style of a cell that is marked, or of one whose mark is taken away; nil for none.
  ///
  /// - Parameter base: what the cell has; nil for none.
  mutating func id(of base: String?, level: MarkedWorkbook.Level?, _ names: SpreadsheetMLNames) throws -> String? {
    let style = try marked.style(of: base, level: level)
    if let name = style.name, let new = style.new { added += spelled(name, of: new.root, new.level, names) }
    return style.name
  }

  private func spelled(
    _ id: String, of root: String?, _ level: MarkedWorkbook.Level?, _ names: SpreadsheetMLNames
  ) -> String {
    guard let root, let style = styles[root], let name = style.tag.attribute("ID") else {
      return "<Style\(names.declaration) ss:ID=\"\(id)\">\(SpreadsheetMLStyles.fill(level, "", "ss:"))</Style>"
    }
    var tag = style.tag
    let prefix = String(decoding: tag.prefix(of: name.name), as: UTF8.self)
    tag.replace(name, with: id)
    if let title = tag.attribute("Name") { tag.remove(title) }
    let end = tag.endTag
    tag.open()
    return tag.text + refilled(style.content, level, tag.prefix, prefix.isEmpty ? "" : prefix + ":") + end
  }

  /// What a style says with another fill, where Excel writes it: before formats of numbers and protection.
  private func refilled(
    _ content: String, _ level: MarkedWorkbook.Level?, _ prefix: String, _ attributes: String
  ) -> String {
    let fill = SpreadsheetMLStyles.fill(level, prefix, attributes)
    guard let outline = try? MarkupOutline(Array("<a>\(content)</a>".utf8), depth: 1) else { return content + fill }
    let parts = outline.children(of: 0)
    var splice = ByteSplice()
    for part in parts where part.tag.isNamed("Interior") { splice.replace(part.whole, with: "") }
    let behind = parts.first { $0.tag.isNamed("NumberFormat") || $0.tag.isNamed("Protection") }
    splice.insert(fill, at: behind?.whole.lowerBound ?? outline.elements[0].content.upperBound)
    return String(decoding: splice.applied(to: outline.bytes).dropFirst(3).dropLast(4), as: UTF8.self)
  }

  private static func fill(_ level: MarkedWorkbook.Level?, _ prefix: String, _ attributes: String) -> String {
    guard let level else { return "<\(prefix)Interior/>" }
    return "<\(prefix)Interior \(attributes)Color=\"#\(MarkColours.fill(of: level))\" \(attributes)Pattern=\"Solid\"/>"
  }

  // MARK: Those of the list

  /// Spells those of the list that the file does not have from an earlier marking.
  mutating func addLooks(_ names: SpreadsheetMLNames) {
    for look in FindingsList.Look.allCases where !marked.holds(MarkedStyleNames.look(look)) {
      added += SpreadsheetMLStyles.look(look, names)
    }
  }

  private static func look(_ look: FindingsList.Look, _ names: SpreadsheetMLNames) -> String {
    let colours: [FindingsList.Look: String] = [
      .head: MarkColours.head, .info: MarkColours.fill(of: .info), .warning: MarkColours.fill(of: .warning),
      .error: MarkColours.fill(of: .error),
    ]
    let borders = ["Bottom", "Left", "Right", "Top"].map {
      "<Border ss:Position=\"\($0)\" ss:LineStyle=\"Continuous\" ss:Weight=\"1\" ss:Color=\"#BFBFBF\"/>"
    }
    let font: [FindingsList.Look: String] = [
      .head: "<Font ss:Bold=\"1\"/>", .title: "<Font ss:Bold=\"1\"/>",
      .link: "<Font ss:Color=\"#0563C1\" ss:Underline=\"Single\"/>",
    ]
    // LibreOffice gives a style that names no fill that of the style before it.
    let colour = colours[look] ?? "FFFFFF"
    let isTitle = look == .title
    return "<Style\(names.declaration) ss:ID=\"\(MarkedStyleNames.look(look))\">"
      + "<Alignment ss:Vertical=\"Top\"\(isTitle ? "" : " ss:WrapText=\"1\"")/>"
      + (isTitle ? "" : "<Borders>\(borders.joined())</Borders>") + (font[look] ?? "")
      + "<Interior ss:Color=\"#\(colour)\" ss:Pattern=\"Solid\"/></Style>"
  }
}
