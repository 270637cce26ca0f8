// SPDX-License-Identifier: Apache-2.0

/// What a password must be (NIST SP 800-63B): long enough, none of the commonest, not the account's own name; nothing else is
/// asked for, and none expires.
struct PasswordRules: Sendable {
  static let least = 10
  static let most = 200

  private let common: Set<String>

  /// - Parameter common: the commonest passwords, in small letters.
  init(common: Set<String>) { self.common = common }

  /// The key of the sentence that says what is wrong; nil where nothing is.
  func fault(of password: String, account: String) -> String? {
    let small = password.lowercased()
    if password.count < PasswordRules.least { return "desk.password.short" }
    if password.count > PasswordRules.most { return "desk.password.long" }
    if common.contains(small) || PasswordRules.isPlain(small) { return "desk.password.common" }
    if account.count > 2, small.contains(account.lowercased()), password.count < account.count + PasswordRules.least {
      return "desk.password.name"
    }
    return nil
  }

  /// One sign over and over, two signs in turn, or a run of neighbours: aaaaaaaaaa, 1212121212, abcdefghij, 9876543210.
  static func isPlain(_ text: String) -> Bool {
    let values = text.unicodeScalars.map { Int($0.value) }
    guard values.count > 2 else { return true }
    if Set(values).count <= 2 { return true }
    let steps = Set(zip(values, values.dropFirst()).map { $1 - $0 })
    return steps == [1] || steps == [-1]
  }
}
