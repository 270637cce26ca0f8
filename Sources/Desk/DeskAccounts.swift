// SPDX-License-Identifier: Apache-2.0

import CensusStore
package import DeskStore
import Foundation
import Pipeline
package import Results

/// A one-time link by which the owner of an account sets its password.
package struct Invitation: Sendable, Hashable {
  /// Whose it is.
  package var name: String
  /// Behind the address of the desk; whoever knows it can use it.
  package var path: String

  init(_ account: Account, _ token: Token) { (name, path) = (account.name, "/invitation/" + token.text) }
}

/// Accounts from the command line: what an administrator does at the desk, with the same entries in the trail.
package struct DeskAccounts: Sendable {
  private let context: CommandContext
  private let workspace: Workspace
  private let store: DeskDatabase

  /// Opens the desk of the context's workspace.
  ///
  /// - Throws: `WorkspaceError` when there is no workspace, `DeskFailure`.
  package init(context: CommandContext) throws {
    self.context = context
    workspace = try context.workspace()
    store = try DeskDatabase(path: workspace.directory + "/" + Workspace.deskFile, key: workspace.deskKey())
  }

  /// Makes an account and invites its owner.
  ///
  /// - Throws: `DeskFailure`: `account-name`, `account-known`, `account-unit`; `WorkspaceError`.
  package func add(_ name: String, _ role: Role, unit: String?, by who: String?) throws -> Invitation {
    let account = try store.add(name, role, unit: unit)
    try note("account-add", "\(name) \(role.rawValue) \(unit ?? "")".trimmed, who)
    return Invitation(account, try store.invite(account.id))
  }

  /// Takes an account's password and invites its owner anew.
  ///
  /// - Throws: `DeskFailure("account-unknown")`; `WorkspaceError`.
  package func reset(_ name: String, by who: String?) throws -> Invitation {
    let account = try account(name)
    try store.reset(account.id)
    try note("account-reset", account.name, who)
    return Invitation(account, try store.invite(account.id))
  }

  /// Locks an account.
  ///
  /// - Throws: `DeskFailure`: `account-unknown`, `account-last`; `WorkspaceError`.
  package func disable(_ name: String, by who: String?) throws {
    let account = try account(name)
    try store.disable(account.id)
    try note("account-disable", account.name, who)
  }

  /// Makes a token by which a program reads and hands in as an account does; its text is to be had now and never again.
  ///
  /// - Parameter program: what it is made for.
  /// - Throws: `DeskFailure`: `account-unknown`, `access-name`, `access-many`; `WorkspaceError`.
  package func addToken(_ name: String, for program: String, by who: String?) throws -> String {
    let account = try account(name)
    let token = try store.addAccessToken(program, of: account.id)
    try note("token-add", "\(account.name) \(program)", who)
    return token.text
  }

  /// Ends a token of an account.
  ///
  /// - Throws: `DeskFailure`: `account-unknown`, `access-unknown`; `WorkspaceError`.
  package func revokeToken(_ id: Int64, of name: String, by who: String?) throws {
    let account = try account(name)
    guard try store.revoke(id, of: account.id) else {
      throw DeskFailure("access-unknown", facts: ["value": String(id)])
    }
    try note("token-revoke", "\(account.name) \(id)", who)
  }

  /// A line for each token of an account, with its number.
  ///
  /// - Throws: `DeskFailure("account-unknown")`.
  package func tokenLines(_ name: String) throws -> [String] {
    try store.accessTokens(of: account(name).id).map { token in
      context.text(
        "desk.user.token-line",
        [
          "number": String(token.id), "name": token.name, "made": ChinaTime.spelled(token.made),
          "used": token.used.map(ChinaTime.spelled) ?? "–",
        ])
    }
  }

  /// A line for each account.
  ///
  /// - Throws: what SQLite throws.
  package func lines() throws -> [String] {
    try store.accounts().map { account in
      let state = account.isDisabled ? "disabled" : account.isActive ? "active" : "invited"
      return context.text(
        "desk.user.line",
        [
          "name": account.name, "role": context.text("desk.role." + account.role.rawValue), "unit": account.unit ?? "–",
          "state": context.text("desk.accounts." + state),
        ])
    }
  }

  /// What is said of an invitation.
  package func words(_ invitation: Invitation) -> String {
    let days = String(DeskDatabase.invitationTime / 86_400)
    return context.text(
      "desk.user.invited", ["name": invitation.name, "path": invitation.path, "days": days])
  }

  /// What is wrong with the database of the desk, as `verify` tells it; nil where nothing is, or there is no desk.
  ///
  /// - Throws: `WorkspaceError` when there is no workspace or its key is missing.
  package static func fault(in context: CommandContext) throws -> String? {
    let path = context.workspaceDirectory + "/" + Workspace.deskFile
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      let store = try DeskDatabase(path: path, key: context.workspace().deskKey())
      defer { try? store.close() }
      return try store.fault()
    } catch let failure as DeskFailure {
      return failure.facts["reason"] ?? failure.code
    }
  }

  private func account(_ name: String) throws -> Account {
    guard let account = try store.account(named: name) else {
      throw DeskFailure("account-unknown", facts: ["value": name])
    }
    return account
  }

  private func note(_ action: String, _ subject: String, _ who: String?) throws {
    try workspace.audited(action, by: who, subject: subject) {}
  }
}

extension Desk {
  private static let first = "admin"

  /// Of a desk where no administrator can sign in: one by which the first one can.
  ///
  /// - Throws: what SQLite throws; `WorkspaceError`.
  package func firstInvitation() throws -> Invitation? {
    let administrators = try store.accounts().filter { $0.role == .administrator && !$0.isDisabled }
    guard !administrators.contains(where: \.isActive) else { return nil }
    let account = try administrators.first ?? store.add(Desk.first, .administrator, unit: nil)
    if administrators.isEmpty { try workspace.audited("account-add", by: nil, subject: Desk.first) {} }
    return Invitation(account, try store.invite(account.id))
  }
}
