// SPDX-License-Identifier: Apache-2.0

import CensusModel
import DeskStore
import HTTPTypes
import Hummingbird
import Pipeline
import ReportWriting
import Reports
import Results

/// One's own account, and those of others.
enum AccountRoutes {
  private static let administrator = Route.Access.roles([.administrator])

  static let routes: [Route] = [
    .get("/account", .everyone) { try await own($0) },
    .post("/account/password", .everyone) { try await changePassword($0) },
    .post("/account/sign-out", .everyone) { visit in
      let id = try visit.user.id
      try await visit.desk.workers.read { [store = visit.desk.store] in try store.endAll(of: id) }
      return SignInRoutes.leaving(visit)
    },
    .get("/account/second", .everyone) { SecondFactorPage(visit: $0).response() },
    .post("/account/second", .everyone) { try await SecondFactorPage(visit: $0).set() },
    .post("/account/second/off", .everyone) { try await SecondFactorPage(visit: $0).unset() },
    .get("/accounts", administrator) { try await AccountsPage(visit: $0).response() },
    .post("/accounts", administrator) { try await add($0) },
    .post("/accounts/:account/disable", administrator) { visit in
      try await change(visit, "account-disable") { try $0.disable($1.id) }
    },
    .post("/accounts/:account/enable", administrator) { visit in
      try await change(visit, "account-enable") { try $0.disable($1.id, false) }
    },
    .post("/accounts/:account/reset", administrator) { visit in
      let account = try await other(visit)
      try await visit.desk.workers.read { [store = visit.desk.store] in try store.reset(account.id) }
      try await visit.desk.note("account-reset", by: visit.account, account.name)
      return try await AccountsPage(visit: visit).response(inviting: account)
    },
  ]

  // MARK: One's own

  private static func own(_ visit: Visit, wrong: String? = nil, done: String? = nil) async throws -> Response {
    let tokens = try await AccessTokens(visit: visit).nodes()
    let unit = try await visit.desk.workers.read { [desk = visit.desk, account = visit.account] in
      account?.unit.map(desk.unitName)
    }
    return DeskPage(visit: visit, title: visit.text("account.title")).response(wrong == nil ? .ok : .badRequest) {
      if let wrong { HTMLNode.make(.p, .class("wrong"), .other(.role, "alert")) { wrong } }
      if let done { HTMLNode.make(.p, .class("done"), .other(.role, "status")) { done } }
      if let account = visit.account {
        HTMLNode.make(.p) {
          visit.text("account.is", ["name": account.name, "role": visit.text("role." + account.role.rawValue)])
          if let unit { visit.text("account.unit", ["unit": unit]) }
        }
      }
      HTMLNode.make(.h2) { visit.text("account.password") }
      FormMarkup(visit: visit, action: "/account/password").node {
        FormMarkup.field(
          "old", visit.text("field.old-password"), type: "password",
          [.flag(.required), .other(.autocomplete, "current-password")])
        PasswordFields(visit: visit).nodes
        FormMarkup.button(visit.text("account.change"))
      }
      HTMLNode.make(.h2) { visit.text("second.title") }
      HTMLNode.make(.p) {
        HTMLNode.link(
          visit.text(visit.account?.hasSecondFactor == true ? "second.is-on" : "second.is-off"), to: "/account/second")
      }
      tokens
      HTMLNode.make(.h2) { visit.text("account.sessions") }
      FormMarkup(visit: visit, action: "/account/sign-out").node { FormMarkup.button(visit.text("account.sign-out")) }
    }
  }

  private static func changePassword(_ visit: Visit) async throws -> Response {
    let account = try visit.user
    let (old, password) = (visit.form.raw("old") ?? "", visit.form.raw("password") ?? "")
    let wait = visit.desk.attempts.wait(account: account.name, address: visit.address)
    guard wait == 0 else { throw Refusal.tooMany(seconds: wait) }
    let (store, cost, token) = (visit.desk.store, visit.desk.settings.cost, visit.token)
    let isRight = try await visit.desk.workers.hash {
      try SignIn(store: store, cost: cost).account(account.name, old) != nil
    }
    guard isRight else {
      visit.desk.attempts.failed(account: account.name, address: visit.address)
      return try await own(visit, wrong: visit.text("account.wrong"))
    }
    if let fault = PasswordFields(visit: visit).fault(account: account.name) {
      return try await own(visit, wrong: visit.context.text(fault))
    }
    try await visit.desk.workers.hash {
      try store.change(account.id, to: PasswordHash(of: password, cost: cost), keeping: token)
    }
    return try await own(visit, done: visit.text("account.changed"))
  }

  // MARK: Those of others

  private static func add(_ visit: Visit) async throws -> Response {
    let name = try visit.field("name")
    guard let role = visit.form["role"].flatMap(Role.init(rawValue:)) else { throw Refusal.malformed }
    let unit = try await AccountUnit(visit: visit).code(of: visit.form["unit"], for: role)
    let account = try await visit.desk.workers.read { [store = visit.desk.store] in
      try store.add(name, role, unit: unit)
    }
    try await visit.desk.note("account-add", by: visit.account, "\(name) \(role.rawValue) \(unit ?? "")".trimmed)
    return try await AccountsPage(visit: visit).response(inviting: account)
  }

  private static func other(_ visit: Visit) async throws -> Account {
    guard let id = Int64(try visit.parameter("account")) else { throw Refusal.notFound }
    let account = try await visit.desk.workers.read { [store = visit.desk.store] in try store.account(id) }
    guard let account else { throw Refusal.notFound }
    return account
  }

  private static func change(
    _ visit: Visit, _ action: String, _ body: @escaping @Sendable (DeskDatabase, Account) throws -> Void
  ) async throws -> Response {
    let account = try await other(visit)
    try await visit.desk.workers.read { [store = visit.desk.store] in try body(store, account) }
    try await visit.desk.note(action, by: visit.account, account.name)
    return .redirect("/accounts")
  }
}

/// The unit of a new account: by organisation ID or by name, as the latest tree has it.
struct AccountUnit: Sendable {
  let visit: Visit

  func code(of text: String?, for role: Role) async throws -> String? {
    guard role.needsUnit else { return nil }
    guard let text else { throw Refusal.incomplete("desk.accounts.unit-missing", [:]) }
    let code = try await visit.desk.workers.read { [desk = visit.desk] () -> String? in
      guard let period = try desk.latestPeriod(), let tree = try desk.trees.tree(of: period, desk) else { return text }
      return tree.node(named: text).map { tree.nodes[$0].code }
    }
    guard let code else { throw Refusal.incomplete("desk.accounts.unit-unknown", ["unit": text]) }
    return code
  }
}
