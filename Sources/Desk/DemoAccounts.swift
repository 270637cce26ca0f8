// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
package import DeskStore
import Pipeline

/// Somebody who can sign in at a desk of invented people.
package struct DemoAccount: Sendable, Hashable {
  /// What the account may do, which is its name too.
  package var role: Role
  /// Made for this run.
  package var password: String
}

extension Desk {
  /// An account of each role, with passwords made for this run; those of one unit have the first below the root.
  ///
  /// - Throws: what SQLite throws; `WorkspaceError`.
  package func addDemoAccounts() throws -> [DemoAccount] {
    let tree = try latestPeriod().map { try workspace.period($0).organisationTree() }
    let unit = tree.flatMap { tree in
      tree.children(of: 0).first { tree.nodes[$0].last > $0 }.map { tree.nodes[$0].code }
    }
    return try Role.allCases.map { role in
      let account = try store.add(role.rawValue, role, unit: unit)
      let password = String(Token().text.filter { $0.isLetter || $0.isNumber }.prefix(12))
      let token = try store.invite(account.id)
      _ = try store.accept(token, password: PasswordHash(of: password, cost: settings.cost))
      return DemoAccount(role: role, password: password)
    }
  }
}
