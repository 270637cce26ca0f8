// SPDX-License-Identifier: Apache-2.0

/// Horizontal bars over the full width, with a line at the target and a ghost of the quarter before.
package struct BarChart: Sendable, Hashable {
  /// One bar: a unit, or what else is held against the others.
  package struct Bar: Sendable, Hashable {
    /// What stands before the bar.
    package var label: String
    /// Page of what the bar stands for, below the report's folder; nil where there is none.
    package var link: String?
    /// Hundredths of a percent, or a number of rows.
    package var value: Int
    /// The value as it is printed.
    package var text: String
    /// The value of the quarter before on the same boundary; nil where there is none.
    package var former: Int?
    /// The verdict under the target; nil where there is none.
    package var mark: Mark?

    package init(
      label: String, link: String? = nil, value: Int, text: String, former: Int? = nil, mark: Mark? = nil
    ) {
      self.label = label
      self.link = link
      self.value = value
      self.text = text
      self.former = former
      self.mark = mark
    }
  }

  /// Heading above the chart.
  package var title: String
  /// From top to bottom.
  package var bars: [Bar]
  /// Where the line stands, in the unit of the values; nil draws none.
  package var target: Int?
  /// "≤ 30%"
  package var targetText = ""

  package init(title: String, bars: [Bar], target: Int? = nil, targetText: String = "") {
    self.title = title
    self.bars = bars
    self.target = target
    self.targetText = targetText
  }
}

/// The largest changes: old ●──● new, coloured by direction.
package struct ChangeChart: Sendable, Hashable {
  /// One unit, or one indicator, in two quarters.
  package struct Line: Sendable, Hashable {
    /// What stands before the line.
    package var label: String
    /// Page of what the line stands for, below the report's folder; nil where there is none.
    package var link: String?
    /// Hundredths of a percent.
    package var old: Int
    /// The later value, in hundredths of a percent.
    package var new: Int
    /// The earlier value as it is printed.
    package var oldText: String
    /// The later value as it is printed.
    package var newText: String
    /// How it moved, which gives line and arrow their colour.
    package var change: Change
    /// The main cause, in words.
    package var cause: String

    package init(
      label: String, link: String? = nil, old: Int, new: Int, oldText: String, newText: String, change: Change,
      cause: String
    ) {
      self.label = label
      self.link = link
      self.old = old
      self.new = new
      self.oldText = oldText
      self.newText = newText
      self.change = change
      self.cause = cause
    }
  }

  /// Heading above the chart.
  package var title: String
  /// The largest change first.
  package var lines: [Line]

  package init(title: String, lines: [Line]) {
    self.title = title
    self.lines = lines
  }
}
