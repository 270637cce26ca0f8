// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Policy

/// Every figure of a period counted a second time, record by record in plain code: no query, no tally, no prefix sum, and
/// nothing of the code that counts the figures which are published.
///
/// What it takes from the store is what was read from cells, which text means which organisation, which of several rows of
/// one organisation counts, and for whom sheets speak. Who stands below whom, which row of a person counts, ages, what became
/// of graduates, conditions, sums, states and shares it works out by itself.
package struct Recount {
  /// Whose organisations are counted: all of a unit, or those of one 领域 or 学段.
  package enum Cut: Sendable, Hashable {
    case whole
    case sector(String)
    case stage(String)

    func holds(of unit: RecountedTree.Unit) -> Bool {
      switch self {
      case .whole: true
      case .sector(let code): unit.sector == code
      case .stage(let code): unit.stage == code
      }
    }
  }

  /// The organisations, by preorder number.
  package let tree: RecountedTree
  let pack: PolicyPack
  let counts: [String: MeasureCount]
  let reports: [RecordKind: KindReport]
  private let pass: RecordPass

  /// Walks through the records of every kind that an indicator counts.
  ///
  /// - Throws: where the records cannot be read.
  package init(_ source: some RecordSource, pack: PolicyPack, reporting: PeriodReporting) throws {
    let tree = try RecountedTree(source, variants: pack.settlement.variants)
    let queries = try pack.queries(on: source.period.censusDay, for: pack.indicatorMeasures)
    (self.tree, self.pack) = (tree, pack)
    pass = try RecordPass(source, tree: tree, pack: pack, queries: queries, coverage: reporting.coverage)
    counts = try pass.counts()
    reports = Dictionary(
      pack.vocabulary.schemas.kinds.compactMap { kind in
        KindReport(kind, tree, reporting, pack.reporting).map { (kind, $0) }
      }
    ) { first, _ in first }
  }

  /// Every indicator of every unit, of all its organisations or of some.
  package func figures(of cut: Cut) -> CutFigures { CutFigures(self, cut) }

  /// What one organisation alone counts for a measure; nil where the measure is none of an indicator's.
  package func ownCount(of measure: String, node: Int) -> Int64? { counts[measure]?.total(of: node) }

  /// Where the records stand that count for some measures.
  ///
  /// - Parameter wanted: by measure the organisations whose records are asked for.
  /// - Throws: where the records cannot be read.
  package func places(of wanted: [String: Set<Int>]) throws -> [String: [RecountedPlace]] {
    var places: [String: [RecountedPlace]] = [:]
    try pass.each(of: Set(wanted.keys), counts) { measure, node, record in
      guard wanted[measure]?.contains(node) == true, let sheet = pass.sheets[record.sheet] else { return }
      places[measure, default: []].append(
        RecountedPlace(node: node, file: sheet.file, sheet: sheet.name, row: record.row))
    }
    return places
  }

  /// Where organisations are described.
  ///
  /// - Throws: where the records cannot be read.
  package func places(ofOrganisations nodes: Set<Int>) throws -> [RecountedPlace] {
    try pass.places(ofOrganisations: nodes)
  }
}

/// Where a record stands that counts.
package struct RecountedPlace: Sendable, Hashable {
  /// Preorder number of the organisation it counts for.
  package var node: Int
  /// The file as it was named at import.
  package var file: String
  /// Name of the sheet.
  package var sheet: String
  /// Row in the sheet, from 1.
  package var row: Int

  package init(node: Int, file: String, sheet: String, row: Int) {
    (self.node, self.file, self.sheet, self.row) = (node, file, sheet, row)
  }
}
