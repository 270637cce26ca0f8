// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Pipeline
import Policy
import Results

/// One line of a list of corrective actions that came back.
struct CorrectiveAction {
  /// How far it is on the census day.
  enum Standing: String, CaseIterable { case overdue, planned, unplanned, done }

  var node: Int
  /// ID of the task as the list names it.
  var task: String
  /// ID of the indicator; nil for a task judged by papers.
  var indicator: String?
  var measure: String
  /// Masked unless the workspace keeps full names.
  var person: String
  var planned: CalendarDay?
  var done: CalendarDay?
  /// Code of code list `action-state`.
  var state: String?
  var isClosed: Bool
  var place: String

  /// Done is what has a day of completion, says so, or was struck off.
  func standing(on day: CalendarDay) -> Standing {
    if done != nil || state == "done" || isClosed { return .done }
    guard let planned else { return .unplanned }
    return planned < day ? .overdue : .planned
  }
}

/// 整改台账 of a period: what units do about what they do not meet, as they filled it in.
struct CorrectiveActions {
  private static let columns = ["task", "indicator", "measure", "name", "planned_on", "done_on", "state", "closed"]

  /// In order of unit, file and row.
  let actions: [CorrectiveAction]
  let day: CalendarDay

  /// None where the period holds no such sheet, or the pack no such kind.
  init(census: PeriodCensus) throws {
    day = census.period.censusDay
    let names = CorrectiveActions.columns
    guard census.schemas.holds(.correctiveAction), try census.database.hasRecords(of: .correctiveAction),
      names.allSatisfy({ census.database.has($0, of: .correctiveAction) })
    else {
      actions = []
      return
    }
    let last = max(0, try census.database.organisationTree().nodes.count - 1)
    var actions: [CorrectiveAction] = []
    try census.database.ledger(of: .correctiveAction, [], among: [], nodes: 0...last, columns: names) { row, _ in
      actions.append(CorrectiveAction(row))
    }
    self.actions = actions
  }

  /// Those of a unit and of the units below it; what is overdue first, then what is planned, by day.
  func below(_ node: Int, in tree: OrganisationTree) -> [CorrectiveAction] {
    let nodes = tree.subtree(of: node)
    let order = CorrectiveAction.Standing.allCases
    return actions.enumerated().filter { nodes.contains($1.node) }.map { place, action in
      let rank = order.firstIndex(of: action.standing(on: day)) ?? order.count
      return (key: (rank, action.planned?.rawValue ?? .max, place), action: action)
    }.sorted { $0.key < $1.key }.map(\.action)
  }

  /// What a unit itself does about a task, and about one of its indicators; nil where nothing came back.
  func action(on task: String, _ indicator: String?, of node: Int) -> CorrectiveAction? {
    actions.last { $0.node == node && $0.task == task && ($0.indicator ?? "") == (indicator ?? "") }
  }

  func count(_ standing: CorrectiveAction.Standing, below node: Int, in tree: OrganisationTree) -> Int {
    let nodes = tree.subtree(of: node)
    return actions.count { nodes.contains($0.node) && $0.standing(on: day) == standing }
  }
}

extension CorrectiveAction {
  fileprivate init(_ row: EvidenceRow) {
    let values = row.values
    self.init(
      node: row.node, task: values[0].words ?? "", indicator: values[1].words, measure: values[2].words ?? "",
      person: values[3].words ?? "", planned: values[4].day, done: values[5].day, state: values[6].words,
      isClosed: values[7].words == "1", place: "\(row.file) ▸ \(row.sheet) ▸ \(row.row)")
  }
}

extension RecordValue {
  /// As text; nil where nothing stands there.
  var words: String? {
    switch self {
    case .null: nil
    case .text(let text): text.isEmpty ? nil : text
    case .integer(let number): String(number)
    }
  }

  /// As a day; nil where none stands there.
  var day: CalendarDay? {
    guard case .integer(let number) = self else { return nil }
    return CalendarDay(rawValue: Int(number))
  }
}
