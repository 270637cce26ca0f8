// SPDX-License-Identifier: Apache-2.0

import CensusModel
import DeskStore
import Findings
import Foundation
import Hummingbird
import Pipeline
import Policy
import ReportWriting
import Reports
import Results

/// The working list, one of its items, and the form for a new one.
struct WorkPage: Sendable {
  private static let shown = 50

  let visit: Visit

  private func text(_ key: String, _ facts: [String: String] = [:]) -> String { visit.text("work." + key, facts) }

  /// Today in China, `2019-07-31`.
  private static var today: String { String(ChinaTime.spelled(Int(Date().timeIntervalSince1970)).prefix(10)) }

  private func isOverdue(_ item: WorkItem) -> Bool {
    item.state != .closed && item.due.map { $0 < WorkPage.today } ?? false
  }

  // MARK: List

  func list() async throws -> Response {
    let query = visit.query
    let number = max(1, min(1_000_000, query["page"].flatMap { Int($0) } ?? 1))
    var items: [WorkItem] = []
    for item in try await visit.desk.workers.read({ [store = visit.desk.store] in try store.works() })
    where try await visit.sees(item.unit, in: Period(item.period)) {
      items.append(item)
    }
    items = items.filter { item in
      (query["state"].map { $0 == item.state.rawValue } ?? true) && (query["unit"].map { $0 == item.unit } ?? true)
        && (query["overdue"] == nil || isOverdue(item))
    }
    let own = items
    let names = try await names(of: Set(own.map(\.unit)))
    return DeskPage(
      visit: visit, title: visit.text("nav.work"), subtitle: visit.text("count", ["count": String(own.count)])
    )
    .response {
      if !own.isEmpty || !query.names.isEmpty { filter }
      if own.isEmpty {
        HTMLNode.make(.p) { text(query.names.isEmpty ? "none" : "none-such") }
      } else {
        table(own, number, names)
      }
      Pager(
        path: "/work", page: number, hasMore: own.count > number * WorkPage.shown,
        query: ["state", "unit", "overdue"].compactMap { name in query[name].map { "\(name)=\(Form.encoded($0))" } }
          .joined(separator: "&")
      ).node(visit)
    }
  }

  private func names(of units: Set<String>) async throws -> [String: String] {
    try await visit.desk.workers.read { [desk = visit.desk] in
      Dictionary(uniqueKeysWithValues: units.map { ($0, desk.unitName($0)) })
    }
  }

  private var filter: HTMLNode {
    let query = visit.query
    let states = [("", text("any"))] + WorkItem.State.allCases.map { ($0.rawValue, text("is." + $0.rawValue)) }
    return .element(
      .form, [.other(.method, "get"), .other(.action, "/work"), .class("stack")],
      [
        FormMarkup.choice("state", text("state"), states, chosen: query["state"]),
        FormMarkup.field("unit", visit.text("field.unit"), value: query["unit"] ?? "", [.other(.maxlength, "40")]),
        FormMarkup.choice(
          "overdue", text("due"), [("", text("any")), ("1", text("overdue"))], chosen: query["overdue"]),
        FormMarkup.button(visit.text("trail.show")),
      ])
  }

  private func table(_ items: [WorkItem], _ page: Int, _ names: [String: String]) -> HTMLNode {
    TableMarkup(
      caption: visit.text("nav.work"), headings: ["subject", "unit", "due", "state"].map { text($0) },
      rows: items.dropFirst((page - 1) * WorkPage.shown).prefix(WorkPage.shown).map { item in
        [
          .link(item.title, to: "/work/\(item.id)"), .text(names[item.unit] ?? item.unit),
          .text((item.due ?? "–") + (isOverdue(item) ? " · " + text("overdue") : "")),
          .text(text("is." + item.state.rawValue)),
        ]
      }
    ).node
  }

  // MARK: One

