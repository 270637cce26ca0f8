// SPDX-License-Identifier: Apache-2.0

package import Findings

/// Findings of one code that say the same of the same column of a sheet: one cause, told once with all its rows.
package struct FindingCause: Sendable {
  package var first: RenderedFinding
  package private(set) var places: [Place]
  /// How many times it was seen.
  package private(set) var count: Int

  private init(_ finding: RenderedFinding) {
    first = finding
    places = finding.finding.place.map { [$0] } ?? []
    count = finding.finding.count
  }

  private struct Key: Hashable {
    var message: String
    var file: String?
    var sheet: String?
    var column: Int?
  }

  /// The causes behind findings of one code: what was seen most often first, equal ones in the order of the findings.
  package static func causes(of findings: [RenderedFinding]) -> [FindingCause] {
    var causes: [FindingCause] = []
    var known: [Key: Int] = [:]
    for finding in findings {
      let place = finding.finding.place
      let key = Key(message: finding.message, file: place?.file, sheet: place?.sheet, column: place?.column)
      if let index = known[key] {
        causes[index].add(finding)
      } else {
        known[key] = causes.count
        causes.append(FindingCause(finding))
      }
    }
    return causes.enumerated().sorted { left, right in
      left.element.count == right.element.count
        ? left.offset < right.offset : left.element.count > right.element.count
    }.map(\.element)
  }

  private mutating func add(_ finding: RenderedFinding) {
    if let place = finding.finding.place { places.append(place) }
    count += finding.finding.count
  }

  /// "file ▸ sheet ▸ rows 2–19  what was seen"
  package func line(of desk: Desk) -> String {
    let place = desk.spelled(places)
    return place.isEmpty ? first.message : place + "  " + first.message
  }
}
