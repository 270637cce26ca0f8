// SPDX-License-Identifier: Apache-2.0

/// Who hands in for which unit.
package struct SubmissionDraft: Sendable, Hashable {
  /// How a submission stands to the earlier lists of its unit and kind.
  package enum Intent: Sendable, Hashable {
    /// Told by content: a list of mostly the same rows is replaced; where that is in doubt nothing is stored.
    case told
    /// Stands beside them: pages sent one by one.
    case adds
    /// Takes the place of the lists of its kinds in the submission of this number.
    case replaces(Int)
    /// Is all that the unit hands in: its earlier lists of the same kinds are replaced without a question.
    case whole
  }

  /// The unit that hands in, by ID or name; nil where none was named.
  package var unit: String?
  /// Who hands in, for the audit trail; nil where nobody was named.
  package var by: String?
  /// What becomes of lists that were handed in before.
  package var intent: Intent
  /// Name of the folder whose files are all that the unit hands in (a batch): what is not in it any more does not count.
  package var folder: String?

  package init(unit: String?, by: String?, intent: Intent = .told, folder: String? = nil) {
    self.unit = unit
    self.by = by
    self.intent = intent
    self.folder = folder
  }
}

/// A file about to be read.
package struct FileDraft: Sendable, Hashable {
  /// As it is shown to people; never a path of the machine.
  package var name: String
  /// Lower-case hex over all bytes.
  package var sha256: String
  /// A format name of the contract: `xlsx`.
  package var format: String
  /// The encoding the bytes are in, by evidence: `utf-8`.
  package var encoding: String
  /// Size in bytes.
  package var byteCount: Int

  package init(name: String, sha256: String, format: String, encoding: String, byteCount: Int) {
    self.name = name
    self.sha256 = sha256
    self.format = format
    self.encoding = encoding
    self.byteCount = byteCount
  }
}

/// What became of a file.
package enum FileOutcome: Sendable, Hashable {
  case stored
  /// The period holds the same bytes already.
  case unchanged
}
