// SPDX-License-Identifier: Apache-2.0

/// What the style of a cell means for its value.
struct CellStyle: OptionSet {
  var rawValue: UInt8

  /// Numbers are shown as dates.
  static let date = CellStyle(rawValue: 1)
  /// The text is struck through.
  static let struck = CellStyle(rawValue: 2)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(isDate: Bool, isStruck: Bool) { rawValue = (isDate ? 1 : 0) | (isStruck ? 2 : 0) }

  /// The elements of `styles.xml` that say it.
  static let elements: Set<String> = ["numFmt", "xf", "font", "strike"]

  /// The styles of a part, in the order in which cells count them.
  static func all(in elements: [OutlineHandler.Element]) -> [CellStyle] {
    var formats: [String: Bool] = [:]
    for element in elements where element.name == "numFmt" {
      formats[element.attributes["numFmtId"] ?? ""] = NumberFormat.isDate(element.attributes["formatCode"] ?? "")
    }
    let fonts = struckFonts(elements)
    return elements.filter { $0.name == "xf" && $0.parent == "cellXfs" }.map { element in
      let id = element.attributes["numFmtId"] ?? "0"
      let isDate = formats[id] ?? Int(id).map(NumberFormat.isBuiltInDate) ?? false
      let font = element.attributes["fontId"].flatMap { Int($0) } ?? 0
      let isStruck = fonts.indices.contains(font) && fonts[font]
      return CellStyle(isDate: isDate, isStruck: isStruck)
    }
  }

  /// Fonts of conditional formats are no fonts of cells.
  private static func struckFonts(_ elements: [OutlineHandler.Element]) -> [Bool] {
    var fonts: [Bool] = []
    var isCellFont = false
    for element in elements {
      if element.name == "font" {
        isCellFont = element.parent == "fonts"
        if isCellFont { fonts.append(false) }
      } else if element.name == "strike", isCellFont, !fonts.isEmpty {
        fonts[fonts.count - 1] = !["0", "false"].contains(element.attributes["val"] ?? "1")
      }
    }
    return fonts
  }
}
