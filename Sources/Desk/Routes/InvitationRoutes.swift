// SPDX-License-Identifier: Apache-2.0

import DeskStore
import Findings
import HTTPTypes
import Hummingbird
import Pipeline
import ReportWriting
import Reports
import Results

/// One-time links by which the owner of an account sets its password.
enum InvitationRoutes {
  static let routes: [Route] = [
    .get("/invitation/:token", .anybody) { visit in
      let account = try await invited(visit)
      return invitation(visit, account)
    },
    .post("/invitation/:token", .anybody) { try await accept($0) },
  ]

  private static func invited(_ visit: Visit) async throws -> Account {
    let text = try visit.parameter("token")
    let account = try await visit.desk.workers.read { [store = visit.desk.store] in
      try Token(text).flatMap { try store.invited(by: $0) }
    }
    guard let account else { throw Refusal.incomplete("desk.invitation.over", [:]) }
    return account
  }

  private static func invitation(
    _ visit: Visit, _ account: Account, status: HTTPResponse.Status = .ok, wrong: String? = nil
  ) -> Response {
    DeskPage(visit: visit, title: visit.text("invitation.title")).response(status) {
      if let wrong { HTMLNode.make(.p, .class("wrong"), .other(.role, "alert")) { wrong } }
      HTMLNode.make(.p) {
        visit.text("invitation.for", ["name": account.name, "role": visit.text("role." + account.role.rawValue)])
      }
      FormMarkup(visit: visit, action: visit.request.uri.path).node {
        PasswordFields(visit: visit).nodes
        FormMarkup.button(visit.text("invitation.accept"))
      }
    }
  }

  private static func accept(_ visit: Visit) async throws -> Response {
    let account = try await invited(visit)
    let password = visit.form.raw("password") ?? ""
    if let fault = PasswordFields(visit: visit).fault(account: account.name) {
      return invitation(visit, account, status: .badRequest, wrong: visit.context.text(fault))
    }
    let text = try visit.parameter("token")
    let accepted = try await visit.desk.workers.hash { [store = visit.desk.store, cost = visit.desk.settings.cost] in
      let hash = try PasswordHash(of: password, cost: cost)
      return try Token(text).flatMap { try store.accept($0, password: hash) }
    }
    guard let accepted else { throw Refusal.incomplete("desk.invitation.over", [:]) }
    return try await SignInRoutes.entering(visit, accepted)
  }
}
