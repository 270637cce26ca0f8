// SPDX-License-Identifier: Apache-2.0

/// What a pack decides about tables that leave the office.
package struct PublicationRules: Sendable, Hashable {
  /// Counts of persons from 1 up to but without this number are not shown; 0 is.
  package var least: Int64

  package init(least: Int64) { self.least = least }
}

extension PublicationRules {
  /// `publication` of `pack.yaml`
  init(_ node: PackNode) throws {
    let fields = try node.fields(["least", "source"])
    _ = try fields.optional("source")?.text()
    let least = try fields.required("least")
    guard let number = Int64(exactly: try least.integer()), number > 1 else {
      throw least.failure("least is a whole number above 1")
    }
    self.init(least: number)
  }
}
