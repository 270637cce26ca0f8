// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
import Comparison
import Findings
import Indicators
import Intake
import Pipeline
import Policy
import ReportModel
import ReportWriting
import Results

/// The indicators of a comparison: which got better and which worse, what did it, and which cannot be compared.
struct IndicatorMoves {
  private struct Move {
    var indicator: Indicator
    var delta: IndicatorDelta
    var points: Int
    var tone: Change.Tone
  }

  let page: ComparisonPage
  private let moves: [Move]
  private let incomparable: [(indicator: Indicator, delta: IndicatorDelta)]
  private let causes: ChangeCauses

  private var voice: ReportVoice { page.voice }

  init(page: ComparisonPage) {
    self.page = page
    causes = ChangeCauses(run: page.run, voice: page.voice)
    let tones = FigureChanges(quarter: nil, year: nil, voice: page.voice)
    var moves: [Move] = []
    var incomparable: [(Indicator, IndicatorDelta)] = []
    page.run.forEachDelta([page.unit], page.context.pack.indicators) { indicator, delta in
      guard delta.isComparable, let old = delta.before?.hundredths, let new = delta.after?.hundredths else {
        return incomparable.append((indicator, delta))
      }
      moves.append(
        Move(indicator: indicator, delta: delta, points: new - old, tone: tones.tone(new - old, of: indicator.id)))
    }
    self.moves = moves.sorted { left, right in
      abs(left.points) == abs(right.points)
        ? left.indicator.id < right.indicator.id : abs(left.points) > abs(right.points)
    }
    self.incomparable = incomparable
  }

  private var moved: [Move] { moves.filter { $0.points != 0 } }

  /// One sentence: how many can be compared, and how they went.
  var sentences: [Phrase] {
    func count(_ tone: Change.Tone) -> String { String(moved.count { $0.tone == tone }) }
    let facts = [
      "total": String(moves.count + incomparable.count), "count": String(moves.count), "better": count(.better),
      "worse": count(.worse), "neutral": count(.neutral), "same": String(moves.count - moved.count),
    ]
    return [Phrase([.strong(voice.text("compare.sentence", facts))])]
  }

  func chart(_ shown: Int) -> [PageBlock] {
    let lines = moved.prefix(shown).map { move in
      ChangeChart.Line(
        label: voice.title(move.indicator), link: "#" + Anchor.indicator(move.indicator.id),
        old: move.delta.before?.hundredths ?? 0, new: move.delta.after?.hundredths ?? 0,
        oldText: move.delta.before.map(voice.percent) ?? "–", newText: move.delta.after.map(voice.percent) ?? "–",
        change: change(move), cause: causes.main(of: move.indicator, unit: page.unit))
    }
    return lines.isEmpty ? [] : [.changes(ChangeChart(title: voice.text("compare.largest"), lines: lines))]
  }

  private func change(_ move: Move) -> Change {
    Change(
      text: Percent.text(abs(move.points)), isUp: move.points == 0 ? nil : move.points > 0, tone: move.tone,
      explanation: "")
  }

  /// What moved, the rest left out; then what cannot be compared and why.
  var tables: [PageBlock] {
    var blocks: [PageBlock] = []
    if !moved.isEmpty {
      blocks.append(
        .grid(
          Grid(
            caption: page.context.text("compare.part.indicators"),
            columns: [
              .init(title: voice.text("indicator")),
              .init(title: voice.quarter(page.run.before.period), isNumber: true),
              .init(title: voice.quarter(page.run.after.period), isNumber: true),
              .init(title: voice.text("column.change"), isNumber: true), .init(title: voice.text("column.cause")),
            ], rows: moved.map(row), isSortable: true)))
    }
    if !incomparable.isEmpty {
      let separator = voice.text("rows.separator")
      let rows = incomparable.map { indicator, delta in
        Grid.Row(cells: [
          GridCell(text: voice.title(indicator)),
          GridCell(text: delta.reasons.map(page.run.words.reason).joined(separator: separator), isSoft: true),
        ])
      }
      let title = voice.text("compare.incomparable", ["count": String(incomparable.count)])
      blocks.append(
        .fold(
          title: title,
          blocks: [
            .grid(
              Grid(
                caption: title,
                columns: [.init(title: voice.text("indicator")), .init(title: voice.text("compare.why"))],
                rows: rows))
          ]))
    }
    return blocks
  }

