// SPDX-License-Identifier: Apache-2.0

import DeskStore
import Findings
import HTTPTypes
import Hummingbird
import Pipeline
import ReportWriting
import Reports
import Results

/// In and out: sign-in, sign-out, language.
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
    let account = try await desk.workers.hash { [store = desk.store, cost = desk.settings.cost] in
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
}
