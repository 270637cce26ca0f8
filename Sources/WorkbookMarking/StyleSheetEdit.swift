// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// The styles of a workbook, and those of marked cells behind them: each a cell's own style with another fill.
struct StyleSheetEdit {
  private typealias Look = FindingsList.Look

  private struct Clone: Hashable {
    var base: Int
    /// Nil takes a mark away.
    var level: MarkedWorkbook.Level?
  }

  /// What Excel itself knows at most.
  private static let limit = 64_000

  private let outline: MarkupOutline
  private let xfs: [MarkupOutline.Element]
  /// The level that the fill of a style stands for, where it is one of ours.
  private let levels: [Int: MarkedWorkbook.Level]
  private let fills: Section
  private let fonts: Section
  private let borders: Section
  private let formats: Section
  private var clones: [Clone] = []
  private var places: [Clone: Int] = [:]

  /// A list of styles: the element around it and how many there are.
  private struct Section {
    var element: MarkupOutline.Element
    var count: Int

    init(_ name: StaticString, of outline: MarkupOutline) throws {
      guard let index = outline.first(name, depth: 1), !outline.elements[index].tag.isEmpty else {
        throw MarkingRefusal()
      }
      element = outline.elements[index]
      count = outline.elements.count { $0.parent == index && $0.depth == 2 }
    }
  }

  /// - Parameter bytes: the part of the styles; nil where the workbook has none.
  /// - Throws: `MarkingRefusal` for styles without what Excel itself always writes.
  init(_ bytes: [UInt8]?) throws {
    outline = try MarkupOutline(bytes ?? Array(StyleSheetEdit.least.utf8), depth: 4)
    fills = try Section("fills", of: outline)
    fonts = try Section("fonts", of: outline)
    borders = try Section("borders", of: outline)
    formats = try Section("cellXfs", of: outline)
    guard let list = outline.first("cellXfs", depth: 1), fonts.count > 0 else { throw MarkingRefusal() }
    xfs = outline.children(of: list)
    guard !xfs.isEmpty, xfs.allSatisfy({ $0.tag.isNamed("xf") }) else { throw MarkingRefusal() }
    levels = StyleSheetEdit.levels(of: xfs, outline)
  }

  /// For a workbook that has no styles.
  static let least = """
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">\
    <fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>\
    <fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>\
    <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
    <cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>\
    <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
    """

  private static func levels(
    of xfs: [MarkupOutline.Element], _ outline: MarkupOutline
  ) -> [Int: MarkedWorkbook.Level] {
    let fills = outline.elements.filter { $0.depth == 2 && $0.tag.isNamed("fill") }
    let colours = fills.map { fill in
      let content = outline.text(fill.whole).uppercased()
      return MarkColours.fills.first { content.contains("\"FF\($0.value)\"") }?.key
    }
    return xfs.enumerated().reduce(into: [:]) { result, xf in
      guard let fill = xf.element.tag.number("fillId"), colours.indices.contains(fill) else { return }
      result[xf.offset] = colours[fill]
    }
  }

  // MARK: Styles of cells

  /// The style of a cell that is marked, or of one whose mark is taken away.
  mutating func index(of base: Int, level: MarkedWorkbook.Level?) -> Int {
    if levels[base] == level { return base }
    let clone = Clone(base: xfs.indices.contains(base) ? base : 0, level: level)
    if let known = places[clone] { return known }
    places[clone] = formats.count + Look.allCases.count + clones.count
    clones.append(clone)
    return formats.count + Look.allCases.count + clones.count - 1
  }

  func index(of look: FindingsList.Look) -> Int { formats.count + look.rawValue }

  private func fill(of level: MarkedWorkbook.Level) -> Int {
    fills.count + (MarkColours.order.firstIndex(of: level) ?? 0)
  }

  private func spelled(_ clone: Clone) -> String {
    let element = xfs[clone.base]
    var tag = element.tag
    tag.set("fillId", String(clone.level.map(fill(of:)) ?? 0))
    tag.set("applyFill", "1")
    return String(decoding: tag.bytes, as: UTF8.self) + outline.text(element.whole).dropFirst(element.tag.bytes.count)
  }

