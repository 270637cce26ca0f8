// SPDX-License-Identifier: Apache-2.0

import GRDB

@testable import CensusStore

extension Workspace {
  /// Changes the catalogue as somebody with an SQLite shell would.
  func tamper(_ sql: String) throws { try changingCatalogue { try $0.execute(sql: sql) } }
}
