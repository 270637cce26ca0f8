// SPDX-License-Identifier: Apache-2.0

package import Findings

/// A code list of the policy pack: codes with their labels and the spellings that mean them.
package struct CodeList: Sendable {
  /// One code of the list and the ways sheets write it.
  package struct Entry: Sendable, Hashable {
    /// The code that conditions name and the store holds in place of what the sheet says: `full-time`.
    package var code: String
    /// What it is called in reports; the Chinese label is also the wording that sheets should have.
    package var label: LocalizedText
    /// Further spellings found in sheets, besides code and Chinese label.
    package var synonyms: [String]
    /// True where the code makes a record count (code list `membership-status`).
    package var counts: Bool
    /// What the system writes for it as a bare number; lists of near meaning number differently (see `numbersUnder`).
    package var number: String?
    /// Its code in the coarser list `groups`; nil where that list has none for it.
    package var group: String?
    /// What it is to the engine; nil for a code that only the pack knows.
    package var role: CodeRole?

    package init(
      code: String, label: LocalizedText, synonyms: [String] = [], counts: Bool = false, number: String? = nil,
      group: String? = nil, role: CodeRole? = nil
    ) {
      self.code = code
      self.label = label
      self.synonyms = synonyms
      self.counts = counts
      self.number = number
      self.group = group
      self.role = role
    }
  }

  /// ID by which fields and conditions name the list: `membership-status`.
  package var id: String
  /// What the list is of, for templates and documentation.
  package var title: LocalizedText
  /// The codes in the order of the pack's file, which templates and tables keep.
  package var entries: [Entry]
  /// The code an empty cell stands for, if any (empty 团籍状态 is 正常).
  package var codeForEmpty: String?
  /// Where the codes come from; nil where the list is the program's own.
  package var source: SourceReference?
  /// Headings under which a bare number means a code; empty means under every heading of the field.
  package var numbersUnder: [String] = []
  /// True where sheets write other words as well: those are told mildly, and nothing is read from them.
  package var isOpen = false
  /// The coarser list into which `group` of the entries leads (sixteen sectors into the six of the bulletins).
  package var groups: String?

  package init(
    id: String, title: LocalizedText, entries: [Entry], codeForEmpty: String? = nil, source: SourceReference? = nil
  ) {
    self.id = id
    self.title = title
    self.entries = entries
    self.codeForEmpty = codeForEmpty
    self.source = source
  }

  /// The entry of a code; nil for a code that the list does not hold. A walk through the entries, not for every row.
  package func entry(_ code: String) -> Entry? { entries.first { $0.code == code } }
}

/// Where a rule, code or threshold was read, and how sure that is.
package struct SourceReference: Sendable, Hashable {
  /// How sure it is that the document says so: `high` when its text was read, `low` when only others quote it.
  package enum Confidence: String, Sendable, Hashable, CaseIterable {
    case high, medium, low
  }

  /// Title of the document, in Chinese where it is Chinese.
  package var document: String
  /// Who issued the document; nil where unknown.
  package var issuer: String?
  /// Document number, such as 中青办发〔2016〕5号.
  package var number: String?
  /// Date of issue as the source gives it (2019-05-22, 2016-11, 2016).
  package var date: String?
  /// Article or section that says it; nil where the document as a whole does.
  package var clause: String?
  /// Where the text was seen.
  package var seen: String?
  /// How sure that is; packs must say it of every source.
  package var confidence: Confidence

  package init(
    document: String, issuer: String? = nil, number: String? = nil, date: String? = nil, clause: String? = nil,
    seen: String? = nil, confidence: Confidence
  ) {
    self.document = document
    self.issuer = issuer
    self.number = number
    self.date = date
    self.clause = clause
    self.seen = seen
    self.confidence = confidence
  }
}
