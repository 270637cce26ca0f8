// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import CensusStore
import Comparison
import Findings
import Indicators
import Pipeline
import Policy
import ReportModel
import ReportWriting
import Results

/// 首页: who is behind, what got worse, what to do first, on one sheet of paper.
struct CoverPage {
  /// Ratios over fewer than these say little when they move.
  static let leastBase: Int64 = 20
  static let shown = 3
  private static let shownNotices = 3
  private static let shownFiles = 8

  let site: ReportSite

  private var voice: ReportVoice { site.voice }
  private var unit: Int { site.unit }

  func page() throws -> Page {
    let lines = UnitLines(site: site, node: unit)
    var summary: [PageBlock] = []
    let notices = self.notices()
    if !notices.isEmpty { summary.append(.notices(notices)) }
    if let verdicts = lines.verdicts(on: site.plan.page(of: unit)) { summary.append(.verdicts(verdicts)) }
    summary.append(.figures(lines.figures))
    let digests = MoverDigests(site: site, node: unit).digests + [FirstSteps(site: site).digest].compactMap(\.self)
    let units = UnitGrid(site: site, rows: site.tree.children(of: unit), node: unit)
    if !digests.isEmpty { summary.append(.digests(digests, map: units.map)) }
    let grid: [PageBlock] = units.rows.isEmpty ? [] : [.grid(units.grid)]
    var page = site.page(
      site.plan.cover, title: voice.text("title", ["unit": site.tree.nodes[unit].name]),
      sections: [
        PageSection(id: "summary", title: "", blocks: summary),
        PageSection(
          id: "units", title: voice.text("cover.units"), note: voice.text("cover.units-note"), blocks: grid),
        PageSection(id: "next", title: "", blocks: next + [.paragraphs(try basis)]),
      ])
    page.trail = []
    page.companions = site.comparisonLink + PaperLinks(site: site, node: unit).links
    page.isCover = true
    return page
  }

  /// What must be known before any figure: people in no unit, sheets that did not come in, files refused.
  private func notices() -> [Phrase] {
    let texts = site.notices.all(unit: unit, choosesRoot: unit == 0, site.calculator)
    let refused = site.refusedFiles(below: unit)
    var phrases = texts.prefix(CoverPage.shownNotices).map { Phrase($0) }
    let more = texts.count - phrases.count
    if more > 0 {
      phrases.append(Phrase([.link(voice.text("notices.more", ["count": String(more)]), path: site.plan.sources)]))
    }
    if !refused.isEmpty {
      let lines = RefusedLines(context: voice.context).lines(refused)
      let text = refused.count == 1 ? lines[0] : voice.text("notices.refused", ["count": String(refused.count)])
      phrases.append(Phrase([.link(text, path: site.plan.sources + "#refused")]))
    }
    return phrases
  }

  /// What the report rests on: the files, by name as far as they are few, and the rules.
  private var basis: [Phrase] {
    get throws {
      let files = try site.run.sheets(below: unit).map(\.file).reduce(into: [String]()) { names, file in
        if names.last != file { names.append(file) }
      }
      let rest = files.count - min(files.count, CoverPage.shownFiles)
      let names = files.prefix(CoverPage.shownFiles).joined(separator: voice.context.text("list.separator"))
      let more = rest > 0 ? voice.text("steps.more", ["count": String(rest), "total": String(files.count)]) : ""
      return [
        Phrase([
          .soft(voice.text("cover.basis", ["files": names + more])),
          .link(voice.text("nav.sources"), path: site.plan.sources),
        ]),
        Phrase([.soft(voice.text("cover.rules", ["pack": site.pack.title[voice.language]]))]),
      ]
    }
  }

  private var next: [PageBlock] {
    let items = site.due.kinds.compactMap { kind -> Phrase.Piece? in
      let count = site.due.items(of: kind, below: unit, in: site.tree).count
      guard count > 0 else { return nil }
      let text = "\(DueGrid.title(of: kind, voice)) \(count)"
      return .link(text, path: site.plan.page(of: unit) + "#" + DueGrid.anchor(of: kind))
    }
    var phrases = ReturnedSections(site: site, node: unit).lines
    if !items.isEmpty {
      let head = voice.text("due.line", ["day": voice.day(site.due.until)])
      let listed = items.enumerated().flatMap { [.text($0 == 0 ? " " : " · "), $1] }
      phrases.append(Phrase([.strong(head)] + listed))
    }
    return phrases.isEmpty ? [] : [.paragraphs(phrases)]
  }
}

/// The lines that both the cover and the page of a unit begin with.
struct UnitLines {
  let site: ReportSite
  let node: Int

  private var voice: ReportVoice { site.voice }

