// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// Which organisation each reference of a period names: that of an ID, else of a full name; of several with that name the one
/// below the unit that hands in, where there is exactly one.
struct OrganisationLookup {
  /// By number of the reference, the index of its organisation; -1 for none, and for the reference 0.
  private(set) var targets: [Int32]
  private var open: [Shared] = []

  /// A reference by a name that several organisations have.
  private struct Shared {
    var reference: Int
    var candidates: [Int32]
    /// Index of the unit that hands in; -1 where none is named or known.
    var unit: Int32
  }

  init(_ table: OrganisationTable, _ byRule: NameRuleLookup, in database: Database) throws {
    let size = try Int.fetchOne(database, sql: "SELECT MAX(id) FROM organisation_ref") ?? 0
    var (targets, open) = ([Int32](repeating: -1, count: size + 1), [Shared]())
    try RawStatement.each("SELECT id, text, unit FROM organisation_ref WHERE text <> '' ORDER BY id", in: database) {
      row in
      let (reference, text) = (Int(sqlite3_column_int64(row, 0)), RawStatement.bytes(row, 1))
      let sharing = table.sharing(text)
      guard sharing.isEmpty else {
        let unit = table.index(of: RawStatement.bytes(row, 2)).map { Int32($0) }
        return open.append(Shared(reference: reference, candidates: sharing, unit: unit ?? -1))
      }
      let target = table.index(of: text) ?? byRule.index(of: String(decoding: text, as: UTF8.self))
      if let target { targets[reference] = Int32(target) }
    }
    (self.targets, self.open) = (targets, open)
  }

  /// Gives a reference that led nowhere an organisation.
  mutating func lead(_ reference: Int, to organisation: Int32) { targets[reference] = organisation }

  /// By organisation, the index of its superior; -1 for none.
  func parents(of table: OrganisationTable) -> [Int32] { table.parents.map { targets[Int($0)] } }

  /// References that are still open, with how many organisations they may mean.
  var ambiguous: [Int64: Int] {
    Dictionary(uniqueKeysWithValues: open.map { (Int64($0.reference), $0.candidates.count) })
  }

  /// Gives names that several share the one organisation below the unit that uses them.
  ///
  /// - Returns: whether any was found; the tree may be another then.
  mutating func place(in tree: TreeBuilder) -> Bool {
    var rest: [Shared] = []
    for shared in open {
      guard shared.unit >= 0 else {
        rest.append(shared)
        continue
      }
      let unit = tree.positions[Int(shared.unit)]
      let below = shared.candidates.filter { (unit.node...unit.last).contains(tree.positions[Int($0)].node) }
      if below.count == 1 { targets[shared.reference] = below[0] } else { rest.append(shared) }
    }
    defer { open = rest }
    return rest.count < open.count
  }
}
