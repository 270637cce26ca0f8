// SPDX-License-Identifier: Apache-2.0

import Conditions
import Testing

@testable import CensusStore

@Suite struct SharedCasesTests {
  private let special = Expression.cases(
    [.init(when: .like(.column("name"), pattern: "%)%", negated: false), value: 1)], otherwise: 0)

  private func isEqual(_ value: Expression, _ number: Int64) -> Expression { .binary(.equal, value, .integer(number)) }

  @Test func whatTwoConditionsShareBecomesAColumn() {
    let isX = Expression.binary(.equal, .column("kind"), .text("x"))
    let shared = SharedCases([isEqual(special, 1), .binary(.and, isX, isEqual(special, 0)), isX])
    let column = Expression.column("shared_0")
    #expect(shared.conditions == [isEqual(column, 1), .binary(.and, isX, isEqual(column, 0)), isX])
    #expect(shared.source("t").contains("(CASE WHEN (name LIKE '%)%') THEN 1 ELSE 0 END) AS shared_0"))
  }

  @Test func theLongerGoesFirstAndTakesTheShorterWithIt() {
    let longer = Expression.cases([.init(when: isEqual(special, 1), value: 3)], otherwise: 4)
    let shared = SharedCases([isEqual(longer, 3), isEqual(longer, 4)])
    #expect(shared.conditions == [isEqual(.column("shared_0"), 3), isEqual(.column("shared_0"), 4)])
  }

  @Test func whatStandsOnceStays() {
    let conditions = [isEqual(special, 1), .binary(.equal, .column("a"), .text("(CASE "))]
    let shared = SharedCases(conditions)
    #expect(shared.conditions == conditions)
    #expect(shared.source("t") == "(SELECT * FROM t WHERE superseded = 0 AND node IS NOT NULL)")
  }
}
