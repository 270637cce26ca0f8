// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Findings
import Foundation
import Hummingbird
import Intake
import Pipeline
import Policy
import ReportWriting
import Reports
import Results

/// What was handed in for a period: where each stands; the office accepts or sends back, a unit withdraws its own.
enum SubmissionRoutes {
  private static let office = Route.Access.roles([.office])

  static let routes: [Route] = [
    .get("/submissions", .readers) { try await list($0) },
    .get("/submissions/:submission", .readers, .submission) { try await one($0) },
    .post("/submissions/:submission/reject", office, .submission) {
      try await decide($0, .rejected, why: $0.field("reason"))
    },
    .post("/submissions/:submission/accept", office, .submission) {
      try await decide($0, .accepted, why: $0.form["reason"])
    },
    .post("/submissions/:submission/withdraw", .roles([.department, .office]), .submission) {
      try await decide($0, .withdrawn, why: $0.form["reason"])
    },
  ]

  private static func list(_ visit: Visit) async throws -> Response {
    guard let period = try await PeriodChoice(visit: visit).period() else { return PeriodChoice.empty(visit) }
    let own = try await SeenSubmissions(visit: visit, period: period).own()
    let choice = try await PeriodChoice(visit: visit).node(period)
    let lines = try await OwedSheets(visit: visit, period: period).own()
    let names = try await visit.desk.workers.read { [desk = visit.desk] in
      Dictionary(uniqueKeysWithValues: Set(own.compactMap { $0.unit ?? $0.about }).map { ($0, desk.unitName($0)) })
    }
    let headings = ["number", "unit", "by", "received", "state", "files", "why"].map {
      visit.context.text("submissions.\($0)")
    }
    return DeskPage(visit: visit, title: visit.text("nav.submissions"), subtitle: period.description).response {
      choice
      if !lines.isEmpty { OwedSheets.list(lines, visit) }
      if own.isEmpty {
        HTMLNode.make(.p) { visit.context.text("submissions.empty") }
      } else {
        TableMarkup(
          caption: visit.text("nav.submissions"), headings: headings, rows: own.reversed().map { row($0, names, visit) }
        ).node
      }
      TableLinks(visit: visit, tables: [.submissions, .expected], period: period).node
      if visit.account?.role == .office {
        HTMLNode.make(.p) { HTMLNode.link(visit.text("reminders.title"), to: "/reminders?period=\(period)") }
      }
    }
  }

  private static func row(_ submission: Submission, _ names: [String: String], _ visit: Visit) -> [HTMLNode] {
    let unit = submission.unit ?? submission.about
    let why = submission.state == .accepted ? nil : submission.events.last?.why
    return [
      .link("#\(submission.number)", to: "/submissions/\(submission.number)"),
      .text(unit.map { names[$0] ?? $0 } ?? "–"), .text(submission.by ?? "–"),
      .text(Moment(submission.receivedAt).map { ChinaTime.spelled(Int($0.date.timeIntervalSince1970)) } ?? "–"),
      .text(visit.context.text("submission.\(submission.state.rawValue)")), .text(String(submission.files)),
      .text(why ?? ""),
    ]
  }

  private static func one(_ visit: Visit) async throws -> Response {
    guard let number = Int(try visit.parameter("submission")) else { throw Refusal.notFound }
    let context = visit.context
    let (owner, changes) = try await visit.desk.workers.read { [workspace = visit.desk.workspace] in
      (
        try SubmissionOwner(number, in: workspace),
        try ChangesDocument(workspace.changes(of: number), context: context).text(context)
      )
    }
    let submission = owner.submission
    return DeskPage(
      visit: visit, title: visit.text("submission.title", ["number": String(number)]),
      subtitle: "\(owner.period) · \(owner.unit ?? "–")"
    ).response {
      HTMLNode.make(.ul, .class("plain")) {
        for event in submission.events {
          HTMLNode.make(.li) { line(event, visit) }
        }
      }
      HTMLNode.make(.h2) { visit.text("submission.changes") }
      HTMLNode.make(.pre, .class("changes-text")) { changes }
      decisions(submission, visit)
    }
  }

  private static func line(_ event: Submission.Event, _ visit: Visit) -> String {
    let time = ChinaTime.spelled(event.at)
    let state = visit.context.text("submission.\(event.state.rawValue)")
    return [time, state, event.who ?? "", event.why ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
  }

  /// What can be done from where it stands.
  private static func decisions(_ submission: Submission, _ visit: Visit) -> HTMLNode {
    let isOut = submission.state == .rejected || submission.state == .withdrawn
    let steps: [String] =
      switch visit.account?.role {
      case .office: isOut ? ["accept"] : ["reject", "withdraw"]
      case .department: isOut ? [] : ["withdraw"]
      default: []
      }
    return .fragment(
      steps.map { step in
        FormMarkup(visit: visit, action: "/submissions/\(submission.number)/" + step).node {
          HTMLNode.make(.h2) { visit.text("submission." + step) }
          HTMLNode.make(.p, .class("field")) {
            HTMLNode.make(.label, .other(.for, "f-" + step)) { visit.text("field.reason") }
            HTMLNode.element(
              .input,
              [.other(.type, "text"), .id("f-" + step), .other(.name, "reason"), .other(.maxlength, "500")]
                + (step == "reject" ? [.flag(.required)] : []), [])
          }
          FormMarkup.button(visit.text("submission." + step))
        }
      })
  }

  private static func decide(_ visit: Visit, _ state: SubmissionState, why: String?) async throws -> Response {
    guard let number = Int(try visit.parameter("submission")) else { throw Refusal.notFound }
    let (name, rules) = (try visit.user.name, visit.context.pack.settlement)
    try await visit.write { [workspace = visit.desk.workspace] in
      try workspace.decide(number, state, by: name, why: why, rules: rules)
    }
    return .redirect("/submissions/\(number)")
  }
}

/// Which period a page of a list shows: the one in the query, else the latest.
struct PeriodChoice: Sendable {
  let visit: Visit

  /// Nil where nothing was imported yet.
  func period() async throws -> Period? {
    if let text = visit.query["period"] ?? visit.form["period"] {
      guard let period = Period(text) else { throw Refusal.notFound }
      return period
    }
    return try await visit.desk.workers.read { [desk = visit.desk] in try desk.latestPeriod() }
  }

  /// Links to the same page of other periods.
  func node(_ period: Period) async throws -> HTMLNode {
    let periods = try await visit.desk.workers.read { [desk = visit.desk] in try desk.workspace.periods }
    let path = visit.request.uri.path
    return .make(.nav, .class("companions"), .label(visit.text("field.period"))) {
      for other in periods.reversed() {
        HTMLNode.element(
          .a, [.href("\(path)?period=\(other)")] + (other == period ? [.other(.current, "page")] : []),
          [.text(other.description)])
      }
    }
  }

  static func empty(_ visit: Visit) -> Response {
    DeskPage(visit: visit, title: visit.text("home.empty")).response { HTMLNode.make(.p) { visit.text("home.wait") } }
  }
}
