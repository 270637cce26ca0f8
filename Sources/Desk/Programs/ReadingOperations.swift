// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Findings
import HTTPTypes
import Hummingbird
import Intake
import Pipeline
import Policy
import ReportModel
import Reports
import Results

/// What programs read: the same figures, rows, findings and submissions that pages show.
enum ReadingOperations {
  private static let everyone = Route.Access.everyone
  private static let readers = Route.Access.readers
  private static let open = Schema.object([], isOpen: true)

  static let routes: [Route] = [
    .api(.get, "/openapi.json", .anybody, Operation(id: "openapi", answer: .json(open))) { visit in
      APIAnswer.response(
        OpenAPI(routes: RouteTable.routes, context: visit.context, version: visit.desk.settings.programVersion)
          .document)
    },
    .api(.get, "/me", everyone, Operation(id: "me", answer: .json(account))) { try me($0) },
    .api(.get, "/periods", readers, Operation(id: "periods", answer: .json(Schema.list(period)))) {
      try await periods($0)
    },
    .api(
      .get, "/periods/:period/units", readers,
      Operation(id: "units", query: [.limit, .offset], answer: .json(Schema.list(unit)))
    ) { try await units($0) },
    .api(
      .get, "/periods/:period/units/:unit/indicators", readers,
      Operation(id: "indicators", answer: .json(Schema.list(indicator))), .unit
    ) { try await indicators($0) },
    .api(
      .get, "/periods/:period/units/:unit/verdicts", readers,
      Operation(id: "verdicts", answer: .json(Schema.list(verdict))), .unit
    ) { try await verdicts($0) },
    .api(
      .get, "/periods/:period/units/:unit/rows/:measure", readers,
      Operation(id: "rows", query: [.limit, .offset], answer: .json(rows)), .unit
    ) { try await evidence($0) },
    .api(
      .get, "/periods/:period/findings", readers,
      Operation(id: "findings", query: [.state, .limit, .offset], answer: .json(Schema.list(finding)))
    ) { try await findings($0) },
    .api(
      .get, "/periods/:period/submissions", readers,
      Operation(id: "submissions", answer: .json(Schema.list(Schema.named("Submission"))))
    ) { try await submissions($0) },
    .api(
      .get, "/periods/:period/expected", readers, Operation(id: "expected", answer: .json(Schema.list(owed)))
    ) { try await expected($0) },
  ]

  // MARK: Shapes

  private static let account = Schema.object([
    ("name", Schema.text), ("role", Schema.one(of: Role.allCases.map(\.rawValue))), ("unit", Schema.textOrNull),
  ])
  private static let period = Schema.object([
    ("period", Schema.period), ("version", Schema.number), ("sealed", Schema.flag),
  ])
  private static let unit = Schema.object([
    ("id", Schema.text), ("name", Schema.text), ("parent", Schema.textOrNull), ("depth", Schema.number),
    ("kind", Schema.textOrNull), ("sector", Schema.textOrNull),
  ])
  private static let indicator = Schema.object(
    [
      ("period", Schema.period), ("unit", Schema.text), ("unitName", Schema.text), ("indicator", Schema.text),
      ("state", Schema.text), ("numerator", Schema.numberOrNull), ("denominator", Schema.numberOrNull),
    ], isOpen: true)
  private static let verdict = Schema.object(
    [
      ("period", Schema.period), ("unit", Schema.text), ("task", Schema.text), ("verdict", Schema.text),
      ("waived", Schema.flag), ("checks", Schema.list(open)), ("reason", Schema.textOrNull),
    ], isOpen: true)
  private static let rows = Schema.object([
    ("columns", Schema.list(Schema.text)), ("rows", Schema.list(Schema.list(Schema.text))), ("more", Schema.flag),
  ])
  private static let finding = Schema.object(
    [
      ("id", Schema.text), ("code", Schema.text), ("severity", Schema.text), ("file", Schema.textOrNull),
      ("sheet", Schema.textOrNull), ("row", Schema.numberOrNull), ("column", Schema.textOrNull),
      ("message", Schema.text),
    ], isOpen: true)
  private static let owed = Schema.object([
    ("unit", Schema.text), ("unitName", Schema.text), ("kind", Schema.text), ("due", Schema.textOrNull),
    ("received", Schema.textOrNull), ("state", Schema.one(of: ["on-time", "late", "missing"])),
  ])

  // MARK: Answers

  private static func me(_ visit: Visit) throws -> Response {
    let account = try visit.user
    return APIAnswer.response(
      .object([
        ("name", .text(account.name)), ("role", .text(account.role.rawValue)), ("unit", .text(account.unit)),
      ]))
  }

  private static func periods(_ visit: Visit) async throws -> Response {
    let versions = try await visit.desk.workers.read { [workspace = visit.desk.workspace] in try workspace.versions() }
    return APIAnswer.response(
      .list(
        versions.map {
          .object([
            ("period", .text($0.period.description)), ("version", .number($0.number)), ("sealed", .flag($0.isSealed)),
          ])
        }))
  }

