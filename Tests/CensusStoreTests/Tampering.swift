// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

@testable import CensusStore

extension Workspace {
  /// Changes the catalogue as somebody with an SQLite shell would.
  func tamper(_ sql: String) throws {
    let queue = try DatabaseQueue(path: cataloguePath)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }
}

/// Changes a database as somebody with an SQLite shell would.
///
/// - Parameter new: takes the place of what is there.
func shell(_ sql: String, _ path: String, new: Bool = false) throws {
  if new { try? FileManager.default.removeItem(atPath: path) }
  let queue = try DatabaseQueue(path: path)
  try queue.inDatabase { try $0.execute(sql: sql) }
  try queue.close()
}
