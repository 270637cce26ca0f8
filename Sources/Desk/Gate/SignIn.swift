// SPDX-License-Identifier: Apache-2.0

import DeskStore
import Pipeline
import ReportWriting
import Reports
import Results

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
