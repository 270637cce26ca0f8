// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore
package import Comparison
import Conditions
package import Findings
import Indicators
import Policy
package import Results

/// `compare`: two periods of a workspace held against each other.
package struct CompareRun {
  /// The earlier period.
  package private(set) var before: PeriodCensus
  /// The later period, whose pack is the one that the comparison is told by.
  package private(set) var after: PeriodCensus
  /// The figures of both, and what moved them.
  package let comparison: PeriodComparison
  /// How many people stayed and what changed of them, by kind of record.
  package let people: [RecordKind: PeopleChanges]
  /// What the office says became of organisations between the two; empty where no file speaks of them.
  package let mapping: UnitMapping
  /// Persons known by a fallback: earlier identity → later identity.
  package let aliases: [Pseudonym: Pseudonym]
  /// The rows behind the movements, where they are kept.
  let archives: [RecordKind: MovementArchive]
  /// Who left the stocks whose members hold other records.
  let departures: [RecordKind: Departures]
  /// What became of every finding, where rows are kept.
  package private(set) var followed: FollowedFindings?

  /// Reads both periods: tallies, then one pass in order of identity over each kind that has measures.
  ///
  /// - Parameters:
  ///   - mapping: a mapping file; nil takes `unit-mapping.yaml` of the workspace, where there is one.
  ///   - keepsRows: for those who ask for the rows of many measures or units: the periods are not read again for them.
  /// - Throws: `WorkspaceError`; `PipelineError("periods-order")` unless `earlier` comes first;
  ///   `PipelineError("periods-other-key")` where people of one are not to be found in the other;
  ///   `PipelineError("mapping-unreadable")`, `PipelineError("mapping-unknown")`; `PackError` for the file's errors.
  package init(
    context: CommandContext, from earlier: Period, to later: Period, mapping: String? = nil, keepsRows: Bool = false
  )
    throws
  {
    guard earlier < later else {
      throw PipelineError("periods-order", facts: ["from": earlier.description, "to": later.description])
    }
    let entries = try UnitMappingFile.of(context, named: mapping).between(earlier, later)
    before = try PeriodCensus(context: context, period: earlier)
    after = try PeriodCensus(context: context, period: later)
    guard try context.workspace().sharePseudonyms(before.database, after.database) else {
      throw PipelineError("periods-other-key", facts: ["from": earlier.description, "to": later.description])
    }
    let trees = (try before.database.organisationTree(), try after.database.organisationTree())
    // What the workspace's file says of other quarters is no fault of this comparison.
    let file = mapping == nil ? entries.withoutUndatedStrangers(before: trees.0.codes, after: trees.1.codes) : entries
    self.mapping = file
    try CompareRun.check(file, trees.0, trees.1)
    let pairing = UnitPairing(before: trees.0, after: trees.1, mapping: file)
    var tallies: (before: [Tally], after: [Tally]) = ([], [])
    var ledgers: [RecordKind: MovementLedger] = [:]
    var people: [RecordKind: PeopleChanges] = [:]
    var aliases: [Pseudonym: Pseudonym] = [:]
    var archives: [RecordKind: MovementArchive] = [:]
    var reading = MovementReading(before: before, after: after, pairing: pairing)
    for kind in MovementReading.kinds(of: context.pack) {
      let holds = context.pack.comparison.stocks.values.contains { $0.heldBy == kind }
      var departures = Departures()
      var archive = MovementArchive()
      let result = try reading.read(kind) { movement in
        if let identity = movement.identity, let later = movement.laterIdentity { aliases[identity] = later }
        if keepsRows { archive.add(movement) }
        if holds { departures.note(movement) }
      }
      if holds { reading.departures[kind] = departures }
      if keepsRows { archives[kind] = archive }
      ledgers[kind] = result.ledger
      people[kind] = result.people
      tallies.before += result.talliesBefore
      tallies.after += result.talliesAfter
    }
    // What was counted on the way is let go as soon as it is in the figures of its period.
    let (figuresBefore, figuresAfter) = try concurrently { [before] in
      try before.figures(counted: tallies.before)
    } _: { [after] in
      try after.figures(counted: tallies.after)
    }
    tallies = ([], [])
    comparison = PeriodComparison(before: figuresBefore, after: figuresAfter, pairing: pairing, ledgers: ledgers)
    self.people = people
    self.aliases = aliases
    departures = reading.departures
    self.archives = archives
    if keepsRows { followed = try followFindings() }
  }

  /// The comparison that stands beside a report: nil without a baseline that comes first and has organisations.
  ///
  /// - Throws: what `init(context:from:to:mapping:keepsRows:)` throws.
  package init?(of census: PeriodCensus, with baseline: Period?) throws {
    guard let baseline, baseline < census.period, try !census.database.organisationTree().nodes.isEmpty,
      try !PeriodCensus(context: census.context, period: baseline).database.organisationTree().nodes.isEmpty
    else { return nil }
    try self.init(context: census.context, from: baseline, to: census.period, keepsRows: true)
  }

  /// With the same quarter of the year before; nil where the workspace does not hold it, or it is the baseline anyway.
  ///
  /// - Throws: what `init(context:from:to:mapping:keepsRows:)` throws.
  package static func yearBefore(of census: PeriodCensus, besides baseline: Period?) throws -> CompareRun? {
    let period = census.period.sameQuarterOfYearBefore
    guard period != baseline, try census.context.workspace().periodsOfOwnKey.contains(period),
      try !census.database.organisationTree().nodes.isEmpty,
      try !PeriodCensus(context: census.context, period: period).database.organisationTree().nodes.isEmpty
    else { return nil }
    return try CompareRun(context: census.context, from: period, to: census.period)
  }

  /// The same comparison in other words; no record is read again.
  ///
  /// Findings are, because their facts hold words.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func spelled(in language: Language) throws -> CompareRun {
    var run = self
    run.before = PeriodCensus(context: before.context.with(language: language), database: before.database)
    run.after = PeriodCensus(context: after.context.with(language: language), database: after.database)
    if followed != nil, language != context.language { run.followed = try run.followFindings() }
    return run
  }

  private static func check(_ mapping: UnitMapping, _ before: OrganisationTree, _ after: OrganisationTree) throws {
    guard !before.nodes.isEmpty, !after.nodes.isEmpty else { throw PipelineError("tree-empty") }
    let unknown = mapping.unknownCodes(before: before.codes, after: after.codes)
    guard unknown.isEmpty else {
      throw PipelineError("mapping-unknown", facts: ["value": unknown.joined(separator: "、")])
    }
  }

  /// The context of the later period.
  package var context: CommandContext { after.context }
  /// Which organisation became which.
  package var pairing: UnitPairing { comparison.pairing }

  /// Unit numbers of a selection; a unit that was closed is found by its earlier name.
  ///
  /// - Throws: `PipelineError("unit-unknown")`.
  package func units(_ selection: UnitSelection) throws -> [Int] {
    switch selection {
    case .root: return [0]
    case .all: return Array(0..<pairing.unitCount)
    case .children: return try selection.nodes(in: pairing.after)
    case .named(let name):
      if let unit = pairing.unit(named: name) { return [unit] }
      return try selection.nodes(in: pairing.after)
    }
  }
}

