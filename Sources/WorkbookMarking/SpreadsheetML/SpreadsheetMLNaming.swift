// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// What the spelling of marks depends on at a place.
struct SpreadsheetMLNaming {
  let scope: MarkupScope
  let names: SpreadsheetMLNames
  let styles: SpreadsheetMLStyleBook
  let spell: (String) -> String

  /// A note, as Excel spells those without a look of their own.
  func comment(_ text: String, _ declaration: String) -> String {
    "<Comment\(declaration) ss:Author=\"\(NotesPart.author)\"><ss:Data xmlns=\"http://www.w3.org/TR/REC-html40\">"
      + "\(spell(MarkupText.cut(text)))</ss:Data></Comment>"
  }
}

/// The styles, which grow as cells pass.
///
/// A class because all sheets share it.
final class SpreadsheetMLStyleBook {
  private(set) var styles: SpreadsheetMLStyles

  init(_ styles: SpreadsheetMLStyles) { self.styles = styles }

  func id(of base: String?, level: MarkedWorkbook.Level?, _ names: SpreadsheetMLNames) throws -> String? {
    try styles.id(of: base, level: level, names)
  }

  func addLooks(_ names: SpreadsheetMLNames) { styles.addLooks(names) }
}
