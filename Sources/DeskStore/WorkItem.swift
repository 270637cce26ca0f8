// SPDX-License-Identifier: Apache-2.0

import GRDB

/// Something that a unit has to see to: a finding, or a task that it does not meet.
package struct WorkItem: Sendable, Hashable, Identifiable {
  /// What it is about.
  package enum Kind: String, Sendable, Hashable { case finding, task }

  /// Where it stands.
  package enum State: String, Sendable, Hashable, CaseIterable {
    /// Assigned; nobody has answered yet.
    case open
    /// The unit says what was done; the office has to look.
    case answered
    /// 销号
    case closed
  }

  /// Its number.
  package var id: Int64
  /// Name of the finding, or ID of the task.
  package var subject: String
  /// What it is about.
  package var kind: Kind
  /// In a sentence, without numbers of persons.
  package var title: String
  /// The quarter, `2019-Q2`.
  package var period: String
  /// Organisation ID of the unit that has to see to it.
  package var unit: String
  /// The day by which it is planned to be done, `2019-07-31`; nil where none was set.
  package var due: String?
  /// Where it stands.
  package var state: State
  /// When it was assigned, in seconds since 1970.
  package var made: Int

  init?(_ row: Row) {
    guard let kind = Kind(rawValue: row["kind"]), let state = State(rawValue: row["state"]) else { return nil }
    (id, subject, self.kind, title) = (row["id"], row["subject"], kind, row["title"])
    (period, unit, due, self.state, made) = (row["period"], row["unit"], row["due"], state, row["made"])
  }
}

/// One thing that was done about an item.
package struct WorkStep: Sendable, Hashable, Identifiable {
  /// What was done.
  package enum Kind: String, Sendable, Hashable {
    case assigned, planned, answered, accepted, closed, reopened

    /// The state it takes the item into; nil leaves it.
    var state: WorkItem.State? {
      switch self {
      case .assigned, .reopened: .open
      case .planned: nil
      case .answered: .answered
      case .accepted, .closed: .closed
      }
    }
  }

  /// Its number.
  package var id: Int64
  /// What was done.
  package var kind: Kind
  /// When, in seconds since 1970.
  package var at: Int
  /// Name of the account.
  package var who: String
  /// In somebody's words.
  package var text: String
  /// Name of the file that came with it; nil where none did.
  package var file: String?
  /// SHA-256 (hex) of that file.
  package var sha256: String?

  init?(_ row: Row) {
    guard let kind = Kind(rawValue: row["kind"]) else { return nil }
    (id, self.kind, at, who) = (row["id"], kind, row["at"], row["who"])
    (text, file, sha256) = (row["text"], row["file"], row["sha256"])
  }
}