  private static func units(_ visit: Visit) async throws -> Response {
    let (period, own) = (try await visit.knownPeriod, try visit.user.unit)
    let (limit, offset) = (try visit.number(.limit), try visit.number(.offset))
    let units = try await visit.desk.workers.read { [desk = visit.desk] () -> [JSONValue] in
      guard let tree = try desk.trees.tree(of: period, desk) else { throw Refusal.notFound }
      let root = own.map { tree.node(coded: $0) } ?? 0
      guard let root, !tree.nodes.isEmpty else { return [] }
      let range = own == nil ? 0...tree.nodes.count - 1 : tree.subtree(of: root)
      return range.dropFirst(offset).prefix(limit).map { node in
        let unit = tree.nodes[node]
        return .object([
          ("id", .text(unit.code)), ("name", .text(unit.name)),
          ("parent", .text(unit.parent.map { tree.nodes[$0].code })),
          ("depth", .number(unit.depth)), ("kind", .text(unit.kind)), ("sector", .text(unit.sector)),
        ])
      }
    }
    return APIAnswer.response(.list(units))
  }

  private static func indicators(_ visit: Visit) async throws -> Response {
    let (context, period, unit) = (visit.context, try await visit.knownPeriod, try visit.parameter("unit"))
    return APIAnswer.response(
      text: try await visit.desk.workers.count {
        try IndicatorsRun(census: PeriodCensus(context: context, period: period)).document(units: .named(unit)).json()
      })
  }

  private static func verdicts(_ visit: Visit) async throws -> Response {
    let (context, period, unit) = (visit.context, try await visit.knownPeriod, try visit.parameter("unit"))
    return APIAnswer.response(
      text: try await visit.desk.workers.count {
        try AssessRun(census: PeriodCensus(context: context, period: period)).document(units: .named(unit)).json()
      })
  }

  private static func evidence(_ visit: Visit) async throws -> Response {
    let (context, period) = (visit.context, try await visit.knownPeriod)
    let (unit, measure) = (try visit.parameter("unit"), try visit.parameter("measure"))
    let (limit, offset) = (try visit.number(.limit), try visit.number(.offset))
    let page = try await visit.desk.workers.read {
      try EvidencePage(
        context: context, period: period, unit: unit, measure: measure, skipping: offset, taking: limit)
    }
    return APIAnswer.response(
      .object([
        ("columns", .texts(page.grid.columns.map(\.title))),
        ("rows", .list(page.grid.rows.map { .texts($0.cells.map(\.text)) })), ("more", .flag(page.hasMore)),
      ]))
  }

  private static func findings(_ visit: Visit) async throws -> Response {
    let (context, period, unit) = (visit.context, try await visit.knownPeriod, try visit.user.unit)
    let (limit, offset) = (try visit.number(.limit), try visit.number(.offset))
    let choice: FindingsRun.Choice = try visit.choice(.state) == "accepted" ? .accepted : .open
    return APIAnswer.response(
      text: try await visit.desk.workers.count {
        var listing = try FindingsRun(context: context, period: period).list(choice, unit: unit)
        listing.items = Array(listing.items.dropFirst(offset).prefix(limit))
        return try FindingsDocument(context: context, listing: listing, choice: choice).json()
      })
  }

  private static func submissions(_ visit: Visit) async throws -> Response {
    let period = try await visit.knownPeriod
    return APIAnswer.response(text: try await SeenSubmissions(visit: visit, period: period).document().json())
  }

  private static func expected(_ visit: Visit) async throws -> Response {
    let (context, period) = (visit.context, try await visit.knownPeriod)
    let lines = try await OwedSheets(visit: visit, period: period).own()
    return APIAnswer.response(
      text: try await visit.desk.workers.read { try ExpectedRun(context: context, period: period).table(lines).json() })
  }
}

extension Operation.Field {
  static let state = Operation.Field(
    name: "state", schema: Schema.one(of: ["open", "accepted"]), values: ["open", "accepted"])
}

extension Visit {
  /// The period in the path, which the workspace has.
  var knownPeriod: Period {
    get async throws {
      let period = try period
      guard try await desk.workers.read({ [desk] in try desk.workspace.periods.contains(period) }) else {
        throw Refusal.notFound
      }
      return period
    }
  }

  /// A whole number of the query: the usual one where it is not there.
  func number(_ field: Operation.Field) throws -> Int {
    let usual = field.name == "limit" ? 100 : 0
    guard let text = query.raw(field.name) else { return usual }
    guard let number = Int(text), let range = field.range, range.contains(number) else { throw Refusal.malformed }
    return number
  }

  /// One of a few words of the query; nil where it is not there.
  func choice(_ field: Operation.Field) throws -> String? {
    guard let text = query.raw(field.name) else { return nil }
    guard field.values.contains(text) else { throw Refusal.malformed }
    return text
  }
}

/// The submissions of a period that an account sees.
struct SeenSubmissions: Sendable {
  let visit: Visit
  let period: Period

  func own() async throws -> [Submission] {
    let all = try await visit.desk.workers.read { [workspace = visit.desk.workspace, period] in
      try workspace.submissions(of: period)
    }
    var own: [Submission] = []
    for submission in all where try await visit.sees(submission.unit ?? submission.about, in: period) {
      own.append(submission)
    }
    return own
  }

  func document() async throws -> SubmissionsDocument {
    let numbers = Set(try await own().map(\.number))
    let (context, period) = (visit.context, period)
    return try await visit.desk.workers.read {
      try SubmissionsDocument(context: context, period: period).filtered { numbers.contains($0.number) }
    }
  }
}
