// SPDX-License-Identifier: Apache-2.0

import DeskStore
import Foundation
import Hummingbird
import Pipeline
import ReportWriting
import Results

/// All accounts, with what an administrator can do to each, and a form for a new one.
struct AccountsPage: Sendable {
  let visit: Visit

  /// - Parameter invited: an account whose one-time link is shown, once.
  func response(inviting invited: Account? = nil) async throws -> Response {
    let (store, id) = (visit.desk.store, invited?.id)
    let (accounts, token) = try await visit.desk.workers.read {
      let token = try id.map { try store.invite($0) }
      return (try store.accounts(), token)
    }
    let names = try await visit.desk.workers.read { [desk = visit.desk] in
      Dictionary(uniqueKeysWithValues: Set(accounts.compactMap(\.unit)).map { ($0, desk.unitName($0)) })
    }
    return DeskPage(visit: visit, title: visit.text("accounts.title")).response {
      if let invited, let token { link(invited, token) }
      table(accounts, names)
      HTMLNode.make(.h2) { visit.text("accounts.new") }
      form
    }
  }

  private func link(_ account: Account, _ token: Token) -> HTMLNode {
    .make(.div, .class("done"), .other(.role, "status")) {
      HTMLNode.make(.p) {
        visit.text("accounts.link", ["name": account.name, "days": String(DeskDatabase.invitationTime / 86_400)])
      }
      HTMLNode.make(.p, .class("code secret")) { visit.address(of: "/invitation/" + token.text) }
    }
  }

  private func table(_ accounts: [Account], _ names: [String: String]) -> HTMLNode {
    let headings = ["name", "role", "unit", "state", "seen", "do"].map { visit.text("accounts." + $0) }
    return TableMarkup(
      caption: visit.text("accounts.title"), headings: headings,
      rows: accounts.map { account in
        let state = account.isDisabled ? "disabled" : account.isActive ? "active" : "invited"
        return [
          .text(account.name), .text(visit.text("role." + account.role.rawValue)),
          .text(account.unit.map { names[$0] ?? $0 } ?? "–"),
          .text(visit.text("accounts." + state)), .text(account.seen.map(ChinaTime.spelled) ?? "–"), actions(account),
        ]
      }
    ).node
  }

  private func actions(_ account: Account) -> HTMLNode {
    guard account.id != visit.account?.id else { return .text("–") }
    let steps = [account.isDisabled ? "enable" : "disable"] + (account.isDisabled ? [] : ["reset"])
    return .fragment(
      steps.map { step in
        FormMarkup(visit: visit, action: "/accounts/\(account.id)/" + step, isInline: true).node {
          FormMarkup.button(visit.text("accounts." + step), isPlain: true)
        }
      })
  }

  private var form: HTMLNode {
    FormMarkup(visit: visit, action: "/accounts").node {
      FormMarkup.field(
        "name", visit.text("field.name"), hint: visit.text("accounts.name-hint"),
        [.flag(.required), .other(.minlength, "2"), .other(.maxlength, "40"), .other(.autocomplete, "off")])
      FormMarkup.choice(
        "role", visit.text("accounts.role"),
        Role.allCases.map { ($0.rawValue, visit.text("role." + $0.rawValue)) }, chosen: Role.department.rawValue)
      FormMarkup.field("unit", visit.text("field.unit"), hint: visit.text("accounts.unit-hint"), [])
      FormMarkup.button(visit.text("accounts.add"))
    }
  }
}

extension Visit {
  /// A path with the name that the desk was called by before it.
  func address(of path: String) -> String {
    let name = request.head.authority ?? ""
    return (isSecure ? "https://" : "http://") + name + path
  }
}
