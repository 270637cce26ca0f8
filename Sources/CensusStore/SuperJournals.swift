// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

/// SQLite's super-journals (`<database>-mj…`), by which a transaction over the catalogue and a period commits as one: it does
/// in the moment in which the super-journal goes.
///
/// A writer that is killed before any journal names its super-journal leaves it behind for ever: SQLite asks for it only where
/// a journal names it. One that is named must not go first: its transaction would count as committed, in that database alone.
struct SuperJournals {
  let directory: String

  private var folders: [String] { [directory, directory + "/periods"] }

  /// Removes what no journal names any more; called under the lock of the workspace. Costs a look at two folders.
  ///
  /// Journals are rolled back first, by opening their databases; while any is left, nothing is removed.
  func removeStale() {
    guard !files(where: SuperJournals.isSuperJournal).isEmpty else { return }
    for journal in journals { rollBack(String(journal.dropLast("-journal".count))) }
    guard journals.isEmpty else { return }
    for path in files(where: SuperJournals.isSuperJournal) { try? FileManager.default.removeItem(atPath: path) }
  }

  private func files(where isWanted: (String) -> Bool) -> [String] {
    folders.flatMap { folder in
      ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter(isWanted).map { folder + "/" + $0 }
    }.sorted()
  }

  /// Those that a database may need. One that is empty, or was not synced before its writer died (its first byte is nought
  /// until then), holds nothing that its database lacks, and SQLite leaves it to the next writer.
  private var journals: [String] {
    files { $0.hasSuffix("-journal") }.filter { path in
      guard let file = FileHandle(forReadingAtPath: path) else { return true }
      // What cannot be read may hold anything.
      do { return try (file.read(upToCount: 1)?.first ?? 0) != 0 } catch { return true }
    }
  }

  /// `-mj`, six hexadecimal digits, `9` and two more: SQLite, `vdbeCommit`.
  private static func isSuperJournal(_ name: String) -> Bool {
    name.wholeMatch(of: /.+-mj[0-9A-F]{6}9[0-9A-F]{2}/) != nil
  }

  /// SQLite does so before the first look at a database. What cannot be opened keeps its journal, and its user says why.
  private func rollBack(_ path: String) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    _ = try? Workspace.reading(path).read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM sqlite_master") }
  }
}
