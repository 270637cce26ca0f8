// SPDX-License-Identifier: Apache-2.0

import CensusModel
import DeskStore
import Reports

/// 材料: what an office sends and works in, made in the background.
enum DeskPaper: String, Sendable, CaseIterable {
  /// All papers of the report in one archive.
  case all
  case bulletin, notice, ledger, comparison, data
  /// Members to look at on the spot.
  case sample

  /// Who may have it, of what they see.
  var roles: Set<Role> {
    switch self {
    case .notice, .ledger: Set(Role.allCases)
    case .sample: [.office, .administrator, .inspector]
    default: [.office, .administrator]
    }
  }

  /// The papers of a report that it is made of.
  var papers: [ReportPaper] {
    switch self {
    case .all: ReportPaper.allCases
    case .sample: []
    default: ReportPaper(rawValue: rawValue).map { [$0] } ?? []
    }
  }
}

/// What somebody asks for: a paper, of which quarter and unit.
struct PaperWish: Sendable {
  /// How many rows a list of members to look at may have.
  static let sizes = 1...1_000
  static let usualSize = 40

  let paper: DeskPaper
  let period: Period
  /// Organisation ID; nil for the root.
  let unit: String?
  /// How many rows are drawn, and by which number they can be drawn again.
  let size: Int
  let seed: UInt64

  /// - Throws: `Refusal.malformed`, `.notFound`, `.forbidden`, `.incomplete`.
  init(_ form: Form, for account: Account) throws {
    guard let paper = form["paper"].flatMap(DeskPaper.init(rawValue:)) else { throw Refusal.malformed }
    guard paper.roles.contains(account.role) else { throw Refusal.forbidden }
    guard let period = form["period"].flatMap({ Period($0) }) else { throw Refusal.notFound }
    (self.paper, self.period, unit) = (paper, period, form["unit"] ?? account.unit)
    guard let size = Int(form["size"] ?? String(PaperWish.usualSize)), PaperWish.sizes.contains(size),
      let seed = UInt64(form["seed"] ?? "1")
    else { throw Refusal.incomplete("desk.papers.size-wrong", ["most": String(PaperWish.sizes.upperBound)]) }
    (self.size, self.seed) = (size, seed)
  }

  /// As `init` reads it.
  var query: String {
    let fields: [(String, String?)] = [
      ("paper", paper.rawValue), ("period", period.description), ("unit", unit),
      ("size", paper == .sample ? String(size) : nil), ("seed", paper == .sample ? String(seed) : nil),
    ]
    return fields.compactMap { name, value in value.map { name + "=" + Form.encoded($0) } }.joined(separator: "&")
  }

  /// Whether a query of a download is one of a paper.
  static func isOne(_ query: String) -> Bool { query.hasPrefix("paper=") }
}