  /// - Parameter page: the page of the unit that the counts lead to.
  func verdicts(on page: String) -> VerdictTally? {
    guard let standing = site.standings[node], standing.coverage.owed > 0 else { return nil }
    let coverage = standing.coverage
    let groups: [(UnitStanding.Group, Mark)] = [
      (.papers, .notEvaluable), (.unaccepted, .notEvaluable), (.data, .notEvaluable), (.open, .notApplicable),
    ]
    let judged: [(Verdict, String)] = [(.met, "met"), (.partlyMet, "unmet"), (.notMet, "unmet")]
    let parts =
      judged.map { verdict, anchor in
        VerdictTally.Part(
          mark: voice.mark(verdict), label: voice.label(of: voice.mark(verdict)), count: standing.count(verdict),
          link: page + "#" + anchor)
      }
      + groups.map { group, mark in
        VerdictTally.Part(
          mark: mark, label: voice.text("group.\(group)"), count: standing.indices(of: group).count,
          link: page + "#\(group)")
      }.filter { $0.count > 0 }
    var remarks = [
      Phrase(voice.text("verdicts.judged", ["judged": String(coverage.judged), "owed": String(coverage.owed)]))
    ]
    if standing.former != nil {
      let tasks = site.plan.tasks + "#changed"
      let moved: [(String, [Int], Change.Tone)] = [
        ("newly-met", standing.newlyMet, .better), ("newly-unmet", standing.newlyUnmet, .worse),
      ]
      remarks += moved.filter { !$0.1.isEmpty }.map { key, indices, tone in
        let change = Change(text: String(indices.count), isUp: tone == .better, tone: tone, explanation: "")
        let text = voice.text("verdicts." + key)
        return Phrase([node == site.unit ? .link(text, path: tasks) : .text(text), .change(change)])
      }
    }
    if node != site.unit, let rank = site.standings.rank(of: node) {
      remarks.append(Phrase(voice.text("verdicts.rank", ["rank": String(rank.rank), "of": String(rank.of)])))
    }
    return VerdictTally(
      title: voice.text("verdicts.title", ["count": String(coverage.owed)]), parts: parts, remarks: remarks)
  }

  var figures: [KeyFigure] {
    let overview = site.pack.overview
    let counts = [overview.members, overview.branches, overview.cadres].filter { measure in
      (site.calculator.count(of: measure, unit: node) ?? 0) > 0 || measure == overview.members
    }
    return counts.map(count) + [ratio].compactMap(\.self)
  }

  private func count(_ measure: String) -> KeyFigure {
    let changes = FigureChanges.Against.allCases.compactMap { against -> Change? in
      guard var change = site.changes.change(ofCount: measure, unit: node, against: against), change.isUp != nil else {
        return nil
      }
      if against == .year { change.text += voice.text("year-mark") }
      return change
    }
    var note = Phrase("")
    let isRebased = site.changes.former(ofCount: measure, unit: node, against: .quarter)?.isRebased ?? false
    if let causes = site.causes?.ofCount(measure, unit: node, isRebased: isRebased) {
      note = Phrase(causes.known)
      if causes.unexplained > 0 {
        let text = voice.text("figures.unexplained", ["count": String(causes.unexplained)])
        note.pieces += causes.known.isEmpty ? [.text(text)] : [.text(voice.list([" ", " "]).trimmed), .text(text)]
      }
    }
    return KeyFigure(
      label: voice.measure(measure), value: voice.number(site.calculator.count(of: measure, unit: node)),
      link: site.rows(of: measure, at: node), changes: changes, note: note)
  }

  private var ratio: KeyFigure? {
    guard let indicator = site.pack.indicator(site.pack.overview.ratio) else { return nil }
    let value = site.calculator.value(of: indicator, unit: node)
    let check = site.standings[node]?.check(of: indicator.id)
    // Where nobody gave the figure and no task asks for it, there is nothing to say.
    guard value.hundredths != nil || check != nil || node == site.unit else { return nil }
    var note = Phrase(voice.fraction(value))
    let bound = check.map { voice.bound($0.threshold, $0.bound) } ?? ""
    if let check, !bound.isEmpty { note.pieces += [.text("  "), .mark(voice.mark(of: check), bound)] }
    if value.isIncomplete || value.hundredths == nil { note.pieces += [.text("  "), .soft(voice.state(value))] }
    let changes = FigureChanges.Against.allCases.compactMap { site.changes.change(of: value, against: $0) }
    return KeyFigure(
      label: voice.title(indicator), value: voice.percent(value), link: site.rows(of: indicator, at: node),
      changes: changes.filter { $0.isUp != nil || $0.tone == .incomparable }, note: note)
  }
}

extension String {
  fileprivate var trimmed: String { filter { $0 != " " } + (self.contains(", ") ? " " : "") }
}
