// SPDX-License-Identifier: Apache-2.0

import ReportWriting

/// How the cells of workbooks look.
enum PaperStyle {
  /// Columns that people fill are told by their colour.
  static func heading(_ column: PaperColumn) -> CellStyle {
    CellStyle(fill: column.blank == nil ? 0xDD_E6F0 : 0xFF_F2CC, isBold: true, wraps: true, hasBorder: true)
  }

  static func cell(_ cell: PaperCell, _ column: PaperColumn) -> CellStyle {
    var style = CellStyle(fill: cell.tone.map(fill), wraps: true, hasBorder: true)
    switch cell.content {
    case .text: style.format = "@"
    case .number: style.format = "0"
    case .percent: style.format = "0.00%"
    case .points: style.format = "0.00"
    case .day: style.format = "yyyy-mm-dd"
    case .nothing: style.format = column.blank.flatMap { blank($0).format }
    }
    return style
  }

  /// A day that is typed stays a day, any other text a text.
  static func blank(_ blank: PaperColumn.Blank) -> CellStyle {
    CellStyle(wraps: true, format: blank == .day ? "yyyy-mm-dd" : "@")
  }

  private static func fill(_ tone: PaperTone) -> UInt32 {
    switch tone {
    case .good: 0xE2_F0D9
    case .fair: 0xFF_F2CC
    case .bad: 0xFC_E0DC
    case .quiet: 0xED_EDED
    }
  }

  /// Dark enough beside white, and told apart also without colours by how dark they are.
  static func color(_ tone: PaperTone) -> UInt32 {
    switch tone {
    case .good: 0x2E_7D5B
    case .fair: 0xE0_A526
    case .bad: 0xB3_261E
    case .quiet: 0x9A_A0A6
    }
  }

  static func width(_ cell: PaperCell) -> Int {
    switch cell.content {
    case .text(let text): width(text)
    case .number(let value): String(value).count
    case .percent, .points: 8
    case .day: 10
    case .nothing: 0
    }
  }

  /// - Parameter count: how many of its signs are looked at.
  static func width(_ text: String, of count: Int = 60) -> Int {
    text.unicodeScalars.prefix(count).reduce(0) { $0 + ($1.value > 0x2E80 ? 2 : 1) }
  }

  /// A text in the header or footer of a page: `&` begins a code there.
  static func line(_ text: String) -> String { text.replacing("&", with: "&&") }
}
