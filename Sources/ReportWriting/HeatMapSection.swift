// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// Units × special actions, then for each action units × its tasks: who meets what.
struct HeatMapSection {
  let map: HeatMap
  let words: Words

  func write(to html: inout HTMLText) {
    html.markup("<section id=\"heat-map\">\n")
    html.element("h2", "", words["heat-map"])
    html.element("p", "class=\"hint\"", words["actions-note"])
    html.markup("\n")
    actionTable(&html)
    html.element("h3", "", words["action-tasks"])
    html.element("p", "class=\"hint\"", words["heat-map-note"])
    html.markup("\n")
    for action in map.grouped { ActionBlock(map: map, action: action, words: words).write(to: &html) }
    html.markup("</section>\n")
  }

  private func actionTable(_ html: inout HTMLText) {
    html.markup("<div class=\"scroll\"><table class=\"heat actions\">\n<caption class=\"hidden\">")
    html.text(words["heat-map"])
    html.markup("</caption>\n<thead><tr>")
    html.element("th", "scope=\"col\"", words["unit"])
    for action in map.grouped {
      html.markup("<th scope=\"col\"><a href=\"#a-\(action.number)\">")
      html.text("\(action.number) \(action.title)")
      html.markup("</a></th>")
    }
    html.markup("</tr></thead>\n<tbody>\n")
    for row in map.rows {
      html.unitHeading(row)
      for action in map.grouped { tally(of: action.tasks.map { row.cells[$0] }, &html) }
      html.markup("</tr>\n")
    }
    html.markup("</tbody></table></div>\n")
  }

  /// "✓ 3 ✗ 1 ? 2", each with its word for those who cannot see the sign.
  private func tally(of cells: [HeatMap.Cell], _ html: inout HTMLText) {
    let worst = HeatMap.worst(of: cells)
    let isOpen = worst != .notEvaluable && cells.contains { $0.mark == .notEvaluable }
    // What a unit does not owe needs no count.
    if !cells.isEmpty, cells.allSatisfy({ $0.mark == .notApplicable && !$0.isWaived }) {
      return html.cell(Mark.notApplicable.symbol, Mark.notApplicable.rawValue)
    }
    html.markup("<td class=\"\(worst.rawValue)\(isOpen ? " open" : "")\">")
    if cells.isEmpty { html.element("span", "class=\"note\"", words["no-tasks"]) }
    for mark in Mark.verdicts {
      let count = cells.filter { $0.mark == mark }.count
      guard count > 0 else { continue }
      html.element(
        "span", "class=\"count\" title=\"\(HTMLText.escaped(words["verdict.\(mark.rawValue)"]))\"",
        "\(mark.symbol) \(count)")
    }
    let waived = cells.filter(\.isWaived).count
    if waived > 0 { html.element("span", "class=\"note\"", "\(words["waived"]) \(waived)") }
    html.markup("</td>")
  }
}

/// One action: its tasks that have something to show as a table, the others in a line for each reason.
struct ActionBlock {
  let map: HeatMap
  let action: HeatMap.Group
  let words: Words

  func write(to html: inout HTMLText) {
    html.markup("<article class=\"action\" id=\"a-\(action.number)\">\n")
    html.element("h4", "", "\(action.number) \(action.title)")
    html.markup("\n")
    let shown = action.tasks.filter { !isQuiet($0) }
    if action.tasks.isEmpty { html.element("p", "class=\"hint\"", words["no-tasks"]) }
    if !shown.isEmpty { table(of: shown, &html) }
    quiet(action.tasks.filter(isQuiet), &html)
    html.markup("</article>\n")
  }

  /// Nothing is judged, shown or waived for any unit.
  private func isQuiet(_ task: Int) -> Bool {
    map.rows.allSatisfy { row in
      let cell = row.cells[task]
      return [.notEvaluable, .notApplicable].contains(cell.mark) && !cell.isWaived && !cell.figure.contains("%")
    }
  }