  private func row(_ move: Move) -> Grid.Row {
    func cell(_ value: IndicatorValue?) -> GridCell {
      GridCell(
        text: value.map(voice.percent) ?? "–", note: value.map(voice.fraction) ?? "", order: value?.hundredths)
    }
    var now = cell(move.delta.after)
    now.change = nil
    return Grid.Row(
      id: Anchor.indicator(move.indicator.id),
      cells: [
        GridCell(text: voice.title(move.indicator)), cell(move.delta.before), now,
        GridCell(text: "", change: change(move), order: move.points),
        GridCell(text: causes.main(of: move.indicator, unit: page.unit), isSoft: true),
      ])
  }

  /// One for each indicator that moved: net contributions, which add up to the change.
  var waterfalls: [PageBlock] {
    moved.compactMap { move in
      guard let bridge = causes.bridge(of: move.indicator, unit: page.unit), !bridge.parts.isEmpty else { return nil }
      return .fold(
        title: "\(voice.title(move.indicator)) \(sign(bridge.change.hundredths))",
        blocks: [.waterfall(waterfall(of: bridge, move))])
    }
  }

  private func sign(_ hundredths: Int) -> String {
    (hundredths < 0 ? "−" : "+") + Percent.text(abs(hundredths))
  }

  private func waterfall(of bridge: NetBridge, _ move: Move) -> Waterfall {
    var height = bridge.start
    func total(_ title: String, _ value: Fraction) -> Waterfall.Step {
      Waterfall.Step(
        label: title, value: voice.percent(value.hundredths), count: "", exact: "", from: 0, to: value.percent,
        kind: .total)
    }
    let kind = page.context.pack.measure(move.indicator.numerator)?.kind
    let steps = bridge.parts.map { part -> Waterfall.Step in
      let from = height
      height = height + part.value
      let title = part.cause.map { page.run.words.cause($0, of: kind) } ?? page.context.text("compare.part.unexplained")
      let counts = ["numerator": signed(part.numerator), "denominator": signed(part.denominator)]
      var step = Waterfall.Step(
        label: title, value: sign(part.value.hundredths), count: voice.text("compare.counts", counts), exact: "",
        from: from.percent, to: height.percent, kind: part.value < .zero ? .down : .up, rows: rows(behind: part, move))
      let isGood = (part.value > .zero) == (move.indicator.direction == .higherIsBetter)
      step.tone = move.indicator.direction == .neutral ? "plain" : isGood ? "better" : "worse"
      return step
    }
    return Waterfall(
      title: voice.title(move.indicator), note: "", isComparable: true,
      steps: [total(voice.quarter(page.run.before.period), bridge.start)] + steps
        + [total(voice.quarter(page.run.after.period), bridge.end)], headings: [])
  }

  /// The rows of a part's cause: those of the numerator, where it moved, else of the denominator.
  private func rows(behind part: NetBridge.Part, _ move: Move) -> String? {
    let measure = part.numerator != 0 ? move.indicator.numerator : move.indicator.denominator
    guard let cause = part.cause, page.rowFiles.contains(measure) else { return nil }
    return page.run.rowsPage(measure) + "#" + MovementPage.anchor(of: cause.key)
  }

  private func signed(_ amount: Int64) -> String { (amount < 0 ? "−" : "+") + String(amount.magnitude) }
}

extension Fraction {
  /// For drawing only; figures are printed from the exact value.
  package var percent: Double { Double(numerator) / Double(denominator) * 100 }
}
