// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// What speaks for two records being one person: points by part, which add up.
struct DuplicateScore {
  private(set) var parts: [(part: SettlementRules.DuplicatePart, points: Int)] = []

  var total: Int { parts.reduce(0) { $0 + $1.points } }

  init(_ first: PersonEntry, _ second: PersonEntry, weights: [SettlementRules.DuplicatePart: Int]) {
    func add(_ part: SettlementRules.DuplicatePart, when holds: Bool) {
      if holds, let points = weights[part] { parts.append((part, points)) }
    }
    func agree(_ left: Int64, _ right: Int64) -> Bool { left != 0 && left == right }
    func differ(_ left: Int64, _ right: Int64) -> Bool { left != 0 && right != 0 && left != right }
    add(.name, when: agree(first.name, second.name))
    add(.birth, when: agree(first.birth, second.birth))
    add(.phone, when: agree(first.phone, second.phone))
    add(.memberNumber, when: agree(first.memberNumber, second.memberNumber))
    add(.lastFour, when: agree(first.shown, second.shown))
    add(
      .maskedDiffer,
      when: first.hasMaskedID && second.hasMaskedID && agree(first.name, second.name)
        && differ(first.shown, second.shown))
    add(.region, when: first.region != 0 && first.region == second.region)
    add(.organisation, when: first.node >= 0 && first.node == second.node)
    add(.nameDiffers, when: differ(first.name, second.name))
    add(.birthDiffers, when: differ(first.birth, second.birth))
    add(.sexDiffers, when: first.sex != 0 && second.sex != 0 && first.sex != second.sex)
    add(.bothValid, when: first.hasValidID && second.hasValidID)
  }
}
