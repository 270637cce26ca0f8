// SPDX-License-Identifier: Apache-2.0

/// Who hands in for which unit.
package struct SubmissionDraft: Sendable, Hashable {
  package var unit: String?
  package var by: String?
  /// Whether it stands beside the unit's earlier lists instead of replacing them: pages sent one by one.
  package var adds: Bool
  /// Name of the folder whose files are all that the unit hands in (a batch): what is not in it any more does not count.
  package var folder: String?

  package init(unit: String?, by: String?, adds: Bool = false, folder: String? = nil) {
    self.unit = unit
    self.by = by
    self.adds = adds
    self.folder = folder
  }
}

/// A file about to be read.
package struct FileDraft: Sendable, Hashable {
  /// As it is shown to people; never a path of the machine.
  package var name: String
  /// Lower-case hex over all bytes.
  package var sha256: String
  package var format: String
  package var encoding: String
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
