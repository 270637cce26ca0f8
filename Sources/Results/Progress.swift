// SPDX-License-Identifier: Apache-2.0

/// How far a verb is; the terminal draws it, tests and pipes ignore it.
package struct Progress: Sendable {
  /// What a verb is at.
  package enum Step: Sendable, Hashable {
    case reading(file: String, number: Int, of: Int, rows: Int)
    case settling
    case writing(file: String)
  }

  private let body: @Sendable (Step) -> Void

  /// Tells `body` every step, on whatever thread the verb is at work.
  package init(_ body: @escaping @Sendable (Step) -> Void) { self.body = body }

  /// Tells nobody.
  package static let silent = Progress { _ in }

  /// Tells a step; may be called from any thread that reads, some times a second.
  package func callAsFunction(_ step: Step) { body(step) }
}
