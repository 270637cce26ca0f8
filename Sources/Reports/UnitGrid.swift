// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import Indicators
import Intake
import Pipeline
import Policy
import ReportModel
import ReportWriting
import Results

/// Units as rows: how they stand, how they changed, the figures that lead, their findings; the worst first.
struct UnitGrid {
  /// More units than these would not fit on a page.
  static let shownRows = 1_000
  /// From so many on, rows hold their figures only.
  private static let denseFrom = 150

  let site: ReportSite
  let rows: [Int]
  /// The unit whose children stand on the first level.
  let node: Int

  private var voice: ReportVoice { site.voice }
  private var isDense: Bool { rows.count >= UnitGrid.denseFrom }

  /// What a row tells of how its unit is judged; no more of it is kept.
  private struct Judged {
    var coverage: TaskCoverage
    var notMet: Int
    var moved: (up: Int, down: Int)?
    /// By indicator.
    var verdicts: [String: Verdict]

    init(_ standing: UnitStanding, _ indicators: [Indicator]) {
      coverage = standing.coverage
      notMet = standing.count(.notMet)
      moved = standing.former == nil ? nil : (standing.newlyMet.count, standing.newlyUnmet.count)
      let known = indicators.compactMap { indicator in
        standing.check(of: indicator.id).map { (indicator.id, $0.verdict) }
      }
      verdicts = Dictionary(known.filter { [.met, .partlyMet, .notMet].contains($0.1) }) { first, _ in first }
    }
  }

  private typealias Entry = (node: Int, judged: Judged?)

  var grid: Grid {
    let indicators = site.pack.overview.columns.compactMap(site.pack.indicator)
    let entries = rows.map { node -> Entry in
      let standing = site.standings[node].flatMap { $0.coverage.owed > 0 ? $0 : nil }
      return (node, standing.map { Judged($0, indicators) })
    }
    let ranks = ranks(entries)
    let shown = ordered(entries).prefix(UnitGrid.shownRows)
    let overview = site.pack.overview
    let columns =
      [
        Grid.Column(title: voice.text("unit")), .init(title: voice.text("grid.standing"), isNumber: true),
        .init(title: voice.text("grid.rank"), isNumber: true),
        .init(title: voice.text("grid.verdicts"), isNumber: true),
        .init(title: voice.measure(overview.members), isNumber: true),
        .init(title: voice.measure(overview.branches), isNumber: true),
      ] + indicators.map { .init(title: voice.title($0), isNumber: true, link: site.plan.indicator($0.id)) } + [
        .init(title: voice.text("grid.findings"), isNumber: true)
      ]
    let grid = Grid(
      caption: voice.text("grid.units", ["unit": site.label(node)]), columns: columns,
      rows: shown.map { row($0, rank: ranks[$0.node], indicators) }, isSortable: true)
    return grid.withoutEmptyColumns
  }

  /// Ranks of the units of the first level by what they met of what they owe.
  private func ranks(_ entries: [Entry]) -> [Int: Int] {
    let first = entries.filter { site.tree.nodes[$0.node].parent == node && $0.judged != nil }
    let ranks = TaskCoverage.ranks(first.compactMap { $0.judged?.coverage })
    return Dictionary(
      uniqueKeysWithValues: zip(first, ranks).compactMap { entry, rank in rank.map { (entry.node, $0) } })
  }

  /// The worst first where units are judged, else as the tree has them.
  private func ordered(_ entries: [Entry]) -> [Entry] {
    guard entries.contains(where: { $0.judged != nil }) else { return entries }
    func key(_ entry: Entry) -> (Double, Int, Int) {
      guard let judged = entry.judged else { return (2, 0, entry.node) }
      if hasLeft(entry.node, judged) { return (3, 0, entry.node) }
      return (Double(judged.coverage.met) / Double(judged.coverage.owed), -judged.notMet, entry.node)
    }
    return entries.map { ($0, key($0)) }.sorted { $0.1 < $1.1 }.map(\.0)
  }

  /// Classes that have left stand last: nobody is there, and nothing is judged.
  private func hasLeft(_ node: Int, _ judged: Judged) -> Bool {
    site.tree.nodes[node].last == node && judged.coverage.judged == 0
      && site.calculator.count(of: site.pack.overview.members, unit: node) == 0
  }

