// SPDX-License-Identifier: Apache-2.0

/// A census table as a report shows it.
package struct CensusTableView: Sendable, Hashable {
  package struct Row: Sendable, Hashable {
    /// What `evidence --row` calls it.
    package var code: String
    package var label: String
    package var cells: [String]
    package var isTotal: Bool

    package init(code: String, label: String, cells: [String], isTotal: Bool) {
      self.code = code
      self.label = label
      self.cells = cells
      self.isTotal = isTotal
    }
  }

  package struct Column: Sendable, Hashable {
    package var title: String
    /// Relative path of the rows behind it; nil when they were not written.
    package var evidence: String?

    package init(title: String, evidence: String?) {
      self.title = title
      self.evidence = evidence
    }
  }

  package var id: String
  package var title: String
  package var meaning: String
  package var rowTitle: String
  package var columns: [Column]
  package var rows: [Row]
  /// Where the table or its codes come from; empty when nobody wrote them down.
  package var source: String
  /// How a cell is opened, in words.
  package var opening: String

  package init(
    id: String, title: String, meaning: String, rowTitle: String, columns: [Column], rows: [Row], source: String,
    opening: String
  ) {
    self.id = id
    self.title = title
    self.meaning = meaning
    self.rowTitle = rowTitle
    self.columns = columns
    self.rows = rows
    self.source = source
    self.opening = opening
  }
}

/// A transition as a report shows it: a funnel, what is late, and lists of those who got lost.
package struct TransitionView: Sendable, Hashable {
  package struct Figure: Sendable, Hashable {
    package var id: String
    package var label: String
    package var meaning: String
    package var count: String
    /// Of the first stage, in hundredths of a percent; nil beside the pipeline and where there is no base.
    package var share: Int?
    package var evidence: String?

    package init(id: String, label: String, meaning: String, count: String, share: Int?, evidence: String?) {
      self.id = id
      self.label = label
      self.meaning = meaning
      self.count = count
      self.share = share
      self.evidence = evidence
    }
  }

  /// The first rows behind a gap; persons are masked.
  package struct Gap: Sendable, Hashable {
    package var figure: Figure
    package var headings: [String]
    package var rows: [[String]]
    /// How many more there are than shown.
    package var more: Int

    package init(figure: Figure, headings: [String], rows: [[String]], more: Int) {
      self.figure = figure
      self.headings = headings
      self.rows = rows
      self.more = more
    }
  }

  package var id: String
  package var title: String
  package var meaning: String
  package var source: String
  package var stages: [Figure]
  package var beside: [Figure]
  package var clocks: [Figure]
  package var tables: [CensusTableView]
  package var gaps: [Gap]

  package init(
    id: String, title: String, meaning: String, source: String, stages: [Figure], beside: [Figure], clocks: [Figure],
    tables: [CensusTableView], gaps: [Gap]
  ) {
    self.id = id
    self.title = title
    self.meaning = meaning
    self.source = source
    self.stages = stages
    self.beside = beside
    self.clocks = clocks
    self.tables = tables
    self.gaps = gaps
  }
}
