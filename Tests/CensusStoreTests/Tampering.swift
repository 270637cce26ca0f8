// SPDX-License-Identifier: Apache-2.0

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