  func one() async throws -> Response {
    guard let id = Int64(try visit.parameter("work")) else { throw Refusal.notFound }
    let (item, steps) = try await visit.desk.workers.read { [store = visit.desk.store] in
      (try store.work(id), try store.steps(of: id))
    }
    guard let item else { throw Refusal.notFound }
    let name = try await names(of: [item.unit])[item.unit] ?? item.unit
    let facts = [item.period, name, item.due ?? "", text("is." + item.state.rawValue)].filter { !$0.isEmpty }
    return DeskPage(visit: visit, title: item.title, subtitle: facts.joined(separator: " · ")).response {
      if isOverdue(item) { HTMLNode.make(.p, .class("wrong")) { text("overdue") } }
      HTMLNode.make(.ul, .class("plain")) { for step in steps { HTMLNode.make(.li) { told(step, item) } } }
      forms(item)
      HTMLNode.make(.p) { HTMLNode.link(visit.text("nav.work"), to: "/work") }
    }
  }

  private func told(_ step: WorkStep, _ item: WorkItem) -> HTMLNode {
    let words = [ChinaTime.spelled(step.at), text("step." + step.kind.rawValue), step.who, step.text]
    return .make(.div) {
      words.filter { !$0.isEmpty }.joined(separator: " · ")
      if let file = step.file, let hash = step.sha256 {
        " · "
        HTMLNode.link(file, to: "/work/\(item.id)/evidence/\(hash)", .flag(.download))
        HTMLNode.make(.small, .class("code")) { " SHA-256 " + hash }
      }
    }
  }

  private func forms(_ item: WorkItem) -> HTMLNode {
    let role = visit.account?.role
    guard role == .office || role == .department else { return .fragment([]) }
    if item.state == .closed { return role == .office ? reasoned("reopen", item) : .fragment([]) }
    let own: [HTMLNode] = [
      .make(.h2) { text("answer") },
      FormMarkup(visit: visit, action: "/work/\(item.id)/answer", isUpload: true).node {
        FormMarkup.area("text", visit.text("field.text"))
        FormMarkup.field("files", text("file"), type: "file", hint: text("file-hint"), [])
        FormMarkup.button(text("answer"))
      }, .make(.h2) { text("plan") },
      FormMarkup(visit: visit, action: "/work/\(item.id)/plan").node {
        FormMarkup.field("due", text("due"), type: "date", value: item.due ?? "")
        FormMarkup.button(text("plan"))
      },
    ]
    guard role == .office else { return .fragment(own) }
    return .fragment(own + (item.kind == .finding ? [reasoned("accept", item)] : []) + [reasoned("close", item)])
  }

  private func reasoned(_ step: String, _ item: WorkItem) -> HTMLNode {
    .fragment([
      .make(.h2) { text(step) },
      FormMarkup(visit: visit, action: "/work/\(item.id)/" + step).node {
        HTMLNode.make(.p, .class("field")) {
          HTMLNode.make(.label, .other(.for, "f-" + step)) { visit.text("field.reason") }
          HTMLNode.make(
            .input, .other(.type, "text"), .id("f-" + step), .other(.name, "reason"), .other(.maxlength, "500"),
            .flag(.required))
        }
        FormMarkup.button(text(step))
      },
    ])
  }

  // MARK: A new one

  func form() async throws -> Response {
    guard let period = try await PeriodChoice(visit: visit).period() else { return PeriodChoice.empty(visit) }
    let tasks = visit.context.pack.tasks.map { ($0.id, $0.title[visit.language]) }
    let finding = visit.query["finding"]
    let found = try await finding.asyncFlatMap { try await WorkSubject(visit: visit, period: period).found($0) }
    return DeskPage(visit: visit, title: text("new"), subtitle: period.description).response {
      if let found { HTMLNode.make(.p) { found.1 } }
      FormMarkup(visit: visit, action: "/work").node {
        FormMarkup.hidden("period", period.description)
        if let finding, found != nil {
          FormMarkup.hidden("subject", finding)
        } else {
          FormMarkup.choice("subject", visit.text("field.task"), tasks, chosen: visit.query["task"])
        }
        FormMarkup.field(
          "unit", visit.text("field.unit"), value: visit.query["unit"] ?? "", hint: visit.text("field.unit-hint"))
        FormMarkup.field("due", text("due"), type: "date", [])
        FormMarkup.field("text", text("note"), [.other(.maxlength, "500")])
        FormMarkup.button(text("assign"))
      }
    }
  }
}
