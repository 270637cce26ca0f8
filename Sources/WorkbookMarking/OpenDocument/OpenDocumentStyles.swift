// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// The automatic styles of an OpenDocument file, and those of marked cells: each a cell's own style with another fill.
struct OpenDocumentStyles {
  private var styles: [String: (tag: MarkupTag, content: String)] = [:]
  private var marked = MarkedStyleNames([:])
  /// How the styles that were added are spelled.
  private(set) var added = ""

  /// Of a file that has none.
  init() {}

  /// - Parameter section: the element that holds them, whole.
  /// - Throws: `MarkingRefusal` for two of one name.
  init(_ section: [UInt8]) throws {
    let outline = try MarkupOutline(section, depth: 2)
    var levels: [String: MarkedWorkbook.Level?] = [:]
    for (index, element) in outline.elements.enumerated() where element.depth == 1 && element.tag.isNamed("style") {
      guard element.tag.attribute("family").map(element.tag.spelled) == "table-cell",
        let name = element.tag.attribute("name").map(element.tag.spelled)
      else { continue }
      guard levels[name] == nil else { throw MarkingRefusal() }
      let cells = outline.children(of: index).first { $0.tag.isNamed("table-cell-properties") }
      levels.updateValue(cells.flatMap { OpenDocumentStyles.level($0.tag) }, forKey: name)
      styles[name] = (element.tag, outline.text(element.content))
    }
    marked = MarkedStyleNames(levels)
  }

  private static func level(_ properties: MarkupTag) -> MarkedWorkbook.Level? {
    guard let colour = properties.attribute("background-color") else { return nil }
    return MarkColours.fills.first { "#\($0.value)" == properties.spelled(colour).uppercased() }?.key
  }

  // MARK: Those of marked cells

  /// The style of a cell that is marked, or of one whose mark is taken away; nil for none.
  mutating func name(
    of base: String?, level: MarkedWorkbook.Level?, _ names: OpenDocumentNames
  ) throws -> String? {
    let style = try marked.style(of: base, level: level)
    if let name = style.name, let new = style.new { added += spelled(name, of: new.root, new.level, names) }
    return style.name
  }

  private func spelled(
    _ name: String, of root: String?, _ level: MarkedWorkbook.Level?, _ names: OpenDocumentNames
  ) -> String {
    let colour = level.map { "#\(MarkColours.fill(of: $0).lowercased())" } ?? "transparent"
    let fill = "\(names.formatting)background-color=\"\(colour)\""
    let properties = "<\(names.style)table-cell-properties \(fill)/>"
    guard let root, let style = styles[root], let title = style.tag.attribute("name") else {
      // One that the user named, which others may be made of.
      let parent = root.map { " \(names.style)parent-style-name=\"\($0)\"" } ?? ""
      return "<\(names.style)style \(names.style)name=\"\(name)\" \(names.style)family=\"table-cell\"\(parent)>"
        + properties + "</\(names.style)style>"
    }
    var tag = style.tag
    tag.replace(title, with: name)
    let end = tag.endTag
    tag.open()
    return tag.text + refilled(style.content, fill, properties) + end
  }

  private func refilled(_ content: String, _ fill: String, _ properties: String) -> String {
    guard let outline = try? MarkupOutline(Array("<a>\(content)</a>".utf8), depth: 1) else {
      return properties + content
    }
    var splice = ByteSplice()
    if let cells = outline.children(of: 0).first(where: { $0.tag.isNamed("table-cell-properties") }) {
      var tag = cells.tag
      if let colour = tag.attribute("background-color") { tag.remove(colour) }
      tag.append(" " + fill)
      splice.replace(tagOf: cells, with: tag)
    } else {
      splice.insert(properties, at: outline.elements[0].content.lowerBound)
    }
    return String(decoding: splice.applied(to: outline.bytes).dropFirst(3).dropLast(4), as: UTF8.self)
  }

  // MARK: Those of the list

  /// Spells those of the list that the file does not have from an earlier marking.
  mutating func addLooks(_ names: OpenDocumentNames) {
    let style = names.style
    for look in FindingsList.Look.allCases where !marked.holds(MarkedStyleNames.look(look)) {
      added += OpenDocumentStyles.look(look, names)
    }
    guard !marked.holds(MarkedStyleNames.look(.plain)) else { return }
    for (index, width) in FindingsList.widths.enumerated() {
      // A character is about as wide as two millimetres.
      added +=
        "<\(style)style \(style)name=\"\(OpenDocumentStyles.column(index))\" \(style)family=\"table-column\">"
        + "<\(style)table-column-properties \(style)column-width=\"\(width * 2)mm\"/></\(style)style>"
    }
  }

  static func column(_ index: Int) -> String { "\(MarkedStyleNames.prefix)list_column\(index + 1)" }

  private static func look(_ look: FindingsList.Look, _ names: OpenDocumentNames) -> String {
    let colours: [FindingsList.Look: String] = [
      .head: MarkColours.head, .info: MarkColours.fill(of: .info), .warning: MarkColours.fill(of: .warning),
      .error: MarkColours.fill(of: .error),
    ]
    let (style, form) = (names.style, names.formatting)
    let bold = " \(form)font-weight=\"bold\" \(style)font-weight-asian=\"bold\""
    let font: [FindingsList.Look: String] = [
      .head: bold, .title: bold,
      .link: " \(form)color=\"#0563c1\" \(style)text-underline-style=\"solid\"",
    ]
    let isTitle = look == .title
    let fill = colours[look].map { " \(form)background-color=\"#\($0.lowercased())\"" } ?? ""
    let frame = isTitle ? "" : " \(form)border=\"0.06pt solid #bfbfbf\" \(form)wrap-option=\"wrap\""
    let text = font[look].map { "<\(style)text-properties\($0)/>" } ?? ""
    return "<\(style)style \(style)name=\"\(MarkedStyleNames.look(look))\" \(style)family=\"table-cell\">"
      + "<\(style)table-cell-properties \(style)vertical-align=\"top\"\(fill)\(frame)/>\(text)</\(style)style>"
  }
}
