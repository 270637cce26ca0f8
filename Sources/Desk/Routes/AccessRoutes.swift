// SPDX-License-Identifier: Apache-2.0

import DeskStore
import Hummingbird
import Pipeline
import ReportWriting
import Reports
import Results

/// Tokens of one's own, by which programs read and hand in.
enum AccessRoutes {
  static let routes: [Route] = [
    .post("/account/tokens", .everyone) { try await add($0) },
    .post("/account/tokens/:token/revoke", .everyone) { try await revoke($0) },
  ]

  private static func add(_ visit: Visit) async throws -> Response {
    let (account, name) = (try visit.user, try visit.field("program"))
    let token = try await visit.desk.workers.read { [store = visit.desk.store] in
      try store.addAccessToken(name, of: account.id)
    }
    try await visit.desk.note("token-add", by: account, name)
    let list = try await AccessTokens(visit: visit).nodes()
    return DeskPage(visit: visit, title: visit.text("tokens.title")).response {
      HTMLNode.make(.div, .class("done"), .other(.role, "status")) {
        HTMLNode.make(.p) { visit.text("tokens.shown", ["name": name]) }
        HTMLNode.make(.p, .class("code secret")) { token.text }
      }
      list
      HTMLNode.make(.p) { HTMLNode.link(visit.text("account.title"), to: "/account") }
    }
  }

  private static func revoke(_ visit: Visit) async throws -> Response {
    guard let id = Int64(try visit.parameter("token")) else { throw Refusal.notFound }
    let account = try visit.user
    let isGone = try await visit.desk.workers.read { [store = visit.desk.store] in
      try store.revoke(id, of: account.id)
    }
    guard isGone else { throw Refusal.notFound }
    try await visit.desk.note("token-revoke", by: account, String(id))
    return .redirect("/account")
  }
}

/// The list of one's tokens, and a form for a new one.
struct AccessTokens: Sendable {
  let visit: Visit

  func nodes() async throws -> HTMLNode {
    let account = try visit.user
    let tokens = try await visit.desk.workers.read { [store = visit.desk.store] in
      try store.accessTokens(of: account.id)
    }
    return .fragment([
      .make(.h2) { visit.text("tokens.title") },
      .make(.p, .class("note")) {
        visit.text("tokens.note")
        HTMLNode.link("/api/v1/openapi.json", to: "/api/v1/openapi.json")
      }, table(tokens),
      FormMarkup(visit: visit, action: "/account/tokens").node {
        FormMarkup.field(
          "program", visit.text("field.program"),
          [.flag(.required), .other(.maxlength, "80"), .other(.autocomplete, "off")])
        FormMarkup.button(visit.text("tokens.add"))
      },
    ])
  }

  private func table(_ tokens: [AccessToken]) -> HTMLNode {
    guard !tokens.isEmpty else { return .fragment([]) }
    return TableMarkup(
      caption: visit.text("tokens.title"),
      headings: ["program", "made", "used", "do"].map { visit.text("tokens." + $0) },
      rows: tokens.map { token in
        [
          .text(token.name), .text(ChinaTime.spelled(token.made)), .text(token.used.map(ChinaTime.spelled) ?? "–"),
          FormMarkup(visit: visit, action: "/account/tokens/\(token.id)/revoke", isInline: true).node {
            FormMarkup.button(visit.text("tokens.revoke"), isPlain: true)
          },
        ]
      }
    ).node
  }
}
