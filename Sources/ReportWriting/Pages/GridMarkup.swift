// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// A grid as a table in its own scrolling box; its headings come again on every sheet of paper.
struct GridMarkup {
  let grid: Grid
  let links: PageLinks
  let words: Words
  private static let filteredFrom = 12

  var node: HTMLNode {
    let isLong = grid.isSortable && grid.rows.count >= GridMarkup.filteredFrom
    return .make(.div, .class("grid")) {
      if isLong { filter }
      HTMLNode.make(.div, .class("scroll"), .other(.tabindex, "0"), .other(.role, "region"), .label(grid.caption)) {
        HTMLNode.element(
          .table, [.class(looks)] + (grid.isSortable ? [.other(.sortable, words["sort"])] : []),
          [
            .element(.caption, [.class("unseen")], [.text(grid.caption)]),
            .element(.thead, [], [.element(.tr, [], grid.columns.map(heading))]),
            .element(.tbody, [], grid.rows.map(row)),
          ])
      }
    }
  }

  /// A few figures need no full width; values of rows are not broken.
  private var looks: String {
    if !grid.hasHeadings { return "rows" }
    return grid.columns.count <= 4 && grid.columns.dropFirst().allSatisfy(\.isNumber) ? "narrow" : ""
  }

  private var filter: HTMLNode {
    .make(.p, .class("filter"), .flag(.hidden)) {
      HTMLNode.make(.input, .other(.type, "search"), .label(words["filter"]), .other(.placeholder, words["filter"]))
      " "
      HTMLNode.make(.output, .other(.message, words["shown"]))
    }
  }

  private func heading(_ column: Grid.Column) -> HTMLNode {
    .element(
      .th, [.scope(.col)] + (column.isNumber ? [.class("n")] : []), [.link(column.title, to: links.path(column.link))])
  }

  private func row(_ row: Grid.Row) -> HTMLNode {
    let classes = [row.isTotal ? "total" : "", row.level > 0 ? "l\(min(row.level, 4))" : ""].filter { !$0.isEmpty }
    return .element(
      .tr,
      [.id(row.id), .class(classes.joined(separator: " "))]
        + (row.filter.isEmpty ? [] : [.other(.order, row.filter)]),
      row.cells.enumerated().map { index, cell in self.cell(cell, index) })
  }

  private func cell(_ cell: GridCell, _ index: Int) -> HTMLNode {
    let isHeading = index == 0 && grid.hasHeadings
    var attributes: [HTMLAttribute] = isHeading ? [.scope(.row)] : []
    let classes = [
      grid.columns[index].isNumber ? "n" : "", cell.mark?.rawValue ?? "",
      cell.isSoft && !cell.text.isEmpty ? "soft" : "",
    ].filter { !$0.isEmpty }
    if !classes.isEmpty { attributes.append(.class(classes.joined(separator: " "))) }
    if let order = cell.order, !GridMarkup.tells(cell.text, order) { attributes.append(.other(.order, String(order))) }
    return .element(isHeading ? .th : .td, attributes, content(of: cell))
  }

  /// Whether the order of a figure can be read from its text: a whole number, percent of two places, nothing.
  private static func tells(_ text: String, _ order: Int) -> Bool {
    if text.isEmpty { return true }
    return text.hasSuffix("%") ? Int(text.dropLast().filter { $0 != "." }) == order : text == String(order)
  }

  private func content(of cell: GridCell) -> [HTMLNode] {
    // The sign of a mark comes from the style sheet: a grid of a thousand rows has five thousand of them.
    var nodes = [HTMLNode.link(cell.text, to: links.path(cell.link))]
    if let change = cell.change { nodes += [.text(" "), PhraseMarkup.node(of: change)] }
    if !cell.note.isEmpty { nodes.append(.element(.small, [], [.text(cell.note)])) }
    if !cell.links.isEmpty {
      let others = cell.links.map { HTMLNode.link($0.title, to: links.path($0.path)) }
      nodes.append(.element(.small, [], Array(others.map { [$0] }.joined(separator: [.text(" · ")]))))
    }
    return nodes
  }
}
