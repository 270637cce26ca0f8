// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Findings
import Foundation
import Hummingbird
import Pipeline
import Policy
import ReportWriting
import Reports
import Results

/// What is filled in here in place of a file: targets of the office, progress of tasks with its evidence, reminders to copy.
enum FormRoutes {
  private static let office = Route.Access.roles([.office])
  private static let senders = Route.Access.roles([.department, .office])

  static let routes: [Route] = [
    .get("/targets", office) { targets($0) },
    .post("/targets", office) { try await addTarget($0) },
    .get("/progress", senders) { try await ProgressForm(visit: $0).page() },
    .post("/progress", senders, body: .upload) { try await ProgressForm(visit: $0).hand() },
    .get("/reminders", office) { try await reminders($0) },
  ]

  // MARK: Targets

  private static func targets(_ visit: Visit) -> Response {
    let context = visit.context
    let titles = context.pack.indicators.map { ($0.id, $0.title[visit.language]) }
    return DeskPage(visit: visit, title: visit.text("nav.targets")).response {
      HTMLNode.make(.p, .class("note")) { visit.text("targets.note") }
      if context.pack.targets.isEmpty {
        HTMLNode.make(.p) { visit.text("nothing") }
      } else {
        TableMarkup(
          caption: visit.text("nav.targets"),
          headings: ["indicator", "bound", "from", "until", "document", "set-by"].map { visit.text("field." + $0) },
          rows: context.pack.targets.map { target in
            [
              .text(context.pack.indicator(target.indicator)?.title[visit.language] ?? target.indicator),
              .text(bound(target.threshold)), .text(target.threshold.inForce.from?.description ?? "–"),
              .text(target.threshold.inForce.until?.description ?? "–"), .text(target.threshold.source.document),
              .text(target.threshold.setBy ?? "–"),
            ]
          }
        ).node
      }
      HTMLNode.make(.h2) { visit.text("targets.new") }
      FormMarkup(visit: visit, action: "/targets").node {
        FormMarkup.choice("indicator", visit.text("field.indicator"), titles)
        FormMarkup.field(
          "at-least", visit.text("field.at-least"), [.flag(.required), .other(.pattern, "[0-9]{1,3}([.][0-9]{1,2})?")])
        FormMarkup.field("from", visit.text("field.from"), type: "date")
        FormMarkup.field("until", visit.text("field.until"), type: "date")
        FormMarkup.field("document", visit.text("field.document"))
        FormMarkup.field("set-by", visit.text("field.set-by"))
        FormMarkup.button(visit.text("targets.add"))
      }
    }
  }

  private static func bound(_ threshold: Threshold) -> String {
    guard threshold.aim == .fixed else { return "–" }
    return (threshold.comparison == .atLeast ? "≥ " : "≤ ") + ResultCell.percent(threshold.hundredths).plain
  }

  private static func addTarget(_ visit: Visit) async throws -> Response {
    let target = NewTarget(
      indicator: try visit.field("indicator"), atLeast: try visit.field("at-least"), from: try visit.day("from"),
      until: try visit.day("until"), document: try visit.field("document"), setBy: try visit.field("set-by"))
    guard target.atLeast.wholeMatch(of: /[0-9]{1,3}(\.[0-9]{1,2})?/) != nil, target.from <= target.until else {
      throw Refusal.malformed
    }
    let (context, name) = (visit.context, try visit.user.name)
    try await visit.write { [desk = visit.desk] in
      try TargetsRun(context: context).add(target, by: name)
      try desk.reload()
    }
    return .redirect("/targets")
  }

  // MARK: Reminders

  /// A text for each unit that owes something, to copy into whatever reaches it.
  private static func reminders(_ visit: Visit) async throws -> Response {
    guard let period = try await PeriodChoice(visit: visit).period() else { return PeriodChoice.empty(visit) }
    let missing = try await OwedSheets(visit: visit, period: period).own().filter { $0.state == .missing }
    let choice = try await PeriodChoice(visit: visit).node(period)
    var units: [String] = []
    for line in missing where !units.contains(line.unitName) { units.append(line.unitName) }
    return DeskPage(visit: visit, title: visit.text("reminders.title"), subtitle: period.description).response {
      choice
      if units.isEmpty { HTMLNode.make(.p) { visit.text("home.all-in") } }
      for unit in units {
        HTMLNode.make(.h2) { unit }
        HTMLNode.make(.pre, .class("changes-text secret")) {
          text(unit, missing.filter { $0.unitName == unit }, period, visit)
        }
      }
    }
  }

  private static func text(_ unit: String, _ lines: [ExpectedLine], _ period: Period, _ visit: Visit) -> String {
    let sheets = lines.map { line in
      visit.context.text("kind.\(line.sheet.kind.rawValue)")
        + (line.sheet.due.map { visit.text("home.due", ["day": $0.description]) } ?? "")
    }
    return visit.text(
      "reminders.text",
      [
        "unit": unit, "period": period.description,
        "sheets": sheets.joined(separator: visit.context.text("list.separator")),
      ])
  }
}
