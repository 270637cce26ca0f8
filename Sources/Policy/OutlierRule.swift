// SPDX-License-Identifier: Apache-2.0

import Basics
package import Findings

/// From when on the change of a unit's figure against its own last quarter wants a second look: `outliers/*.yaml`.
///
/// A working limit of the pack: it blames nobody and is no threshold of any document.
package struct OutlierRule: Sendable, Hashable {
  /// ID of the rule in findings.
  package var id: String
  /// ID of the measure that is watched.
  package var measure: String
  /// The figure is at least this many times the former one, or at most that part of it, in hundredths.
  package var factorHundredths: Int
  /// … and changed by at least so much.
  package var floor: Int
  /// Levels below the root whose units are asked beside those that hand in; 1 is the root with its direct children.
  package var depth: Int
  /// Where the limit comes from.
  package var derivation: LocalizedText

  package init(id: String, measure: String, factorHundredths: Int, floor: Int, depth: Int, derivation: LocalizedText) {
    self.id = id
    self.measure = measure
    self.factorHundredths = factorHundredths
    self.floor = floor
    self.depth = depth
    self.derivation = derivation
  }

  /// Whether a figure that went from `before` to `after` wants a second look; what came from nothing or went to nothing is
  /// told as missing elsewhere.
  package func isMet(before: Int64, after: Int64) -> Bool {
    guard before > 0, after > 0, abs(after - before) >= Int64(floor) else { return false }
    return max(before, after) * 100 >= min(before, after) * Int64(factorHundredths)
  }
}

extension OutlierRule {
  init(_ root: PackNode) throws {
    let fields = try root.fields(["id", "measure", "factor", "floor", "depth", "derived"])
    let factor = try fields.required("factor").text()
    guard let hundredths = Percent.hundredths(reading: factor), hundredths > 100 else {
      throw root.failure("factor is a number above 1 with at most two places, “\(factor)” is none")
    }
    self.init(
      id: try fields.required("id").text(), measure: try fields.required("measure").text(),
      factorHundredths: hundredths, floor: try fields.required("floor").integer(),
      depth: try fields.required("depth").integer(),
      derivation: try fields.required("derived").localized())
  }
}
