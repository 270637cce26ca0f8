// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// The attested tasks of a unit: what the progress sheet says of each, and which ones it says nothing of.
struct AttestedTasks {
  let tasks: [UnitDetail.Task]
  let words: Words

  func write(to html: inout HTMLText) {
    guard !tasks.isEmpty else { return }
    html.element("h4", "", words["attested-tasks"])
    html.markup("\n")
    let (told, silent) = (tasks.filter(isTold), tasks.filter { !isTold($0) })
    if !told.isEmpty { table(of: told, &html) }
    QuietTasks(tasks: silent, words: words).write(to: &html) { "\($0.action) \($0.title)" }
  }

  private func isTold(_ task: UnitDetail.Task) -> Bool { task.attestation != nil || !task.waiver.isEmpty }

  private func table(of tasks: [UnitDetail.Task], _ html: inout HTMLText) {
    html.markup("<div class=\"scroll\"><table>\n")
    let keys = ["action", "task", "verdict", "progress", "evidence", "person", "reported-on", "valid-until"]
    html.headings(keys.map { words[$0] }, numbers: [0])
    html.markup("<tbody>\n")
    for task in tasks { write(task, &html) }
    html.markup("</tbody></table></div>\n")
  }

  private func write(_ task: UnitDetail.Task, _ html: inout HTMLText) {
    html.markup("<tr>")
    html.cell(String(task.action), "number")
    html.markup("<th scope=\"row\">")
    html.text(task.title)
    for check in task.checks { html.element("small", "class=\"under\"", "\(check.title) \(check.figure)") }
    html.markup("</th><td class=\"\(task.mark.rawValue)\">")
    html.text("\(task.mark.symbol) \(words["verdict.\(task.mark.rawValue)"])")
    for note in [task.reason, task.waiver] where !note.isEmpty { html.element("small", "class=\"under\"", note) }
    html.markup("</td>")
    let row = task.attestation
    html.cell(row?.state ?? "–")
    html.markup("<td>")
    html.text(row?.evidence ?? "–")
    if let place = row?.place { html.element("small", "class=\"under\"", place) }
    html.markup("</td>")
    for text in [row?.person, row?.reportedOn, row?.validUntil] { html.cell(text ?? "–") }
    html.markup("</tr>\n")
  }
}

/// Tasks without a verdict in a line for each reason.
struct QuietTasks {
  let tasks: [UnitDetail.Task]
  let words: Words

  /// - Parameter name: what a task is called in the line.
  func write(to html: inout HTMLText, _ name: (UnitDetail.Task) -> String) {
    for (reason, tasks) in Dictionary(grouping: tasks, by: label).sorted(by: { $0.key < $1.key }) {
      html.markup("<p class=\"quiet\">")
      html.element("span", "class=\"chip not-evaluable\"", reason)
      html.text(" " + words.parts(tasks.map(name)))
      html.markup("</p>\n")
    }
  }

  private func label(_ task: UnitDetail.Task) -> String {
    words["verdict.\(task.mark.rawValue)"] + (task.reason.isEmpty ? "" : words.bracketed(task.reason))
  }
}