  private func row(_ entry: Entry, rank: Int?, _ indicators: [Indicator]) -> Grid.Row {
    let overview = site.pack.overview
    let (node, judged) = entry
    let findings = site.findings.counts(of: node)
    var cells = [
      GridCell(text: site.label(node), link: site.plan.hasPage(node) ? site.plan.page(of: node) : nil),
      GridCell(
        text: judged.map { standing($0.coverage) } ?? "",
        order: judged.map { $0.coverage.achievement.hundredths ?? -1 }),
      GridCell(text: rank.map { String($0) } ?? ""), movedVerdicts(judged?.moved),
    ]
    cells += [overview.members, overview.branches].map { count($0, node) }
    cells += indicators.map { value($0, node, judged?.verdicts[$0.id]) }
    cells.append(
      GridCell(
        text: findings.all == 0 ? "" : String(findings.all),
        link: !isDense && findings.all > 0 && site.plan.hasPage(node) ? site.plan.page(of: node) + "#findings" : nil,
        order: findings.all))
    return Grid.Row(
      id: site.plan.hasPage(node) ? "" : Anchor.unit(site.tree.nodes[node].code), cells: cells,
      level: site.tree.nodes[node].depth - site.tree.nodes[self.node].depth - 1)
  }

  /// The units of the first level that the pack gives a place on the map; nil where they are fewer than two.
  var map: TileMap? {
    let tiles = rows.compactMap { node -> TileMap.Tile? in
      guard let place = site.pack.overview.tiles[site.tree.nodes[node].code], let standing = site.standings[node],
        standing.coverage.owed > 0
      else { return nil }
      let coverage = standing.coverage
      return TileMap.Tile(
        label: site.label(node), link: site.plan.address(of: node), column: place.column, row: place.row,
        text: "\(coverage.met)/\(coverage.owed)", filled: coverage.met * 100 / coverage.owed,
        moved: movedVerdicts(Judged(standing, []).moved).text)
    }
    guard tiles.count > 1 else { return nil }
    return TileMap(title: voice.text("map.title"), note: voice.text("map.note"), tiles: tiles)
  }

  /// "22/33/79"
  private func standing(_ coverage: TaskCoverage) -> String {
    "\(coverage.met)/\(coverage.judged)/\(coverage.owed)"
  }

  /// How many more, or fewer, tasks are met than a quarter before.
  private func movedVerdicts(_ moved: (up: Int, down: Int)?) -> GridCell {
    guard let (up, down) = moved else { return GridCell(text: "") }
    let parts = [up > 0 ? "▲\(up)" : "", down > 0 ? "▼\(down)" : ""].filter { !$0.isEmpty }
    return GridCell(text: parts.joined(separator: " "), order: up - down)
  }

  private func count(_ measure: String, _ node: Int) -> GridCell {
    let count = site.calculator.count(of: measure, unit: node)
    let isLeaf = site.tree.nodes[node].last == node
    let isIdle = isLeaf && measure == site.pack.overview.branches
    let change = isDense ? nil : site.changes.change(ofCount: measure, unit: node, against: .quarter)
    return GridCell(
      text: isIdle ? "" : voice.number(count),
      link: isDense || isIdle ? nil : site.rows(of: measure, at: node),
      change: isIdle || change?.isUp == nil ? nil : change,
      order: count.map { Int($0) })
  }

  private func value(_ indicator: Indicator, _ node: Int, _ verdict: Verdict?) -> GridCell {
    let value = site.calculator.value(of: indicator, unit: node)
    guard let hundredths = value.hundredths else { return GridCell(text: "", isSoft: true) }
    var cell = GridCell(text: voice.percent(hundredths), order: hundredths)
    cell.mark = verdict.map(voice.mark)
    if value.isIncomplete {
      cell.isSoft = true
      if !isDense { cell.note = voice.context.text("state.incomplete-reporting") }
    }
    if isDense { return cell }
    cell.link = site.plan.hasPage(node) ? site.rows(of: indicator, at: node) : nil
    cell.change = site.changes.change(of: value, against: .quarter)
    if let change = cell.change, change.isUp == nil, change.tone != .incomparable { cell.change = nil }
    return cell
  }
}
