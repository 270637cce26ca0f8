// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// For each unit its tasks with every figure, its threshold and the source of it.
struct UnitSection {
  let units: [UnitDetail]
  let words: Words
  let hasEvidence: Bool

  func write(to html: inout HTMLText) {
    html.markup("<section id=\"units\">\n")
    html.element("h2", "", words["units"])
    html.markup("\n")
    for (index, unit) in units.enumerated() { write(unit, isOwn: index == 0, to: &html) }
    html.markup("</section>\n")
  }

  /// - Parameter isOwn: whether the report is about this unit; of those below it tasks without a verdict are told in a line.
  private func write(_ unit: UnitDetail, isOwn: Bool, to html: inout HTMLText) {
    html.markup("<article class=\"unit\" id=\"\(Anchor.unit(unit.unit))\">\n<h3>")
    html.text(unit.name)
    html.markup(" <small>")
    html.text(unit.unit)
    html.markup("</small></h3>\n")
    let computed = unit.tasks.filter { !$0.isAttested }
    if isOwn {
      for task in computed { write(task, to: &html) }
    } else {
      judged(computed.filter { !isQuiet($0) }, &html)
      QuietTasks(tasks: computed.filter(isQuiet), words: words).write(to: &html, figures)
    }
    AttestedTasks(tasks: unit.tasks.filter(\.isAttested), words: words).write(to: &html)
    for table in unit.breakdowns { breakdown(table, of: unit, &html) }
    html.markup("<p class=\"back\"><a href=\"#heat-map\">")
    html.text(words["back"])
    html.markup("</a></p>\n</article>\n")
  }

  private func isQuiet(_ task: UnitDetail.Task) -> Bool {
    [.notEvaluable, .notApplicable].contains(task.mark) && task.waiver.isEmpty
      && !task.checks.contains { [.reached, .short].contains($0.mark) }
  }

  /// "合理控制团青比 2.00 %": the task with the figures that are known.
  private func figures(_ task: UnitDetail.Task) -> String {
    let figures = task.checks.map(\.figure).filter { $0.contains("%") }
    return ([task.title] + figures).joined(separator: " ")
  }

  /// The tasks of a unit below the report's own in one table: what they ask stands at the report's own unit.
  private func judged(_ tasks: [UnitDetail.Task], _ html: inout HTMLText) {
    guard !tasks.isEmpty else { return }
    checkTable(&html) { html in
      for task in tasks {
        html.markup("<tr><th scope=\"rowgroup\" colspan=\"7\">")
        title(of: task, &html)
        if !task.waiver.isEmpty { html.element("small", "class=\"under waiver\"", task.waiver) }
        html.markup("</th></tr>\n")
        for check in task.checks { write(check, to: &html) }
      }
    }
  }

  private func title(of task: UnitDetail.Task, _ html: inout HTMLText) {
    html.element(
      "span", "class=\"chip \(task.mark.rawValue)\"", "\(task.mark.symbol) \(words["verdict.\(task.mark.rawValue)"])")
    html.text(" \(task.title)")
    if !task.reason.isEmpty { html.element("small", "", words.bracketed(task.reason)) }
  }

  private func write(_ task: UnitDetail.Task, to html: inout HTMLText) {
    html.markup("<h4>")
    title(of: task, &html)
    html.markup("</h4>\n")
    html.element("p", "class=\"hint\"", task.requirement)
    if !task.waiver.isEmpty { html.element("p", "class=\"waiver\"", task.waiver) }
    if task.checks.isEmpty { return }
    checkTable(&html) { html in
      for check in task.checks { write(check, to: &html) }
    }
  }

  private func checkTable(_ html: inout HTMLText, _ rows: (inout HTMLText) -> Void) {
    html.markup("<div class=\"scroll\"><table>\n")
    html.headings(
      ["indicator", "numerator", "denominator", "rate", "threshold", "verdict", "source"].map { words[$0] },
      numbers: [1, 2, 3, 4])
    html.markup("<tbody>\n")
    rows(&html)
    html.markup("</tbody></table></div>\n")
  }

  private func write(_ check: UnitDetail.Check, to html: inout HTMLText) {
    html.markup("<tr><th scope=\"row\"><a href=\"#d-\(Anchor.indicator(check.indicator))\">")
    html.text(check.title)
    html.markup("</a>")
    if hasEvidence {
      html.markup(" <a class=\"evidence\" href=\"evidence/\(HTMLText.escaped(check.indicator)).csv\">")
      html.text(words["evidence-link"])
      html.markup("</a>")
    }
    html.markup("</th>")
    figure(check.numerator, check.numeratorLabel, &html)
    figure(check.denominator, check.denominatorLabel, &html)
    figure(check.figure, check.state, &html)
    html.cell(check.threshold.isEmpty ? words["no-threshold"] : check.threshold, "number")
    html.markup("<td class=\"\(check.mark.rawValue)\">")
    html.text("\(check.mark.symbol) \(words["verdict.\(check.mark.rawValue)"])")
    if !check.note.isEmpty { html.element("small", "class=\"under\"", check.note) }
    html.markup("</td>")
    html.cell(check.source, "source")
    html.markup("</tr>\n")
  }

  private func figure(_ value: String, _ label: String, _ html: inout HTMLText) {
    html.markup("<td class=\"number\">")
    html.text(value)
    if !label.isEmpty { html.element("small", "class=\"under\"", label) }
    html.markup("</td>")
  }

  private func breakdown(_ table: LeagueTable, of unit: UnitDetail, _ html: inout HTMLText) {
    html.element("h4", "", words.list([table.title, words["by-sector"]]))
    html.markup("\n")
    RankingChart(table: table, words: words, scope: "-" + Anchor.unit(unit.unit)).write(to: &html)
    html.markup("<div class=\"scroll\"><table>\n")
    html.headings([words["by-sector"], words["rate"], words["numerator"], words["denominator"]], numbers: [1, 2, 3])
    html.markup("<tbody>\n")
    for row in table.rows {
      html.markup("<tr>")
      html.element("th", "scope=\"row\"", row.name)
      html.cell(row.figure, "number")
      html.cell(row.numerator, "number")
      html.cell(row.denominator, "number")
      html.markup("</tr>\n")
    }
    html.markup("</tbody></table></div>\n")
  }
}
