// SPDX-License-Identifier: Apache-2.0

import CensusModel

@testable import CensusStore

extension Workspace {
  /// A workspace with kinds of sheets that never change, whatever packs say.
  static func made(at path: String) throws -> Workspace {
    var workspace = try Workspace.create(at: path, names: .masked)
    workspace.schemas = FormerSchemas.five
    return workspace
  }
}
