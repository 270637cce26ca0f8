// SPDX-License-Identifier: Apache-2.0

import Basics
package import CensusModel
import Crypto
import Findings
import Foundation

extension PolicyPack {
  /// The pack with the rules of one day for every period, named in title and hash so that no report hides it.
  ///
  /// Ages and terms still end on each period's census day; only thresholds and dated cases of columns are those of `day`.
  package func judging(byRulesOf day: CalendarDay) -> PolicyPack {
    var pack = self
    pack.rulesDay = day
    let facts = ["title": "", "day": day.description]
    pack.title.chinese += messages.text("pack.rules-on", in: .chinese, facts)
    pack.title.english += messages.text("pack.rules-on", in: .english, facts)
    pack.hash = HexText.of(SHA256.hash(data: Data((hash + "rules-on " + day.description).utf8)))
    return pack
  }
}
