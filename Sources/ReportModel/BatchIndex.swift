// SPDX-License-Identifier: Apache-2.0

/// The page that leads to all reports of a batch: a table for each period, the latest first.
package struct BatchIndex: Sendable, Hashable {
  package struct Row: Sendable, Hashable {
    package var name: String
    /// Path of the unit's report below the page; empty when there is none.
    package var link: String
    /// Tasks by verdict, in the order of `Mark.allCases`; those that do not occur are left out.
    package var verdicts: [Verdicts]
    /// What came in and what became of it, in words.
    package var intake: String
    /// Why something could not be finished; empty when all was.
    package var failure: String
    /// The comparison with the former period; nil where there is none.
    package var comparison: Link?

    package init(name: String, link: String, verdicts: [Verdicts], intake: String, failure: String) {
      self.name = name
      self.link = link
      self.verdicts = verdicts
      self.intake = intake
      self.failure = failure
    }
  }

  package struct Link: Sendable, Hashable {
    package var title: String
    /// Below the page.
    package var path: String

    package init(title: String, path: String) {
      self.title = title
      self.path = path
    }
  }

  package struct Verdicts: Sendable, Hashable {
    package var mark: Mark
    package var label: String
    package var count: Int

    package init(mark: Mark, label: String, count: Int) {
      self.mark = mark
      self.label = label
      self.count = count
    }
  }

  package struct Part: Sendable, Hashable {
    package var title: String
    package var subtitle: String
    package var rows: [Row]

    package init(title: String, subtitle: String, rows: [Row]) {
      self.title = title
      self.subtitle = subtitle
      self.rows = rows
    }
  }

  /// BCP 47: zh-Hans or en.
  package var language: String
  package var title: String
  package var subtitle: String
  /// Of the columns: unit, verdicts, what came in.
  package var headings: [String]
  package var parts: [Part]

  package init(language: String, title: String, subtitle: String, headings: [String], parts: [Part]) {
    self.language = language
    self.title = title
    self.subtitle = subtitle
    self.headings = headings
    self.parts = parts
  }
}
