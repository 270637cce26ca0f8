// SPDX-License-Identifier: Apache-2.0

/// Horizontal bars over the full width, with a line at the target and a ghost of the quarter before.
package struct BarChart: Sendable, Hashable {
  package struct Bar: Sendable, Hashable {
    package var label: String
    package var link: String?
    /// Hundredths of a percent, or a number of rows.
    package var value: Int
    package var text: String
    /// The value of the quarter before on the same boundary; nil where there is none.
    package var former: Int?
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

  package var title: String
  package var bars: [Bar]
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
  package struct Line: Sendable, Hashable {
    package var label: String
    package var link: String?
    /// Hundredths of a percent.
    package var old: Int
    package var new: Int
    package var oldText: String
    package var newText: String
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

  package var title: String
  package var lines: [Line]

  package init(title: String, lines: [Line]) {
    self.title = title
    self.lines = lines
  }
}
