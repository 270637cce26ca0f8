// SPDX-License-Identifier: Apache-2.0

package import CensusStore

/// What the audit trail says of a second count of a period's figures; it holds only for figures that are still the same.
package struct RecountRecord: Sendable, Hashable {
  /// The action of its entry in the audit trail.
  package static let action = "recount"

  /// The number of its entry in the audit trail.
  package var entry = 0
  /// How many figures agreed, those of parts of units among them.
  package var figures: Int
  /// Of how many units.
  package var units: Int
  /// SHA-256 (hex) of the content that was counted.
  package var content: String
  /// SHA-256 (hex) of the pack.
  package var pack: String
  /// SHA-256 (hex) over the figures themselves.
  package var values: String

  /// What is to be noted; its entry gives it a number.
  package init(figures: Int, units: Int, content: String, pack: String, values: String) {
    (self.figures, self.units, self.content, self.pack, self.values) = (figures, units, content, pack, values)
  }

  /// As the entry spells it.
  package var detail: String { "figures \(figures) units \(units) content \(content) pack \(pack) values \(values)" }

  /// Nil for an entry that tells of something else.
  package init?(_ entry: AuditEntry) {
    let words = entry.detail.split(separator: " ").map(String.init)
    guard entry.action == RecountRecord.action, words.count == 10, let figures = Int(words[1]),
      let units = Int(words[3])
    else { return nil }
    self.init(figures: figures, units: units, content: words[5], pack: words[7], values: words[9])
    self.entry = entry.number
  }

  /// `{"entry", "figures", "units"}`
  package var json: String {
    JSONWriter.object([("entry", String(entry)), ("figures", String(figures)), ("units", String(units))])
  }
}
