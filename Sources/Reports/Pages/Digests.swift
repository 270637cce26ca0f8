// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import Findings
import Indicators
import Pipeline
import Policy
import ReportModel
import ReportWriting
import Results

/// 变差最多、变好最多: indicators that moved most, in points. Where the same quarter of the year before is there, it decides:
/// graduates leave in every third quarter, and what got worse must not name the season.
struct MoverDigests {
  let site: ReportSite
  let node: Int

  private struct Mover {
    var indicator: Indicator
    var value: IndicatorValue
    var change: Change
    var former: IndicatorValue
    var points: Int
  }

  private var voice: ReportVoice { site.voice }

  var digests: [Digest] {
    let against: FigureChanges.Against = site.changes.has(.year) ? .year : .quarter
    guard site.changes.has(against) else { return [] }
    let movers = movers(against)
    return [("worse", Change.Tone.worse), ("better", .better)].map { key, tone in
      let items = movers.filter { $0.change.tone == tone }.prefix(CoverPage.shown).map(item)
      return Digest(
        title: voice.text("movers.\(key)" + (against == .year ? "-year" : "")), items: Array(items),
        empty: voice.text("movers.none"))
    }
  }

  /// The largest first; only what can be compared and stands on a base that is not tiny.
  private func movers(_ against: FigureChanges.Against) -> [Mover] {
    site.pack.indicators.compactMap { indicator -> Mover? in
      let value = site.calculator.value(of: indicator, unit: node)
      guard let change = site.changes.change(of: value, against: against),
        case .comparable(let former, let points)? = site.changes.standing(of: value, against: against), points != 0,
        min(value.denominator ?? 0, former.value.denominator ?? 0) >= CoverPage.leastBase
      else { return nil }
      return Mover(indicator: indicator, value: value, change: change, former: former.value, points: points)
    }.sorted { left, right in
      abs(left.points) == abs(right.points)
        ? left.indicator.id < right.indicator.id : abs(left.points) > abs(right.points)
    }
  }

  private func item(_ mover: Mover) -> Digest.Item {
    let cause = site.causes?.main(of: mover.indicator, unit: node) ?? ""
    var lines: [Phrase] = []
    if !cause.isEmpty { lines.append(Phrase(voice.text("movers.cause", ["cause": cause]))) }
    let units = worstUnits(mover)
    if !units.isEmpty { lines.append(Phrase(units)) }
    return Digest.Item(
      head: Phrase([
        .link(voice.title(mover.indicator), path: site.plan.indicator(mover.indicator.id)),
        .text(" \(voice.percent(mover.former)) → "),
        .link(voice.percent(mover.value), path: site.rows(of: mover.indicator, at: node)), .text(" "),
        .change(mover.change),
      ]), lines: lines)
  }

  /// The units below that moved furthest in the same direction.
  private func worstUnits(_ mover: Mover) -> [Phrase.Piece] {
    let moved = site.tree.children(of: node).compactMap { child -> (node: Int, change: Change, points: Int)? in
      let value = site.calculator.value(of: mover.indicator, unit: child)
      guard let change = site.changes.change(of: value, against: .quarter), change.tone == mover.change.tone,
        case .comparable(_, let points)? = site.changes.standing(of: value, against: .quarter)
      else { return nil }
      return (child, change, points)
    }.sorted { left, right in
      abs(left.points) == abs(right.points) ? left.node < right.node : abs(left.points) > abs(right.points)
    }
    return moved.prefix(2).enumerated().flatMap { index, entry -> [Phrase.Piece] in
      [
        .text(index == 0 ? "" : " · "), .link(site.label(entry.node), path: site.plan.address(of: entry.node)),
        .change(entry.change),
      ]
    }
  }
}

/// 请先办: the tasks that most units fail, with what remains, who it is, what to do and whose task it is.
struct FirstSteps {
  let site: ReportSite

  private var voice: ReportVoice { site.voice }

  var digest: Digest? {
    let steps = OpenTask.all(of: site.unit, site.standings, in: site.tree, site.pack)
    guard !steps.isEmpty else { return nil }
    return Digest(
      title: voice.text("steps.title"), items: steps.prefix(CoverPage.shown).map(item), empty: "", isNumbered: true)
  }

  private func item(_ step: OpenTask) -> Digest.Item {
    let task = site.pack.tasks[step.index]
    let indicator = (step.check?.indicator ?? task.checks.first?.indicator).flatMap(site.pack.indicator)
    var head: [Phrase.Piece] = [
      .link(task.title[voice.language], path: site.plan.tasks + "#" + Anchor.task(task.id)), .text(" "),
    ]
    if let check = step.check, let indicator {
      let note = voice.gap(check)
      head.append(
        .link(note.isEmpty ? voice.percent(check.value) : note, path: site.rows(of: indicator, at: site.unit)))
    }
    var lines: [Phrase] = []
    if !step.failing.isEmpty { lines.append(Phrase(units(step))) }
    let advice = voice.advice(on: task, indicator)
    if !advice.isEmpty { lines.append(Phrase(voice.text("steps.advice", ["advice": advice]))) }
    lines.append(Phrase(voice.text("steps.responsible", ["who": task.responsible[voice.language]])))
    return Digest.Item(head: Phrase(head), lines: lines)
  }

  /// "慈溪（21）、鄞州（20）…等，10 个单位都没有达标": those with most left to do, each with what is left.
  private func units(_ step: OpenTask) -> [Phrase.Piece] {
    let shown = step.failing.prefix(4)
    let links = shown.enumerated().flatMap { index, node -> [Phrase.Piece] in
      let gap = step.gaps[node].map { voice.text("steps.gap", ["count": String($0)]) } ?? ""
      return [
        .text(index == 0 ? "" : voice.context.text("list.separator")),
        .link(site.label(node), path: site.plan.address(of: node)), .text(gap),
      ]
    }
    let (rest, total) = (step.failing.count - shown.count, step.failing.count)
    guard rest > 0 else { return links }
    let facts = ["count": String(rest), "total": String(total)]
    return links + [.text(voice.text(step.isEverywhere ? "steps.all" : "steps.more", facts))]
  }
}
