// SPDX-License-Identifier: Apache-2.0

/// How a figure moved against an earlier quarter, and whether that is good.
package struct Change: Sendable, Hashable {
  /// Whether a move is good; `neutral` where neither way is better, `incomparable` where the two cannot be held
  /// together.
  package enum Tone: String, Sendable, Hashable { case better, worse, neutral, incomparable }

  /// Without a sign: "26.91", "122"; the arrow gives it.
  package var text: String
  /// Nil where nothing moved or nothing can be said: no arrow then.
  package var isUp: Bool?
  /// Whether it is good, which gives arrow and text their colour.
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
  /// What the cell says, as it is printed; "–" for nothing.
  package var text: String
  /// Page the text leads to, below the report's folder; nil where there is none.
  package var link: String?
  /// The verdict beside the text; nil where there is none.
  package var mark: Mark?
  /// How the figure moved; nil where nothing is said of it.
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
  /// One column of the table.
  package struct Column: Sendable, Hashable {
    /// Its heading.
    package var title: String
    /// Whether its cells are figures: set to the right, and sorted by `GridCell.order`.
    package var isNumber = false
    /// Page the heading leads to, below the report's folder; nil where there is none.
    package var link: String?

    package init(title: String, isNumber: Bool = false, link: String? = nil) {
      self.title = title
      self.isNumber = isNumber
      self.link = link
    }
  }

  /// One row of the table.
  package struct Row: Sendable, Hashable {
    /// Anchor; empty for a row that nothing leads to.
    package var id = ""
    /// One cell for each column.
    package var cells: [GridCell]
    /// How deep the row stands below the unit of the grid: 0 for its children.
    package var level = 0
    /// Whether the row sums the others up, and stays above them when they are sorted.
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
  /// From left to right.
  package var columns: [Column]
  /// In the order in which they are shown until somebody sorts them.
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
