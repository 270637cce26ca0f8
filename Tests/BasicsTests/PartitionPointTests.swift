// SPDX-License-Identifier: Apache-2.0

import Basics
import Testing

@Suite struct PartitionPointTests {
  @Test(arguments: 0...9) func findsWhereItBegins(limit: Int) {
    let values = [1, 1, 2, 4, 4, 7]
    #expect(values.partitionPoint { $0 >= limit } == values.firstIndex { $0 >= limit } ?? values.count)
    #expect([Int]().partitionPoint { $0 >= limit } == 0)
  }
}
