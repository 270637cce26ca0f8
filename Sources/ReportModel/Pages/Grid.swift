// SPDX-License-Identifier: Apache-2.0

/// How a figure moved against an earlier quarter, and whether that is good.
package struct Change: Sendable, Hashable {
  package enum Tone: String, Sendable, Hashable { case better, worse, neutral, incomparable }

  /// Without a sign: "26.91", "122"; the arrow gives it.
  package var text: String
  /// Nil where nothing moved or nothing can be said: no arrow then.
  package var isUp: Bool?
  package var tone: Tone
  /// In words: against which quarter, on which boundary, or why the two cannot be compared.
  package var explanation: String

  package init(text: String, isUp: Bool? = nil, tone: Tone, explanation: String) {
    self.text = text
    self.isUp = isUp
    self.tone = tone
    self.explanation = explanation
  }
}

/// One cell of a grid.
package struct GridCell: Sendable, Hashable {
  package var text: String
  package var link: String?
  package var mark: Mark?
  package var change: Change?
  /// Small, below the text.
  package var note = ""
  /// What rows are sorted by; nil sorts by the text.
  package var order: Int?
  /// Links below the text: rows, source.
  package var links: [PageLink] = []
  /// Whether the text matters less than its neighbours.
  package var isSoft = false

  package init(
    text: String, link: String? = nil, mark: Mark? = nil, change: Change? = nil, note: String = "",
    order: Int? = nil, links: [PageLink] = [], isSoft: Bool = false
  ) {
    self.text = text
    self.link = link
    self.mark = mark
    self.change = change
    self.note = note
    self.order = order
    self.links = links
    self.isSoft = isSoft
  }
}

extension GridCell: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self.init(text: text) }
}

/// A table of cells: of units, of tasks, of rows of a roster.
package struct Grid: Sendable, Hashable {
  package struct Column: Sendable, Hashable {
    package var title: String
    package var isNumber = false
    package var link: String?

    package init(title: String, isNumber: Bool = false, link: String? = nil) {
      self.title = title
      self.isNumber = isNumber
      self.link = link
    }
  }

  package struct Row: Sendable, Hashable {
    /// Anchor; empty for a row that nothing leads to.
    package var id = ""
    package var cells: [GridCell]
    /// How deep the row stands below the unit of the grid: 0 for its children.
    package var level = 0
    package var isTotal = false
    /// What a grid below is filtered by when a link leads here; empty for none.
    package var filter = ""

    package init(id: String = "", cells: [GridCell], level: Int = 0, isTotal: Bool = false, filter: String = "") {
      self.filter = filter
      self.id = id
      self.cells = cells
      self.level = level
      self.isTotal = isTotal
    }
  }

  /// What the table is, for those who cannot see it.
  package var caption: String
  package var columns: [Column]
  package var rows: [Row]
  /// Whether rows can be sorted and filtered.
  package var isSortable = false
  /// Whether the first column stays in sight while the others scroll.
  package var hasHeadings = true

  package init(caption: String, columns: [Column], rows: [Row], isSortable: Bool = false, hasHeadings: Bool = true) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.isSortable = isSortable
    self.hasHeadings = hasHeadings
  }

  /// Without columns that are empty for every row.
  package var withoutEmptyColumns: Grid {
    let kept = columns.indices.filter { column in
      rows.contains { row in
        let cell = row.cells[column]
        return !["", "–"].contains(cell.text) || cell.mark != nil || cell.change != nil || !cell.note.isEmpty
          || !cell.links.isEmpty
      }
    }
    var grid = self
    grid.columns = kept.map { columns[$0] }
    grid.rows = rows.map { row in
      var row = row
      row.cells = kept.map { row.cells[$0] }
      return row
    }
    return grid
  }
}
