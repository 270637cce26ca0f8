// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Findings
import Hummingbird
import Pipeline
import Policy
import ReportWriting
import Reports
import Results

/// Explanations, waivers, the seal and the trail.
enum OfficeRoutes {
  private static let office = Route.Access.roles([.office])
  private static let explaining = Route.Access.roles([.office, .department])

  static let routes: [Route] = [
    .get("/explanations", explaining) { try await explanations($0) },
    .post("/explanations/:period/:unit/:measure", explaining, .unit) { try await explain($0) },
    .get("/waivers", office) { try await waivers($0) },
    .post("/waivers", office) { try await waive($0) },
    .get("/seal", office) { try await SealPage(visit: $0).response() },
    .post("/seal", office) { try await SealPage(visit: $0).seal() },
    .post("/unseal", office) { try await SealPage(visit: $0).unseal() },
    .get("/trail", .roles([.office, .administrator])) { try await TrailPage(visit: $0).response() },
  ]

  // MARK: Explanations

  private static func explanations(_ visit: Visit) async throws -> Response {
    guard let period = try await PeriodChoice(visit: visit).period() else { return PeriodChoice.empty(visit) }
    let context = visit.context
    let all = try await visit.duties(of: period)
    var own: [ExplanationItem] = []
    for item in all.value where try await visit.sees(item.unit, in: period) { own.append(item) }
    let choice = try await PeriodChoice(visit: visit).node(period)
    let headings = ["name", "measure", "against", "before", "after", "explanation"].map {
      context.text("explanations.\($0)")
    }
    return DeskPage(visit: visit, title: visit.text("nav.explanations"), subtitle: period.description).response {
      choice
      AsOfNote(visit: visit, asOf: all.asOf).nodes
      if own.isEmpty {
        HTMLNode.make(.p) { context.text("explanations.none") }
      } else {
        TableMarkup(
          caption: visit.text("nav.explanations"), headings: headings, rows: own.map { row($0, period, visit) }
        ).node
      }
      TableLinks(visit: visit, tables: [.explanations], period: period).node
    }
  }

  private static func row(_ item: ExplanationItem, _ period: Period, _ visit: Visit) -> [HTMLNode] {
    let title = visit.context.pack.measure(item.duty.measure)?.title[visit.language] ?? item.duty.measure
    let path = "/explanations/\(period)/\(Form.encoded(item.unit))/\(Form.encoded(item.duty.measure))"
    return [
      .text(item.name), .text(title), .text(item.against.description), .text(String(item.before)),
      .text(String(item.after)),
      .make(.div) {
        if let given = item.given { given.text + " (" + given.by + ")" }
        FormMarkup(visit: visit, action: path, isInline: true).node {
          HTMLNode.element(
            .input,
            [
              .other(.type, "text"), .other(.name, "text"), .label(visit.text("field.text")),
              .other(.maxlength, "1000"), .flag(.required),
            ], [])
          FormMarkup.button(visit.text("explanations.give"), isPlain: true)
        }
      },
    ]
  }

  private static func explain(_ visit: Visit) async throws -> Response {
    let (period, unit, measure) = (try visit.period, try visit.parameter("unit"), try visit.parameter("measure"))
    let (text, name, context) = (try visit.field("text"), try visit.user.name, visit.context)
    try await visit.write {
      try ExplanationsRun(census: PeriodCensus(context: context, period: period))
        .add(unit: unit, measure: measure, text: text, by: name)
    }
    return .redirect("/explanations?period=\(period)")
  }

  // MARK: Waivers

  private static func waivers(_ visit: Visit) async throws -> Response {
    let context = visit.context
    let headings = ["task", "unit", "reason", "approver", "from", "until"].map { visit.text("field." + $0) }
    return DeskPage(visit: visit, title: visit.text("nav.waivers")).response {
      if context.pack.waivers.isEmpty {
        HTMLNode.make(.p) { visit.text("nothing") }
      } else {
        TableMarkup(
          caption: visit.text("nav.waivers"), headings: headings,
          rows: context.pack.waivers.map { waiver in
            [
              .text(waiver.task), .text(waiver.unit), .text(waiver.reason), .text(waiver.approver),
              .text(waiver.from.description), .text(waiver.until.description),
            ]
          }
        ).node
      }
      TableLinks(visit: visit, tables: [.waivers]).node
      HTMLNode.make(.h2) { visit.text("waivers.new") }
      FormMarkup(visit: visit, action: "/waivers").node {
        FormMarkup.choice(
          "task", visit.text("field.task"), context.pack.tasks.map { ($0.id, $0.title[visit.language]) })
        FormMarkup.field("unit", visit.text("field.unit"), hint: visit.text("field.unit-hint"))
        FormMarkup.field("reason", visit.text("field.reason"))
        FormMarkup.field("approver", visit.text("field.approver"))
        FormMarkup.field("from", visit.text("field.from"), type: "date")
        FormMarkup.field("until", visit.text("field.until"), type: "date")
        FormMarkup.button(visit.text("waivers.add"))
      }
    }
  }

  private static func waive(_ visit: Visit) async throws -> Response {
    let waiver = Waiver(
      task: try visit.field("task"), unit: try visit.field("unit"), reason: try visit.field("reason"),
      approver: try visit.field("approver"), from: try visit.day("from"), until: try visit.day("until"))
    let (context, name) = (visit.context, try visit.user.name)
    try await visit.write { [desk = visit.desk] in
      _ = try WaiverRun(context: context).add(waiver, by: name)
      try desk.reload()
    }
    return .redirect("/waivers")
  }
}

extension Visit {
  /// A day in a field: `2019-06-30`.
  func day(_ name: String) throws -> CalendarDay {
    let parts = try field(name).split(separator: "-").map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      let found = CalendarDay(year: year, month: month, day: day)
    else { throw Refusal.incomplete("desk.error.field", ["field": text("field." + name)]) }
    return found
  }
}
