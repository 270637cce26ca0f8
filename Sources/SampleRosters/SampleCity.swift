// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Foundation

/// A seeded, realistic city of rosters: the same plan writes the same bytes.
package struct SampleCity {
  /// What a city is made by; equal plans make equal bytes.
  package struct Plan: Sendable {
    /// Members of the first period; up to a million, beyond which member numbers of a year would run out.
    package var members: Int
    /// Whatever is left to chance follows from it.
    package var seed: UInt64
    /// The quarters, in order: members enter, leave and move from one to the next.
    package var periods: [Period]
    /// Rows in a file of members, as the real system exports them page by page.
    package var pageRows: Int
    /// Share of member rows (0 to 1) that get one planted problem each.
    package var defects: Double
    /// The format of every workbook.
    package var format: SampleFormat
    /// Whether organisations are renamed, merged, moved and lost, beside the school year that every city has.
    package var hasStories: Bool

    package init(
      members: Int, seed: UInt64, periods: [Period], pageRows: Int = 500, defects: Double = 0,
      format: SampleFormat = .xml, hasStories: Bool = false
    ) {
      self.members = members
      self.seed = seed
      self.periods = periods
      self.pageRows = max(1, pageRows)
      self.defects = defects
      self.format = format
      self.hasStories = hasStories
    }
  }

  /// Members at most, as member numbers of a year have room for no more.
  package static let largest = 1_000_000

  let plan: Plan
  /// Every organisation there ever is, as it stood in the beginning.
  let organisations: [Organisation]
  let stories: CityStories?

  /// Code and full name of every organisation there ever is.
  package var organisationNames: [(code: String, name: String)] { organisations.map { ($0.code, $0.name) } }

  /// Draws up every organisation that the plan's quarters need; nothing is written yet.
  package init(_ plan: Plan) {
    self.plan = plan
    var organisations = CityBuilder(plan: plan).organisations
    stories = plan.hasStories ? CityStories(&organisations) : nil
    self.organisations = organisations
  }

  /// Writes a folder for each period, with `ground-truth.json` in it when problems were planted, and `unit-mapping.yaml`
  /// beside the folders when there are stories. Linear in members; memory is that of the largest county.
  ///
  /// - Returns: the planted problems by period, in order of file and row; files are named `<period>/<file>` as an import of
  ///   that folder names them.
  /// - Throws: what the files throw that cannot be written.
  @discardableResult
  package func write(to directory: String) throws -> [Period: [PlantedDefect]] {
    var planted: [Period: [PlantedDefect]] = [:]
    for (index, period) in plan.periods.enumerated() {
      var writer = PeriodWriter(city: self, index: index, folder: "\(directory)/\(period)")
      try writer.write()
      planted[period] = writer.planted
      if plan.defects > 0 { try GroundTruth.write(writer.planted, to: "\(directory)/\(period)/ground-truth.json") }
    }
    if let stories {
      try Data(stories.mapping(organisations).utf8).write(to: URL(fileURLWithPath: directory + "/unit-mapping.yaml"))
    }
    return planted
  }
}

/// The file that says what was planted.
enum GroundTruth {
  static func write(_ planted: [PlantedDefect], to path: String) throws {
    let counts = Dictionary(grouping: planted, by: \.defect.rawValue).mapValues(\.count).sorted { $0.key < $1.key }
    var text = "{\n  \"counts\": {" + counts.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ") + "},\n"
    text += "  \"planted\": [\n"
    text += planted.map { entry in
      let column = entry.column.map { ", \"column\": \"\(letters($0))\", \"heading\": \"\(entry.heading ?? "")\"" }
      return "    {\"code\": \"\(entry.defect.rawValue)\", \"file\": \"\(entry.file)\", \"sheet\": \"\(entry.sheet)\", "
        + "\"row\": \(entry.row)\(column ?? "")}"
    }.joined(separator: ",\n")
    try Data((text + "\n  ]\n}\n").utf8).write(to: URL(fileURLWithPath: path))
  }

  private static func letters(_ column: Int) -> String { String(UnicodeScalar(UInt8(64 + column))) }
}

/// What the repository's `Samples` folder holds: written by `sample --stories`, read by the demo and the tests.
package enum SampleStories {
  /// The seed of the stories' cities, so that `Samples` is the same wherever it is made.
  package static let seed: UInt64 = 20_190_522

  /// As many as make a city in which every unit tells something, and still fit a repository.
  package static let members = 3_400

  /// Folder below `Samples`, and the plan that fills it.
  package static let all = plans(members: members)

  /// The same stories in a city of another size.
  package static func plans(members: Int) -> [(folder: String, plan: SampleCity.Plan)] {
    let quarters = [CityQuarter.spring, CityStories.second, CityStories.third]
    return [
      ("", SampleCity.Plan(members: members, seed: seed, periods: quarters, hasStories: true)),
      ("dirty", SampleCity.Plan(members: 480, seed: seed + 1, periods: [quarters[1]], defects: 0.2)),
    ]
  }
}
