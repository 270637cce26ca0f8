// SPDX-License-Identifier: Apache-2.0

/// How a list of tasks stands: counts by verdict, how many have one, and what changed.
package struct VerdictTally: Sendable, Hashable {
  /// The tasks of one verdict.
  package struct Part: Sendable, Hashable {
    /// The verdict.
    package var mark: Mark
    /// What the verdict is called in the page's language.
    package var label: String
    /// How many tasks came to it.
    package var count: Int
    /// Page or anchor of these tasks; nil where there is none.
    package var link: String?

    package init(mark: Mark, label: String, count: Int, link: String? = nil) {
      self.mark = mark
      self.label = label
      self.count = count
      self.link = link
    }
  }

  /// "88 项任务".
  package var title: String
  /// In the order of `Mark.verdicts`.
  package var parts: [Part]
  /// What follows: judged of owed, newly met, newly not met, rank.
  package var remarks: [Phrase]

  package init(title: String, parts: [Part], remarks: [Phrase]) {
    self.title = title
    self.parts = parts
    self.remarks = remarks
  }
}

/// One figure of the first screen.
package struct KeyFigure: Sendable, Hashable {
  /// What the figure is of.
  package var label: String
  /// The figure as it is printed.
  package var value: String
  /// Page of what stands behind it, below the report's folder; nil where there is none.
  package var link: String?
  /// How it moved, against each earlier quarter that is looked at.
  package var changes: [Change] = []
  /// Causes, target, verdict.
  package var note: Phrase

  package init(label: String, value: String, link: String? = nil, changes: [Change] = [], note: Phrase) {
    self.label = label
    self.value = value
    self.link = link
    self.changes = changes
    self.note = note
  }
}

/// A short list under a heading, beside others: what got worse, what got better, what to do first.
package struct Digest: Sendable, Hashable {
  /// One entry of the list.
  package struct Item: Sendable, Hashable {
    /// What it is about, in a line.
    package var head: Phrase
    /// What is said of it, line by line; empty where the head says it all.
    package var lines: [Phrase]

    package init(head: Phrase, lines: [Phrase]) {
      self.head = head
      self.lines = lines
    }
  }

  /// Heading above the list.
  package var title: String
  /// In the order in which they are shown.
  package var items: [Item]
  /// What stands in the place of items where there is none.
  package var empty: String
  /// Whether the items are numbered, as what is to be done first is.
  package var isNumbered = false

  package init(title: String, items: [Item], empty: String, isNumbered: Bool = false) {
    self.title = title
    self.items = items
    self.empty = empty
    self.isNumbered = isNumbered
  }
}

/// Units as tiles, roughly where they lie; how full a tile is says what share of its tasks a unit meets.
package struct TileMap: Sendable, Hashable {
  /// One unit.
  package struct Tile: Sendable, Hashable {
    /// Its short name.
    package var label: String
    /// Its page; nil where it has none.
    package var link: String?
    /// From the left, from 1.
    package var column: Int
    /// From the top, from 1.
    package var row: Int
    /// "22/79"
    package var text: String
    /// 0 to 100.
    package var filled: Int
    /// What changed since the last quarter, as printed.
    package var moved: String

    /// Takes what stands on the tile and where.
    package init(label: String, link: String?, column: Int, row: Int, text: String, filled: Int, moved: String) {
      self.label = label
      self.link = link
      self.column = column
      self.row = row
      self.text = text
      self.filled = filled
      self.moved = moved
    }
  }

  /// The heading above the map.
  package var title: String
  /// What the tiles say, in one sentence.
  package var note: String
  /// In any order; each says where it stands.
  package var tiles: [Tile]

  /// Takes what is shown.
  package init(title: String, note: String, tiles: [Tile]) {
    self.title = title
    self.note = note
    self.tiles = tiles
  }
}
