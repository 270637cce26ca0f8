// SPDX-License-Identifier: Apache-2.0

/// How far a verb is; the terminal draws it, tests and pipes ignore it.
package struct Progress: Sendable {
  package enum Step: Sendable, Hashable {
    case reading(file: String, number: Int, of: Int, rows: Int)
    case settling
    case writing(file: String)
  }

  private let body: @Sendable (Step) -> Void

  package init(_ body: @escaping @Sendable (Step) -> Void) { self.body = body }

  package static let silent = Progress { _ in }

  package func callAsFunction(_ step: Step) { body(step) }
}
