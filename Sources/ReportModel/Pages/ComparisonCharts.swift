// SPDX-License-Identifier: Apache-2.0

/// 瀑布图: from one value to another, part by part.
package struct Waterfall: Sendable, Hashable {
  /// A bar from the ground, or a part that goes up, down or nowhere.
  package enum Kind: String, Sendable { case total, up, down, flat }

  /// One bar of the waterfall.
  package struct Step: Sendable, Hashable {
    /// What the part is called.
    package var label: String
    /// What stands beside the bar, where the label is too long for it.
    package var shortLabel: String?
    /// "+0.25" or "31.20%".
    package var value: String
    /// How many, where the part is a number of rows.
    package var count: String
    /// The exact fraction.
    package var exact: String
    /// Between which values the bar stands, in percent.
    package var from: Double
    /// Where the bar ends, in percent.
    package var to: Double
    /// How the bar stands.
    package var kind: Kind
    /// File with the rows behind the part, relative to the page; nil where there is none.
    package var rows: String?
    /// `better`, `worse` or `plain`, by the direction of the indicator.
    package var tone = "plain"

    package init(
      label: String, value: String, count: String, exact: String, from: Double, to: Double, kind: Kind,
      rows: String? = nil
    ) {
      self.label = label
      self.value = value
      self.count = count
      self.exact = exact
      self.from = from
      self.to = to
      self.kind = kind
      self.rows = rows
    }
  }

  /// Heading above the chart.
  package var title: String
  /// Whether the two ends are comparable, and why not.
  package var note: String
  /// Whether the two ends may be held against each other; `note` says why not.
  package var isComparable: Bool
  /// The earlier value, the parts in order, the later value.
  package var steps: [Step]
  /// Headings of the table below: part, count, exact, points.
  package var headings: [String]

  package init(title: String, note: String, isComparable: Bool, steps: [Step], headings: [String]) {
    self.title = title
    self.note = note
    self.isComparable = isComparable
    self.steps = steps
    self.headings = headings
  }
}

/// Flows between groups: a matrix and a picture of the flows that leave their group.
package struct FlowChart: Sendable, Hashable {
  /// Heading above matrix and picture.
  package var title: String
  /// Heading over where people come from.
  package var fromTitle: String
  /// Heading over where they go.
  package var toTitle: String
  /// Names of the groups, in the order of `counts`.
  package var groups: [String]
  /// `counts[from][to]`
  package var counts: [[Int]]

  package init(title: String, fromTitle: String, toTitle: String, groups: [String], counts: [[Int]]) {
    self.title = title
    self.fromTitle = fromTitle
    self.toTitle = toTitle
    self.groups = groups
    self.counts = counts
  }
}

/// One small chart for each indicator, all over the same periods.
package struct SmallMultiples: Sendable, Hashable {
  /// One indicator over all periods.
  package struct Chart: Sendable, Hashable {
    /// The name of the indicator.
    package var title: String
    /// Percent by period; nil where there is no value.
    package var values: [Double?]
    /// As printed.
    package var texts: [String]
    /// Why a period is not comparable with the one before; empty where it is.
    package var breaks: [String]

    package init(title: String, values: [Double?], texts: [String], breaks: [String]) {
      self.title = title
      self.values = values
      self.texts = texts
      self.breaks = breaks
    }
  }

  /// Heading above the charts.
  package var title: String
  /// The quarters, oldest first; each chart has a value for each.
  package var periods: [String]
  /// In the order in which they are shown.
  package var charts: [Chart]
  /// What a break is called in the legend.
  package var breakTitle: String

  package init(title: String, periods: [String], charts: [Chart], breakTitle: String) {
    self.title = title
    self.periods = periods
    self.charts = charts
    self.breakTitle = breakTitle
  }
}
