// SPDX-License-Identifier: Apache-2.0

import DeskStore
import Hummingbird
import ReportWriting
import Reports

/// Sets one's own second factor, or takes it away: by its digits, and by the password.
struct SecondFactorPage: Sendable {
  let visit: Visit

  func response(wrong: String? = nil, secret: SecondFactor = SecondFactor()) -> Response {
    DeskPage(visit: visit, title: visit.text("second.title")).response(wrong == nil ? .ok : .badRequest) {
      if let wrong { HTMLNode.make(.p, .class("wrong"), .other(.role, "alert")) { wrong } }
      if visit.account?.hasSecondFactor == true { off } else { on(secret) }
    }
  }

  private func on(_ factor: SecondFactor) -> HTMLNode {
    .make(.div) {
      HTMLNode.make(.p) { visit.text("second.how") }
      HTMLNode.make(.p, .class("code secret")) { factor.text }
      FormMarkup(visit: visit, action: "/account/second").node {
        FormMarkup.hidden("secret", factor.text)
        FormMarkup.field("code", visit.text("field.code"), [.flag(.required), .other(.autocomplete, "one-time-code")])
        FormMarkup.button(visit.text("second.set"))
      }
    }
  }

  private var off: HTMLNode {
    FormMarkup(visit: visit, action: "/account/second/off").node {
      FormMarkup.field(
        "password", visit.text("field.old-password"), type: "password",
        [.flag(.required), .other(.autocomplete, "current-password")])
      FormMarkup.button(visit.text("second.unset"))
    }
  }

  /// Only digits of the very secret prove that the owner's telephone has it.
  func set() async throws -> Response {
    let account = try visit.user
    guard !account.hasSecondFactor, let factor = visit.form["secret"].flatMap({ SecondFactor(text: $0) }) else {
      throw Refusal.malformed
    }
    let code = try visit.field("code")
    let isOn = try await visit.desk.workers.read { [store = visit.desk.store] in
      try store.setSecondFactor(factor, of: account.id)
      guard try !store.takes(code, of: account.id) else { return true }
      try store.setSecondFactor(nil, of: account.id)
      return false
    }
    return isOn ? .redirect("/account") : response(wrong: visit.text("second.wrong"), secret: factor)
  }

  func unset() async throws -> Response {
    let (account, password) = (try visit.user, visit.form.raw("password") ?? "")
    let wait = visit.desk.attempts.wait(account: account.name, address: visit.address)
    guard wait == 0 else { throw Refusal.tooMany(seconds: wait) }
    let isOff = try await visit.desk.workers.hash { [store = visit.desk.store, cost = visit.desk.settings.cost] in
      guard try SignIn(store: store, cost: cost).account(account.name, password) != nil else { return false }
      try store.setSecondFactor(nil, of: account.id)
      return true
    }
    guard isOff else {
      visit.desk.attempts.failed(account: account.name, address: visit.address)
      return response(wrong: visit.text("account.wrong"))
    }
    return .redirect("/account")
  }
}
