// SPDX-License-Identifier: Apache-2.0

/// What somebody may do at the desk.
package enum Role: String, Sendable, Hashable, CaseIterable {
  /// Manages accounts; sees no figures.
  case administrator
  /// Accepts, explains, seals; sees everything.
  case office
  /// Reads a unit and all below it.
  case inspector
  /// Hands in for a unit, and reads it and all below it.
  case department

  /// Whether an account of the role belongs to one unit.
  package var needsUnit: Bool { self == .inspector || self == .department }
}

/// Somebody who may sign in, or was invited to.
package struct Account: Sendable, Hashable, Identifiable {
  /// Its number in the database.
  package var id: Int64
  /// By which its owner signs in, and which the audit trail names.
  package var name: String
  /// What it may do.
  package var role: Role
  /// Organisation ID of the unit it belongs to; nil for the whole tree.
  package var unit: String?
  /// BCP 47; nil follows the browser.
  package var language: String?
  /// Whether its owner has set a password.
  package var isActive: Bool
  /// Whether it takes a second factor to sign in.
  package var hasSecondFactor: Bool
  /// Whether it was locked by an administrator.
  package var isDisabled: Bool
  /// When somebody last signed in by it, in seconds since 1970; nil where nobody did.
  package var seen: Int?
}
