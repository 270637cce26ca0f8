// SPDX-License-Identifier: Apache-2.0

import Basics
package import CensusModel

/// 变动说明: a measure whose fall must be explained in writing before a period can be sealed.
package struct ExplanationDuty: Sendable, Hashable {
  /// The period it is held against.
  package enum Baseline: String, Sendable, Hashable, CaseIterable {
    /// The quarter before.
    case previous
    /// The same quarter of the year before.
    case year
  }

  /// ID by which a written explanation names it: `members-fall`.
  package var id: String
  /// ID of the measure whose fall is asked about.
  package var measure: String
  /// The earlier periods it is held against; a fall against any of them must be explained.
  package var against: [Baseline]
  /// Levels below the root whose units owe the explanation; 1 is the root with its direct children.
  package var depth: Int
  /// A fall by more than this many …
  package var beyondCount: Int
  /// … and by more than this share of the former figure, in hundredths of a percent, must be explained.
  package var beyondHundredths: Int
  /// The document that asks for the explanation.
  package var source: SourceReference

  package init(
    id: String, measure: String, against: [Baseline], depth: Int, beyondCount: Int, beyondHundredths: Int,
    source: SourceReference
  ) {
    self.id = id
    self.measure = measure
    self.against = against
    self.depth = depth
    self.beyondCount = beyondCount
    self.beyondHundredths = beyondHundredths
    self.source = source
  }

  /// Whether a measure that went from `before` to `after` must be explained.
  package func isOwed(before: Int64, after: Int64) -> Bool {
    let fall = before - after
    return fall > Int64(beyondCount) && fall * 10_000 > before * Int64(beyondHundredths)
  }
}

extension ExplanationDuty {
  /// `duties/*.yaml`
  init(_ root: PackNode) throws {
    let fields = try root.fields(["id", "measure", "against", "depth", "beyond", "source"])
    let beyond = try fields.required("beyond").fields(["count", "percent"])
    let percent = try beyond.required("percent").text()
    guard let hundredths = Percent.hundredths(reading: percent) else {
      throw root.failure("percent is a number with at most two places, “\(percent)” is none")
    }
    self.init(
      id: try fields.required("id").text(), measure: try fields.required("measure").text(),
      against: try fields.required("against").list().map { try $0.choice(Baseline.self) },
      depth: try fields.required("depth").integer(), beyondCount: try beyond.required("count").integer(),
      beyondHundredths: hundredths, source: try fields.required("source").source())
  }
}
