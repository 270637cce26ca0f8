// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import CensusStore
import Findings
import Foundation
import Indicators
import Pipeline
import Policy
import Results

/// `--outputs oscal`: task list, what units owe, plan, results and what is left to do, in NIST's forms for other systems.
///
/// Nothing of a person stands in them, and no time of any clock: they are of the census day, or of the seal.
struct OSCALReport {
  /// The folder of a report that holds them.
  static let folder = "oscal"

  let pack: PolicyPack
  let names: OSCALNames
  let context: CommandContext
  let period: Period
  let tree: OrganisationTree
  /// The unit of the report, then those right below it.
  let units: [Int]
  let assessor: Assessor
  private let day: String
  private let sealed: String?
  private let programVersion: String

  init(run: ReportRun, unit: Int, figures: ReportRun.Figures) throws {
    let census = run.census
    (context, pack, period) = (census.context, census.context.pack, census.period)
    (tree, assessor) = (figures.assess.calculator.tree, figures.assess.assessor)
    units = [unit] + tree.children(of: unit)
    programVersion = run.programVersion
    // The census is taken at the end of its day; China keeps one time.
    day = "\(period.censusDay)T23:59:59+08:00"
    sealed = try census.database.seal().map { $0.at }
    names = OSCALNames(
      scope: [
        try census.database.snapshotHash, pack.hash, run.programVersion, context.language.rawValue,
        tree.nodes[unit].code,
      ])
  }

  /// The documents in the order in which they refer to each other; without anything left to do there is no list of it.
  func files() -> [ReportFile] {
    let results = units.map { unit in OSCALUnitResults(report: self, unit: unit) }
    let documents = [
      (OSCALReport.catalog, OSCALCatalog(report: self).json),
      (OSCALReport.profile, OSCALProfile(report: self).json),
      (OSCALReport.plan, OSCALPlan(report: self, results: results).json),
      (OSCALReport.results, OSCALResults(report: self, results: results).json),
    ]
    let actions = OSCALActions(report: self, results: results).json.map { [(OSCALReport.actions, $0)] } ?? []
    return (documents + actions).map { name, text in ReportFile(name: "\(OSCALReport.folder)/\(file(name))", text: text)
    }
  }

  static let catalog = "catalog.json"
  static let profile = "profile.json"
  static let plan = "assessment-plan.json"
  static let results = "assessment-results.json"
  static let actions = "poam.json"

  /// The file as it is called in the report's language.
  func file(_ name: String) -> String { context.language.fileName(name) }

  // MARK: What all documents share

  /// When figures were taken, RFC 3339.
  var collected: String { day }

  func text(_ key: String, _ facts: [String: String] = [:]) -> String { context.text("oscal.\(key)", facts) }

  /// - Parameter withUnits: whether the units are named as parties.
  func metadata(_ title: String, withUnits: Bool = false) -> OSCALNode {
    .object([
      ("title", .text(OSCALNames.line(title))), ("published", sealed.map { .text($0) }),
      ("last-modified", .text(sealed ?? day)), ("version", .text(pack.version.isEmpty ? "1" : pack.version)),
      ("oscal-version", .text(OSCALNames.version)),
      (
        "props",
        OSCALNames.properties([
          ("pack", "\(pack.id) \(pack.version)"), ("pack-sha256", pack.hash), ("program", programVersion),
          ("period", period.description), ("language", context.language.rawValue),
        ])
      ),
      ("parties", .list(withUnits ? units.map(party) : [])),
    ])
  }

  func party(_ unit: Int) -> String { names.uuid("party", tree.nodes[unit].code) }

  private func party(_ unit: Int) -> OSCALNode {
    .object([
      ("uuid", .text(party(unit))), ("type", "organization"), ("name", .text(OSCALNames.line(tree.nodes[unit].name))),
      ("props", OSCALNames.properties([("organisation-id", tree.nodes[unit].code)])),
    ])
  }

  /// Tasks that a unit owes.
  func tasks(owedBy unit: Int) -> [ReformTask] {
    pack.tasks.filter { $0.duty.applies(to: tree.nodes[unit], under: pack.assessment) }
  }

  /// Tasks as selected controls; all of them where there is none to choose.
  func selection(_ tasks: [ReformTask]) -> OSCALNode {
    .object([
      (
        "include-controls",
        .list(tasks.map { .object([("control-id", .text(OSCALNames.control($0.id)))]) })
      )
    ])
  }
}
