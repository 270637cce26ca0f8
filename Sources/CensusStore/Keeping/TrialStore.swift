// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import GRDB

/// What a workspace on trial stands on: one connection whose databases have no name on any disk, and a key that is only
/// ever in memory. Whatever ends the program, nothing is left of it.
///
/// SQLite keeps a database of the empty name in memory and moves to a file what does not fit; it takes that file's name away
/// before it writes a byte.
struct TrialStore: Sendable {
  /// Records as `main`, the catalogue attached as `catalogue`: unqualified names mean what they do in a workspace.
  let queue: DatabaseQueue
  let key: WorkspaceKey

  init(names: NameStorage) throws {
    key = WorkspaceKey.random()
    queue = try DatabaseQueue(path: "")
    try queue.inDatabase { db in
      try db.execute(sql: "PRAGMA page_size = 16384; PRAGMA cache_size = -16000; ATTACH DATABASE '' AS catalogue")
      try TrialStore.createCatalogue(db, names: names, key: key)
    }
  }

  /// The schema writes its tables into `main`; they are moved to where the statements of a workspace look for them.
  private static func createCatalogue(_ db: Database, names: NameStorage, key: WorkspaceKey) throws {
    try Schema.createCatalogue(db, names: names, key: key)
    let made = try Row.fetchAll(
      db,
      sql: "SELECT type, name, sql FROM main.sqlite_master WHERE sql IS NOT NULL ORDER BY type = 'table' DESC, rowid")
    for row in made {
      let (type, name, sql): (String, String, String) = (row[0], row[1], row[2])
      let start = "CREATE \(type.uppercased()) "
      guard sql.hasPrefix(start) else { continue }
      try db.execute(sql: start + "catalogue." + sql.dropFirst(start.count))
      if type == "table" { try db.execute(sql: "INSERT INTO catalogue.\(name) SELECT * FROM main.\(name)") }
    }
    for row in made where row["type"] == "table" {
      let name: String = row["name"]
      try db.execute(sql: "DROP TABLE main.\(name)")
    }
  }
}

extension Workspace {
  /// A workspace for one run that leaves nothing behind, however the run ends: neither database nor key has a name on disk.
  ///
  /// - Throws: `WorkspaceError` where SQLite cannot make its temporary files.
  package static func trial(names: NameStorage) throws -> Workspace {
    // No file can stand below a device: whatever looks for one finds none.
    var workspace = Workspace(directory: "/dev/null/trial", names: names)
    workspace.trial = try WorkspaceError.translating(path: workspace.directory) { try TrialStore(names: names) }
    return workspace
  }
}
