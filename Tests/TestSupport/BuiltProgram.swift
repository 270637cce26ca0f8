// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The program that tests run as a user would.
package enum BuiltProgram {
  /// Beside the test's own executable; `LEAGUE_CENSUS_PROGRAM` names another, so that the long suites can run the release
  /// build, which is several times as fast.
  package static let path: String = {
    if let named = ProcessInfo.processInfo.environment["LEAGUE_CENSUS_PROGRAM"], !named.isEmpty { return named }
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    return tests.appendingPathComponent("league-census").path
  }()
}
