// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CensusStore

@Suite struct SharedCasesTests {
  private let special = "(CASE WHEN name LIKE '%)%' THEN 1 ELSE 0 END)"

  @Test func whatTwoConditionsShareBecomesAColumn() {
    let shared = SharedCases(["\(special) = 1", "kind = 'x' AND \(special) = 0", "kind = 'y'"])
    #expect(shared.conditions == ["shared_0 = 1", "kind = 'x' AND shared_0 = 0", "kind = 'y'"])
    #expect(shared.source("t").contains("\(special) AS shared_0"))
  }

  @Test func theLongerGoesFirstAndTakesTheShorterWithIt() {
    let longer = "(CASE WHEN \(special) = 1 THEN 3 ELSE 4 END)"
    let shared = SharedCases([longer + " = 3", longer + " = 4"])
    #expect(shared.conditions == ["shared_0 = 3", "shared_0 = 4"])
  }

  @Test func whatStandsOnceStays() {
    let shared = SharedCases(["\(special) = 1", "a = '(CASE '"])
    #expect(shared.conditions == ["\(special) = 1", "a = '(CASE '"])
    #expect(shared.source("t") == "(SELECT * FROM t WHERE superseded = 0 AND node IS NOT NULL)")
  }
}
