// SPDX-License-Identifier: Apache-2.0

/// Measures of an official paper: GB/T 9704-2012 clauses 5 to 7.
enum WordMeasures {
  /// In twentieths of a point.
  static func twips(millimetres: Double) -> Int { Int((millimetres * 1440 / 25.4).rounded()) }

  static let page = (width: 11_906, height: 16_838)
  static let top = twips(millimetres: 37)
  static let left = twips(millimetres: 28)
  static let bottom = twips(millimetres: 35)
  static let right = twips(millimetres: 26)
  static var textWidth: Int { page.width - left - right }
  /// The page number stands 7 mm below the text.
  static let footer = twips(millimetres: 35 - 7 - 5)

  /// 22 lines of it fill a page.
  static let line = 28 * 20
  /// 28 characters of 16 points fill a line of 156 mm.
  static let characterSpacing = -5

  /// In half points, as sizes of fonts are written.
  static let title = 44
  static let body = 32
  static let pageNumber = 28
  static let table = 24
  static let letterhead = 96
}

/// Fonts of an official paper, with what takes their place where they are not there.
enum WordFont: String, CaseIterable {
  case song = "宋体"
  case smallTitleSong = "方正小标宋简体"
  case imitationSong = "仿宋_GB2312"
  case black = "黑体"
  case regular = "楷体_GB2312"

  var alternative: String {
    switch self {
    case .song: "SimSun"
    case .smallTitleSong: "方正小标宋_GBK"
    case .imitationSong: "仿宋"
    case .black: "SimHei"
    case .regular: "楷体"
    }
  }

  /// `swiss` without feet, `roman` with them.
  var family: String { self == .black ? "swiss" : "roman" }

  var element: XMLElement {
    XMLElement(
      "w:rFonts",
      [("w:ascii", "Times New Roman"), ("w:hAnsi", "Times New Roman"), ("w:eastAsia", rawValue), ("w:cs", rawValue)])
  }
}