extension OrganisationTree {
  /// IDs of all organisations of the tree.
  package var codes: Set<String> { Set(nodes.map(\.code)) }
}

extension UnitMappingFile {
  /// The file named, else that of the workspace, else nothing.
  ///
  /// - Throws: `ComparisonError` where the file cannot be read.
  package static func of(_ context: CommandContext, named path: String?) throws -> UnitMapping {
    if let path {
      guard let mapping = try read(path) else { throw PipelineError("mapping-unreadable", facts: ["path": path]) }
      return mapping
    }
    return try read(context.workspaceDirectory + "/" + fileName) ?? .none
  }
}

extension PeriodCensus {
  /// What a comparison needs of the period.
  ///
  /// - Parameter tallies: those that were counted while the records were read.
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func figures(counted tallies: [Tally] = []) throws -> PeriodFigures {
    let queries = try queries()
    let kinds = schemas.kinds.filter { $0 != .organisation }
    return PeriodFigures(
      period: period, pack: context.pack, tree: try database.organisationTree(), queries: queries,
      tallies: try database.tallies(queries, counted: tallies), rowCounts: try database.rowCounts(of: kinds),
      kinds: try database.sheetKinds(), sources: try database.youthSources(), reporting: try reporting())
  }
}

/// Reads the movements of one kind from two periods.
struct MovementReading {
  let before: PeriodCensus
  let after: PeriodCensus
  let pairing: UnitPairing
  /// Filled as the stocks are read; needed for those that these hold.
  var departures: [RecordKind: Departures] = [:]

