// SPDX-License-Identifier: Apache-2.0

import CensusModel
import DeskStore
import Findings
import Foundation
import Hummingbird
import Pipeline
import Reports
import Results

/// A request that was let in, with all that its answer needs.
struct Visit: Sendable {
  let desk: Desk
  let request: Request
  /// What stands in the path for its `:names`, decoded.
  let parameters: [String: String]
  let query: Form
  /// Who asks; nil for who has not signed in.
  let account: Account?
  /// The token of the session, or of the browser that has none yet: forms prove themselves by it.
  let token: Token
  let language: Language
  /// Where the request comes from: a number.
  let address: String
  let peer: Peer
  /// Empty where nothing came with the request.
  var form = Form()
  /// What came with the request of a program.
  var bytes: [UInt8] = []

  var context: CommandContext { desk.context(language) }

  func text(_ key: String, _ facts: [String: String] = [:]) -> String { context.text("desk." + key, facts) }

  /// Whoever asks; `Refusal.signIn` where the route let in somebody who has not signed in.
  var user: Account { get throws { if let account { account } else { throw Refusal.signIn } } }

  /// A part of the path that the route names.
  func parameter(_ name: String) throws -> String {
    guard let value = parameters[name], !value.isEmpty else { throw Refusal.notFound }
    return value
  }

  /// The period in the path.
  var period: Period {
    get throws {
      guard let period = Period(try parameter("period")) else { throw Refusal.notFound }
      return period
    }
  }

  /// A field of the form that must be filled in.
  func field(_ name: String) throws -> String {
    guard let value = form[name], value.count <= 2_000 else {
      throw Refusal.incomplete("desk.error.field", ["field": text("field." + name)])
    }
    return value
  }

  /// Whether the account sees a unit, by organisation ID: its own, or one below it in the tree of a period.
  func sees(_ unit: String?, in period: Period?) async throws -> Bool {
    guard let account else { return false }
    guard let own = account.unit else { return account.role == .office }
    guard let unit else { return false }
    if unit == own { return true }
    return try await desk.workers.read { [desk] in
      guard let period = try period ?? desk.latestPeriod(), let tree = try desk.trees.tree(of: period, desk),
        let node = tree.node(coded: unit), let root = tree.node(coded: own)
      else { return false }
      return tree.subtree(of: root).contains(node)
    }
  }
}

extension OrganisationTree {
  /// The number of the organisation with this ID.
  func node(coded code: String) -> Int? { nodes.firstIndex { $0.code == code } }
}

/// Why a request gets no answer of its own.
enum Refusal: Error, Sendable, Hashable {
  case signIn
  /// There is no such page, or none for this account.
  case notFound
  case forbidden
  /// The form is not one of this session: it was sent twice, is too old, or comes from elsewhere.
  case foreignForm
  /// The request is none that a browser sends.
  case malformed
  case tooLarge
  case tooSlow
  case tooMany(seconds: Int)
  /// The body is of a kind that the address does not take.
  case unsupported
  /// It cannot be done as things stand: key of the sentence.
  case conflict(String)
  /// Something is missing in a form: key of the sentence, and its facts.
  case incomplete(String, [String: String])
}
