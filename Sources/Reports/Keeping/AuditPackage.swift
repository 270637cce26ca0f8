// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
import Findings
import Foundation
package import Pipeline
import Policy
package import Results

/// `report --package`: a sealed period with a report in one file, to be proved where its workspace is not.
///
/// The report hangs on nothing but the sealed period, as the one that the seal vouches for: no baseline, no look back. So
/// whoever has the package can issue it again and hold every file against it.
package struct AuditPackage {
  /// How a report was issued; stands in the package as `report.json`.
  struct Terms: Codable {
    var unit: String
    var outputs: [String]
    var language: String
    var depth: Int?
  }

  /// Where the sealed period is, and the language of the report.
  package var context: CommandContext
  /// The quarter.
  package var period: Period
  /// The report's unit.
  package var unit: UnitSelection
  /// The kinds of files of the report.
  package var outputs: Set<ReportOutput>
  /// How many levels of units below have pages; nil for the usual ones.
  package var depth: Int?
  /// Version of the program, which the report names.
  package var programVersion: String

  package init(
    context: CommandContext, period: Period, unit: UnitSelection, outputs: Set<ReportOutput>, depth: Int?,
    programVersion: String
  ) {
    (self.context, self.period, self.unit, self.outputs) = (context, period, unit, outputs)
    (self.depth, self.programVersion) = (depth, programVersion)
  }

  /// Writes the package; the same sealed period, report and program give the same bytes.
  ///
  /// - Returns: the manifest, whose hash is to be noted elsewhere.
  /// - Throws: `WorkspaceError`: `period-missing`, `period-open`, `period-damaged`, `period-other-key`, `file-exists` …;
  ///   `PipelineError("unit-unknown")`.
  package func write(to target: String) throws -> Manifest {
    let census = try PeriodCensus(context: context, period: period)
    let tree = try census.database.organisationTree()
    let code = try unit.nodes(in: tree)[0]
    let terms = Terms(
      unit: tree.nodes[code].code, outputs: outputs.map(\.rawValue).sorted(), language: context.language.rawValue,
      depth: depth)
    let run = try AuditPackage.run(census, outputs, depth, programVersion)
    return try context.workspace().writeAuditPackage(period, to: KeepingRun.plain(target), program: programVersion) {
      folder in
      let target = ReportFolder(path: folder, progress: .silent)
      var names = [SealedPackage.reportPart]
      _ = try target.write([ReportFile(name: SealedPackage.reportPart, bytes: AuditPackage.bytes(of: terms))])
      try run.forEachFile(of: unit) { file in
        let name = SealedPackage.reportFolder + file.name
        _ = try target.stream(name, file.content)
        names.append(name)
      }
      return names
    }
  }

  private static func bytes(of terms: Terms) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return Array(try encoder.encode(terms)) + [0x0A]
  }

  private static func run(
    _ census: PeriodCensus, _ outputs: Set<ReportOutput>, _ depth: Int?, _ programVersion: String
  ) throws -> ReportRun {
    try ReportRun(
      census: census, baseline: nil, outputs: outputs, programVersion: programVersion, depth: depth, looksBack: false)
  }

  // MARK: Proof

  /// Issues the report of a package again and holds every file against what the manifest says.
  ///
  /// - Returns: whether all are the same, and which are not.
  static func check(
    _ package: SealedPackage, _ seal: Seal, _ database: PeriodDatabase, _ context: CommandContext
  ) throws -> (isSame: Bool, detail: String) {
    guard let bytes = try package.reportTerms(), let terms = try? JSONDecoder().decode(Terms.self, from: bytes),
      let language = Language(rawValue: terms.language)
    else { return (false, SealedPackage.reportPart) }
    var context = context.with(language: language)
    context.pack = try SealedPack.load(database.packFiles(), id: seal.packID)
    let outputs = Set(terms.outputs.compactMap(ReportOutput.init))
    let run = try run(
      PeriodCensus(context: context, database: database), outputs, terms.depth, package.manifest.program)
    var hashes: [String: String] = [:]
    try run.forEachFile(of: .named(terms.unit)) { hashes[$0.name] = try $0.sha256() }
    let given = package.reportHashes
    let differing = Set(hashes.keys).union(given.keys).filter { hashes[$0] != given[$0] }.sorted()
    return (differing.isEmpty, differing.joined(separator: ", "))
  }
}
