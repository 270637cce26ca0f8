// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Findings
import Intake
import Pipeline
import Policy
import Reports
import Results

/// The tables that the desk's pages show, to take along.
enum DeskTable: String, Sendable, CaseIterable {
  case findings, submissions, expected, explanations, waivers, trail, indicators, verdicts, rows

  /// Who may have it.
  var roles: Set<Role> {
    switch self {
    case .trail: [.office, .administrator]
    case .waivers: [.office]
    case .explanations: [.office, .department]
    default: [.office, .inspector, .department]
    }
  }

  /// Whether it may be long, so that it is made in the background.
  var isLong: Bool { self == .rows }
}

/// What somebody asks for: a table, of which quarter and unit, and how it is spelled.
struct TableWish: Sendable {
  let table: DeskTable
  let format: ResultFormat
  /// The latest where none is named.
  let period: Period?
  /// Organisation ID; the account's own where none is named.
  let unit: String?
  let measure: String?
  let isAccepted: Bool

  /// - Throws: `Refusal.malformed`, `.notFound`, `.forbidden`.
  init(_ form: Form, table: DeskTable? = nil, for account: Account) throws {
    guard let table = table ?? form["table"].flatMap(DeskTable.init(rawValue:)),
      let format = ResultFormat(rawValue: form["format"] ?? "csv"), [.csv, .xlsx].contains(format)
    else { throw Refusal.malformed }
    guard table.roles.contains(account.role) else { throw Refusal.forbidden }
    (self.table, self.format) = (table, format)
    period = try form["period"].map { text in
      guard let period = Period(text) else { throw Refusal.notFound }
      return period
    }
    unit = form["unit"] ?? account.unit
    measure = form["measure"]
    isAccepted = form["show"] == "accepted"
  }

  /// `findings-2019-Q2.csv`
  func name(_ period: Period) -> String {
    let parts = [table.rawValue, measure, table == .rows ? unit : nil, table == .trail ? nil : period.description]
    return parts.compactMap { $0 }.joined(separator: "-") + "." + format.rawValue
  }

  /// As `init` reads it.
  func query(_ period: Period) -> String {
    let fields: [(String, String?)] = [
      ("table", table.rawValue), ("format", format.rawValue), ("period", period.description), ("unit", unit),
      ("measure", measure), ("show", isAccepted ? "accepted" : nil),
    ]
    return fields.compactMap { name, value in value.map { name + "=" + Form.encoded($0) } }.joined(separator: "&")
  }
}

/// Makes a table; on a thread that may wait.
struct TableMaker: Sendable {
  let desk: Desk
  let context: CommandContext
  let account: Account
  let wish: TableWish
  let period: Period

  /// - Throws: `Refusal.notFound` for what the account does not see; what the verbs throw.
  func document() throws -> any ResultDocument {
    switch wish.table {
    case .findings: return try findings()
    case .submissions:
      let seen = try codes()
      return try SubmissionsDocument(context: context, period: period).filtered { submission in
        seen.map { codes in (submission.unit ?? submission.about).map(codes.contains) ?? false } ?? true
      }
    case .expected:
      let (run, seen) = (ExpectedRun(context: context, period: period), try codes())
      let lines = try run.lines()
      guard let seen, let tree = try desk.trees.tree(of: period, desk) else { return run.table(lines) }
      return run.table(
        lines.filter { line in tree.node(named: line.sheet.unit).map { seen.contains(tree.nodes[$0].code) } ?? false })
    case .explanations:
      let (run, seen) = (try ExplanationsRun(census: census()), try codes())
      return run.table(try run.items().filter { seen?.contains($0.unit) ?? true })
    case .waivers: return WaiversDocument(book: try WaiverRun(context: context).book(period: period), context: context)
    case .trail: return try TrailDocument(context: context)
    case .indicators: return try IndicatorsRun(census: census()).document(units: UnitSelection(wish.unit))
    case .verdicts: return try AssessRun(census: census()).document(units: UnitSelection(wish.unit))
    case .rows: return try rows()
    }
  }

  private func census() throws -> PeriodCensus { try PeriodCensus(context: context, period: period) }

  private func findings() throws -> FindingsDocument {
    let choice: FindingsRun.Choice = wish.isAccepted ? .accepted : .open
    let listing = try FindingsRun(context: context, period: period).list(choice, unit: account.unit)
    return FindingsDocument(context: context, listing: listing, choice: choice)
  }

  private func rows() throws -> ResultTable {
    let run = try EvidenceRun(census: census())
    guard let measure = wish.measure, context.pack.measure(measure) != nil, let part = try run.parts(of: measure).first
    else { throw Refusal.notFound }
    return run.table(of: part, unit: try UnitSelection(wish.unit).nodes(in: run.tree)[0])
  }

  /// IDs of the units that the account sees; nil for all.
  private func codes() throws -> Set<String>? {
    guard let own = account.unit else { return nil }
    guard let tree = try desk.trees.tree(of: period, desk), let root = tree.node(coded: own) else { return [] }
    return Set(tree.subtree(of: root).map { tree.nodes[$0].code })
  }
}