  // MARK: The changed part

  /// - Throws: `MarkingRefusal` for more styles than Excel takes.
  func applied() throws -> [UInt8] {
    let name = outline.prefix
    let looks = Look.allCases.map { look(name, $0) }
    guard formats.count + looks.count + clones.count <= StyleSheetEdit.limit else { throw MarkingRefusal() }
    var splice = ByteSplice()
    let colours = MarkColours.order.map { MarkColours.fills[$0] ?? "" } + [MarkColours.head]
    let newFills = colours.map { colour in
      "<\(name)fill><\(name)patternFill patternType=\"solid\"><\(name)fgColor rgb=\"FF\(colour)\"/>"
        + "<\(name)bgColor indexed=\"64\"/></\(name)patternFill></\(name)fill>"
    }
    add(newFills, to: fills, &splice)
    add([font(isBold: true), font(isLink: true)], to: fonts, &splice)
    let sides = ["left", "right", "top", "bottom"].map { side in
      "<\(name)\(side) style=\"thin\"><\(name)color rgb=\"FFBFBFBF\"/></\(name)\(side)>"
    }
    add(["<\(name)border>\(sides.joined())<\(name)diagonal/></\(name)border>"], to: borders, &splice)
    add(looks + clones.map(spelled), to: formats, &splice)
    return splice.applied(to: outline.bytes)
  }

  private func add(_ elements: [String], to section: Section, _ splice: inout ByteSplice) {
    var tag = section.element.tag
    tag.set("count", String(section.count + elements.count))
    splice.replace(tagOf: section.element, with: tag)
    splice.insert(elements.joined(), at: section.element.content.upperBound)
  }

  private func look(_ name: String, _ look: Look) -> String {
    let level: MarkedWorkbook.Level? = [.info: .info, .warning: .warning, .error: .error][look]
    let font = [.head: fonts.count, .title: fonts.count, .link: fonts.count + 1][look] ?? 0
    let fill = level.map(fill(of:)) ?? (look == .head ? fills.count + MarkColours.order.count : 0)
    let border = look == .title ? 0 : borders.count
    let wrap = look == .title ? "" : " wrapText=\"1\""
    let parent = outline.first("cellStyleXfs", depth: 1) == nil ? "" : " xfId=\"0\""
    return "<\(name)xf numFmtId=\"0\" fontId=\"\(font)\" fillId=\"\(fill)\" borderId=\"\(border)\"\(parent)"
      + " applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\">"
      + "<\(name)alignment vertical=\"top\"\(wrap)/></\(name)xf>"
  }

  /// The first font of the workbook, bold or as links have it.
  private func font(isBold: Bool = false, isLink: Bool = false) -> String {
    let name = outline.prefix
    let font = outline.elements.firstIndex { $0.depth == 2 && $0.tag.isNamed("font") }
    let kept = font.map { outline.children(of: $0) } ?? []
    func part(_ local: StaticString) -> String {
      kept.first { $0.tag.isNamed(local) }.map { outline.text($0.whole) } ?? ""
    }
    let signs = (isBold ? "<\(name)b/>" : "") + (isLink ? "<\(name)u/>" : "")
    let colour = isLink ? "<\(name)color rgb=\"FF0563C1\"/>" : part("color")
    return "<\(name)font>\(signs)\(part("sz"))\(colour)\(part("name"))\(part("family"))\(part("charset"))</\(name)font>"
  }
}

/// The colours of marks, as RRGGBB.
enum MarkColours {
  static let fills: [MarkedWorkbook.Level: String] = [.error: "FFC7CE", .warning: "FFEB9C", .info: "DDEBF7"]
  static func fill(of level: MarkedWorkbook.Level) -> String { fills[level] ?? head }
  static let order: [MarkedWorkbook.Level] = [.info, .warning, .error]
  static let head = "D9E1F2"
}