  /// Kinds whose records are followed, holders first: those with measures, and members always. Organisations are followed by
  /// their tallies, reported figures by their tree.
  static func kinds(of pack: PolicyPack) -> [RecordKind] {
    let measured = Set(pack.measures.filter { !$0.isReported }.map(\.kind)).union([.member])
    let kinds = pack.vocabulary.schemas.kinds.filter { measured.contains($0) && $0 != .organisation }
    let isHeld = { (kind: RecordKind) in pack.comparison.stocks[kind]?.heldBy != nil }
    return kinds.filter { !isHeld($0) } + kinds.filter(isHeld)
  }

  struct Result {
    var ledger: MovementLedger
    var people: PeopleChanges
    /// Counted on the way; empty where the tallies have to be asked for.
    var talliesBefore: [Tally] = []
    var talliesAfter: [Tally] = []
  }

  func read(_ kind: RecordKind, observe: @escaping (RowMovement) -> Void) throws -> Result {
    let questions = try ComparisonQuestions(
      kind: kind, pack: after.context.pack, from: before.period, to: after.period)
    // Columns are told by their place: both periods are asked by the pack of the later one, however the earlier was sealed.
    before.database.expected = after.schemas
    let layout = questions.layout
    // What one of the periods was written without, nobody changed.
    let compared = questions.comparedColumns.filter {
      before.database.has($0, of: kind) && after.database.has($0, of: kind)
    }
    let counts = (
      MeasureCounts(layout, nodeCount: pairing.before.nodes.count),
      MeasureCounts(layout, nodeCount: pairing.after.nodes.count)
    )
    let (old, new) = try concurrently {
      try MovementReading.rows(of: kind, questions.beforeQueries, compared, in: before.database)
    } _: {
      try MovementReading.rows(of: kind, questions.afterQueries, compared, in: after.database)
    }
    let merge = try IdentityMerge(
      before: CountingCursor(old, into: counts.0), after: CountingCursor(new, into: counts.1),
      transfers: kind == .member ? transfers() : IdentityRows([]))
    let columns = (
      before: try before.database.columns(of: kind, compared: compared),
      after: try after.database.columns(of: kind, compared: compared)
    )
    var classifier = MovementClassifier(
      questions: questions, pairing: pairing, columns: columns, reasons: reasons(of: kind), observe: observe)
    let (ledger, people) = try classifier.run(merge)
    var result = Result(ledger: ledger, people: people)
    // Figures that hold for a sector, and sums, are counted by the database.
    guard layout.ofSums.isEmpty, questions.schema.namesPersons else { return result }
    result.talliesAfter = counts.1.tallies(hasRecords: try after.database.hasRecords(of: kind))
    // The former period may have been sealed with other definitions.
    let packs = (before.context.pack, after.context.pack)
    if packs.0.hash == packs.1.hash, packs.0.overlays == packs.1.overlays {
      result.talliesBefore = counts.0.tallies(hasRecords: try before.database.hasRecords(of: kind))
    }
    return result
  }

  /// The first part of them is in memory.
  private static func rows(
    of kind: RecordKind, _ queries: [MeasureQuery], _ compared: Set<String>, in database: PeriodDatabase
  ) throws -> any IdentityCursor {
    var rows = try database.identities(of: kind, queries, compared: compared)
    try rows.prepare()
    return rows
  }

  private func reasons(of kind: RecordKind) -> EndingReasons? {
    guard let stock = after.context.pack.comparison.stocks[kind] else { return nil }
    guard stock.heldBy != nil || !stock.endingLists.isEmpty || stock.endsWithOrganisation else { return nil }
    return EndingReasons(
      stock, departures: stock.heldBy.flatMap { departures[$0] } ?? Departures(), pairing: pairing,
      listed: after.database.persons)
  }

  /// Transfers of the later period that took place after the earlier census day.
  private func transfers() throws -> any IdentityCursor {
    let completed = try ExpressionParser.parse(after.context.pack.comparison.transferCompleted)
    func day(orElse other: Int64) -> Expression { .first([.column("completed"), .column("applied"), .integer(other)]) }
    let censusDay = Expression.integer(Int64(before.period.censusDay.rawValue))
    let condition = Expression.binary(
      .and, completed, .binary(.greater, day(orElse: Int64(Int32.max)), censusDay))
    let took = MeasureQuery(id: "?took-place", kind: .transfer, condition: condition, amount: .rows)
    let to = MeasureQuery(
      id: "?to", kind: .transfer, condition: condition,
      amount: .sum(of: .binary(.plus, .column("to_organisation_node"), .integer(1))))
    let when = MeasureQuery(
      id: "?day", kind: .transfer, condition: condition, amount: .sum(of: day(orElse: 0)))
    return try after.database.identities(of: .transfer, [took, to, when], compared: [])
  }
}
