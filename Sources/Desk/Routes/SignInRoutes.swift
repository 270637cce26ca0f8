// SPDX-License-Identifier: Apache-2.0

import DeskStore
import Findings
import HTTPTypes
import Hummingbird
import Pipeline
import ReportWriting
import Reports
import Results

/// In and out: sign-in, invitations, language.
enum SignInRoutes {
  static let routes: [Route] = [
    .get("/sign-in", .anybody) { visit in
      visit.account == nil ? signIn(visit) : .redirect("/")
    },
    .post("/sign-in", .anybody) { try await enter($0) },
    .post("/sign-out", .everyone) { visit in
      try await visit.desk.workers.read { [store = visit.desk.store, token = visit.token] in try store.end(token) }
      return leaving(visit)
    },
    .get("/invitation/:token", .anybody) { visit in
      let account = try await invited(visit)
      return invitation(visit, account)
    },
    .post("/invitation/:token", .anybody) { try await accept($0) },
    .post("/language", .anybody) { visit in
      guard let language = visit.form["language"].flatMap(Language.init(rawValue:)) else { throw Refusal.malformed }
      if let account = visit.account {
        try await visit.desk.workers.read { [store = visit.desk.store] in
          try store.speak(language.rawValue, to: account.id)
        }
      }
      var response = Response.redirect("/")
      response.headers[values: .setCookie] = [
        SessionCookie.header("language", language.rawValue, isSecure: visit.isSecure, seconds: 31_536_000)
      ]
      return response
    },
  ]

  // MARK: Signing in

  private static func signIn(_ visit: Visit, status: HTTPResponse.Status = .ok, wrong: String? = nil) -> Response {
    DeskPage(visit: visit, title: visit.text("sign-in.title"), subtitle: visit.text("sign-in.subtitle")).response(
      status
    ) {
      if let wrong { HTMLNode.make(.p, .class("wrong"), .other(.role, "alert")) { wrong } }
      FormMarkup(visit: visit, action: "/sign-in").node {
        FormMarkup.field(
          "name", visit.text("field.name"),
          [.flag(.required), .other(.autocomplete, "username"), .other(.maxlength, "40"), .flag(.autofocus)])
        FormMarkup.field(
          "password", visit.text("field.password"), type: "password",
          [.flag(.required), .other(.autocomplete, "current-password"), .other(.maxlength, "200")])
        FormMarkup.field(
          "code", visit.text("field.code"), hint: visit.text("sign-in.code-hint"),
          [.other(.autocomplete, "one-time-code"), .other(.maxlength, "7"), .other(.pattern, "[0-9 ]*")])
        FormMarkup.button(visit.text("sign-in"))
      }
      HTMLNode.make(.p, .class("note")) { visit.text("sign-in.lost") }
    }
  }

  private static func enter(_ visit: Visit) async throws -> Response {
    let (name, password) = (try visit.field("name"), visit.form.raw("password") ?? "")
    let code = visit.form["code"] ?? ""
    let desk = visit.desk
    let wait = desk.attempts.wait(account: name, address: visit.address)
    guard wait == 0 else {
      desk.metrics.add("sign_ins_held")
      throw Refusal.tooMany(seconds: wait)
    }
    let account = try await desk.workers.read { [store = desk.store, cost = desk.settings.cost] in
      try SignIn(store: store, cost: cost).account(name, password, code)
    }
    guard let account else {
      desk.attempts.failed(account: name, address: visit.address)
      desk.metrics.add("sign_ins_refused")
      return signIn(visit, status: .forbidden, wrong: visit.text("sign-in.wrong"))
    }
    desk.attempts.succeeded(account: name, address: visit.address)
    return try await entering(visit, account)
  }

  /// A new session with a token of its own, whatever the browser held before.
  static func entering(_ visit: Visit, _ account: Account) async throws -> Response {
    let token = try await visit.desk.workers.read { [store = visit.desk.store, old = visit.token] in
      try store.end(old)
      return try store.begin(account.id)
    }
    var response = Response.redirect("/")
    response.headers[values: .setCookie] = [
      SessionCookie.header("desk", token.text, isSecure: visit.isSecure),
      SessionCookie.header("visitor", nil, isSecure: visit.isSecure),
    ]
    return response
  }

  static func leaving(_ visit: Visit) -> Response {
    var response = Response.redirect("/sign-in")
    response.headers[values: .setCookie] = [SessionCookie.header("desk", nil, isSecure: visit.isSecure)]
    return response
  }

  // MARK: Invitations

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
    let accepted = try await visit.desk.workers.read { [store = visit.desk.store, cost = visit.desk.settings.cost] in
      let hash = try PasswordHash(of: password, cost: cost)
      return try Token(text).flatMap { try store.accept($0, password: hash) }
    }
    guard let accepted else { throw Refusal.incomplete("desk.invitation.over", [:]) }
    return try await entering(visit, accepted)
  }
}

/// Two fields for a new password, and what is wrong with what was typed.
struct PasswordFields {
  let visit: Visit

  var nodes: [HTMLNode] {
    let facts = ["least": String(PasswordRules.least)]
    let more: [HTMLAttribute] = [
      .flag(.required), .other(.autocomplete, "new-password"), .other(.minlength, String(PasswordRules.least)),
      .other(.maxlength, String(PasswordRules.most)),
    ]
    return [
      FormMarkup.field(
        "password", visit.text("field.new-password"), type: "password", hint: visit.text("password.hint", facts), more),
      FormMarkup.field("again", visit.text("field.again"), type: "password", more),
    ]
  }

  func fault(account: String) -> String? {
    let password = visit.form.raw("password") ?? ""
    if let fault = visit.desk.passwords.fault(of: password, account: account) { return fault }
    return password == visit.form.raw("again") ? nil : "desk.password.differs"
  }
}

/// Whether a name and a password belong together; a name that nobody has takes as long as a wrong password.
struct SignIn: Sendable {
  let store: DeskDatabase
  let cost: PasswordHash.Cost

  /// - Parameter code: digits of the second factor, of an account that has one.
  func account(_ name: String, _ password: String, _ code: String) throws -> Account? {
    guard let account = try account(name, password) else { return nil }
    return try !account.hasSecondFactor || store.takes(code, of: account.id) ? account : nil
  }

  func account(_ name: String, _ password: String) throws -> Account? {
    let account = try store.account(named: name)
    let kept = try account.flatMap { try store.password(of: $0.id) }
    guard let account, let kept, !account.isDisabled else {
      _ = try PasswordHash(of: password, cost: cost)
      return nil
    }
    return kept.isOf(password) ? account : nil
  }
}
