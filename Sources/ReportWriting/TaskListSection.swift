// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// How much of the task list was judged for each unit, its scores, and the waivers.
struct TaskListSection {
  let coverage: CoverageTable
  let waivers: [WaiverLine]
  let words: Words

  func write(to html: inout HTMLText) {
    html.markup("<section id=\"tasks\">\n")
    html.element("h2", "", words["tasks"])
    html.element("p", "", coverage.list)
    html.element("p", "class=\"hint\"", words["coverage-note"])
    html.markup("\n<div class=\"scroll\"><table class=\"coverage\">\n")
    let keys = [
      "unit", "computed", "shown", "attested", "not-assessed", "not-applicable", "achievement", "score", "with-waivers",
      "rank",
    ]
    html.headings(keys.map { words["coverage.\($0)"] }, numbers: Set(1...9))
    html.markup("<tbody>\n")
    for row in coverage.rows { write(row, &html) }
    html.markup("</tbody></table></div>\n")
    list(&html)
    html.markup("</section>\n")
  }

  private func write(_ row: CoverageTable.Row, _ html: inout HTMLText) {
    html.markup("<tr><th scope=\"row\"><a href=\"#\(Anchor.unit(row.unit))\">")
    html.text(row.name)
    html.markup("</a></th>")
    for count in [row.computed, row.shown, row.attested, row.notAssessed, row.notApplicable] {
      html.cell(String(count), "number")
    }
    for (score, fraction) in [
      (row.achievement, row.achievementFraction), (row.score, row.scoreFraction),
      (row.scoreWithWaivers, row.fractionWithWaivers),
    ] {
      html.markup("<td class=\"number\">")
      html.text(score)
      html.element("small", "class=\"under\"", fraction)
      html.markup("</td>")
    }
    html.cell(row.rank, "number")
    html.markup("</tr>\n")
  }

  private func list(_ html: inout HTMLText) {
    html.element("h3", "id=\"waivers\"", words["waivers"])
    guard !waivers.isEmpty else {
      html.element("p", "class=\"hint\"", words["no-waivers"])
      return
    }
    html.element("p", "class=\"hint\"", words["waivers-note"])
    html.markup("\n<div class=\"scroll\"><table>\n")
    html.headings(["task", "unit", "standing", "from", "until", "approver", "reason"].map { words[$0] })
    html.markup("<tbody>\n")
    for waiver in waivers {
      html.markup(waiver.isInForce ? "<tr>" : "<tr class=\"past\">")
      html.element("th", "scope=\"row\"", waiver.task)
      for text in [waiver.unit, waiver.standing, waiver.from, waiver.until, waiver.approver, waiver.reason] {
        html.cell(text)
      }
      html.markup("</tr>\n")
    }
    html.markup("</tbody></table></div>\n")
  }
}

/// Checks on trial: apart from the findings, with what they would have found before.
struct TrialSection {
  let trials: [TrialCheck]
  let words: Words

  func write(to html: inout HTMLText) {
    html.markup("<section id=\"trials\">\n")
    html.element("h2", "", words["trials"])
    html.element("p", "class=\"hint\"", words[trials.isEmpty ? "no-trials" : "trials-note"])
    html.markup("\n")
    for trial in trials {
      FindingArticle(group: trial.group, words: words).write(to: &html)
      html.markup("<p class=\"hint\">")
      let before = words.list(trial.forecast.map { "\($0[0]) \($0[1])" })
      html.text(
        words.parts([
          "\(words["since"]) \(trial.since)", "\(words["now"]) \(trial.group.total)",
          words.labelled(words["forecast"], before.isEmpty ? words["no-earlier"] : before),
        ]))
      html.markup("</p>\n")
    }
    html.markup("</section>\n")
  }
}
