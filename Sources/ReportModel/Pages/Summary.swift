// SPDX-License-Identifier: Apache-2.0

/// How a list of tasks stands: counts by verdict, how many have one, and what changed.
package struct VerdictTally: Sendable, Hashable {
  package struct Part: Sendable, Hashable {
    package var mark: Mark
    package var label: String
    package var count: Int
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
  package var label: String
  package var value: String
  package var link: String?
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
  package struct Item: Sendable, Hashable {
    package var head: Phrase
    package var lines: [Phrase]

    package init(head: Phrase, lines: [Phrase]) {
      self.head = head
      self.lines = lines
    }
  }

  package var title: String
  package var items: [Item]
  /// What stands in the place of items where there is none.
  package var empty: String
  package var isNumbered = false

  package init(title: String, items: [Item], empty: String, isNumbered: Bool = false) {
    self.title = title
    self.items = items
    self.empty = empty
    self.isNumbered = isNumbered
  }
}
