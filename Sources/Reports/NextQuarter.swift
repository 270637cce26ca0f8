// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import CensusStore
import Findings
import Indicators
import Pipeline
import Policy
import Results

/// What falls due in the quarter that begins: who counts on the next census day and does not yet on this one,
/// attestations and waivers that lapse, explanations that are owed.
struct NextQuarter {
  struct Item {
    /// Measure of the pack, or `attestations`, `waivers`, `explanations`.
    var kind: String
    var node: Int
    /// What it is about: the organisation, the person as a mask, the task.
    var subject: String
    /// The day, where one is known.
    var day: String
    var place: String
  }

  static let attestations = "attestations"
  static let waivers = "waivers"
  static let explanations = "explanations"

  /// The last day of the quarter that begins.
  let until: CalendarDay
  /// In order of kind, then of unit.
  let items: [Item]
  let kinds: [String]

  init(run: ReportRun, assessor: Assessor, calculator: IndicatorCalculator, unit: Int) throws {
    let census = run.census
    let pack = census.context.pack
    until = census.period.next.censusDay
    let tree = calculator.tree
    guard run.outputs.contains(.html) else { (items, kinds) = ([], []); return }
    kinds = pack.nextQuarter + [NextQuarter.attestations, NextQuarter.waivers, NextQuarter.explanations]
    var items: [Item] = []
    for id in pack.nextQuarter {
      items += try NextQuarter.rows(of: id, census, nodes: tree.subtree(of: unit), until: until, tree)
    }
    items += NextQuarter.lapsing(census, assessor, tree, unit: unit, until: until, try census.attestations())
    // A report that depends on its period alone does not know what older ones held.
    if run.looksBack { items += try NextQuarter.owed(census, tree, unit) }
    self.items = items
  }

  func items(of kind: String, below node: Int, in tree: OrganisationTree) -> [Item] {
    let nodes = tree.subtree(of: node)
    return items.filter { $0.kind == kind && nodes.contains($0.node) }
  }

  /// Rows that count on the next census day and not on this one.
  private static func rows(
    of id: String, _ census: PeriodCensus, nodes: ClosedRange<Int>, until: CalendarDay, _ tree: OrganisationTree
  ) throws -> [Item] {
    let (now, later) = (try census.queries(), try census.context.pack.queries(on: until))
    guard let first = now.first(where: { $0.id == id }), let second = later.first(where: { $0.id == id }) else {
      return []
    }
    struct Key: Hashable {
      var file: String
      var sheet: String
      var row: Int
    }
    var counting: Set<Key> = []
    try census.database.evidence(first, among: now, nodes: nodes, columns: []) {
      counting.insert(Key(file: $0.file, sheet: $0.sheet, row: $0.row))
    }
    let names = ["name", "full_name"].filter { name in census.schemas[first.kind].columns.contains { $0.name == name } }
    var items: [Item] = []
    try census.database.evidence(second, among: later, nodes: nodes, columns: names, on: until) { row in
      guard !counting.contains(Key(file: row.file, sheet: row.sheet, row: row.row)) else { return }
      let subject: String = if case .text(let text)? = row.values.first { text } else { tree.nodes[row.node].name }
      items.append(
        Item(
          kind: id, node: row.node, subject: subject, day: "", place: "\(row.file) ▸ \(row.sheet) ▸ \(row.row)"))
    }
    return items
  }

  private static func lapsing(
    _ census: PeriodCensus, _ assessor: Assessor, _ tree: OrganisationTree, unit: Int, until: CalendarDay,
    _ attestations: [Attestation]
  ) -> [Item] {
    let pack = census.context.pack
    let day = census.period.censusDay
    let nodes = tree.subtree(of: unit)
    func title(_ task: String) -> String { pack.task(named: task)?.title[census.context.language] ?? task }
    let papers = attestations.compactMap { row -> Item? in
      guard nodes.contains(row.node), let rule = pack.assessment.attestation, rule.standing(of: row, on: day) == .valid,
        let last = rule.lastDay(of: row), last >= day, last < until
      else { return nil }
      return Item(
        kind: NextQuarter.attestations, node: row.node, subject: title(row.task), day: last.description,
        place: "\(row.file) ▸ \(row.sheet) ▸ \(row.row)")
    }
    let waivers = assessor.waivers.waivers(within: unit).compactMap { judged -> Item? in
      guard judged.standing == .inForce, let node = judged.node, judged.waiver.until < until else { return nil }
      return Item(
        kind: NextQuarter.waivers, node: nodes.contains(node) ? node : unit, subject: title(judged.waiver.task),
        day: judged.waiver.until.description, place: judged.waiver.approver)
    }
    return papers + waivers
  }

  private static func owed(_ census: PeriodCensus, _ tree: OrganisationTree, _ unit: Int) throws -> [Item] {
    let nodes = tree.subtree(of: unit)
    let codes = Dictionary(nodes.map { (tree.nodes[$0].code, $0) }) { first, _ in first }
    return try ExplanationsRun(census: census).items().compactMap { item in
      guard item.given == nil, let node = codes[item.unit] else { return nil }
      let measure = census.context.pack.measure(item.duty.measure)?.title[census.context.language] ?? item.duty.measure
      return Item(
        kind: NextQuarter.explanations, node: node,
        subject: "\(measure) \(item.before) → \(item.after)", day: "", place: item.against.description)
    }
  }
}