  private func quiet(_ tasks: [Int], _ html: inout HTMLText) {
    let reasons = Dictionary(grouping: tasks) { task -> String in
      let cells = map.rows.map { $0.cells[task] }
      let open = cells.filter { $0.mark == .notEvaluable }
      guard !open.isEmpty else { return words["verdict.not-applicable"] }
      let notes = words.list(Set(open.map(\.note)).sorted())
      return words["verdict.not-evaluable"] + (notes.isEmpty ? "" : words.bracketed(notes))
    }
    for (reason, tasks) in reasons.sorted(by: { $0.key < $1.key }) {
      html.markup("<p class=\"quiet\">")
      html.element("span", "class=\"chip not-evaluable\"", words.labelled(words["all-units"], reason))
      html.text(" " + words.parts(tasks.map { map.tasks[$0].title }))
      html.markup("</p>\n")
    }
  }

  private func table(of tasks: [Int], _ html: inout HTMLText) {
    html.markup("<div class=\"scroll\"><table class=\"heat\">\n")
    html.headings([words["unit"]] + tasks.map { map.tasks[$0].title })
    html.markup("<tbody>\n")
    let isFree = { (row: HeatMap.Row) in tasks.allSatisfy { row.cells[$0].mark == .notApplicable } }
    for row in map.rows where !isFree(row) {
      html.unitHeading(row)
      for task in tasks { write(row.cells[task], &html) }
      html.markup("</tr>\n")
    }
    html.markup("</tbody></table></div>\n")
    free(map.rows.filter(isFree), of: tasks, &html)
  }

  /// Units to which none of the tasks applies: a line for each reason.
  private func free(_ rows: [HeatMap.Row], of tasks: [Int], _ html: inout HTMLText) {
    let reasons = Dictionary(grouping: rows) { row in
      words.list(Set(tasks.map { row.cells[$0].note }).filter { !$0.isEmpty }.sorted())
    }
    for (reason, rows) in reasons.sorted(by: { $0.key < $1.key }) {
      let label = words["verdict.not-applicable"] + (reason.isEmpty ? "" : words.bracketed(reason))
      html.markup("<p class=\"quiet\">")
      html.element("span", "class=\"chip not-applicable\"", label)
      html.text(" " + words.parts(rows.map(\.name)))
      html.markup("</p>\n")
    }
  }

  private func write(_ cell: HeatMap.Cell, _ html: inout HTMLText) {
    html.markup("<td class=\"\(cell.mark.rawValue)\"><span class=\"mark\">")
    html.text("\(cell.mark.symbol) \(words["verdict.\(cell.mark.rawValue)"])")
    html.markup("</span>")
    if !cell.figure.isEmpty { html.element("span", "class=\"figure\"", cell.figure) }
    if !cell.note.isEmpty { html.element("span", "class=\"note\"", cell.note) }
    if cell.isWaived { html.element("span", "class=\"note waived\"", words["waived"]) }
    html.markup("</td>")
  }
}

extension HTMLText {
  fileprivate mutating func unitHeading(_ row: HeatMap.Row) {
    markup("<tr><th scope=\"row\"><a href=\"#\(Anchor.unit(row.unit))\">")
    text(row.name)
    markup("</a></th>")
  }
}

extension HeatMap {
  /// An action with the indexes of its tasks.
  struct Group {
    var number: Int
    var title: String
    var tasks: [Int]
  }

  /// Every action in order, also one without a task; a map that names no action has those of its tasks.
  var grouped: [Group] {
    let named = actions.isEmpty ? Set(tasks.map(\.action)).sorted().map { Action(number: $0, title: "") } : actions
    return named.map { action in
      Group(
        number: action.number, title: action.title,
        tasks: tasks.indices.filter { tasks[$0].action == action.number })
    }
  }

  /// The worst verdict among cells that have one; what cannot be evaluated counts only where nothing else is there.
  static func worst(of cells: [Cell]) -> Mark {
    let order: [Mark] = [.error, .notMet, .partlyMet, .met, .notEvaluable]
    return order.first { mark in cells.contains { $0.mark == mark } } ?? .notApplicable
  }
}
