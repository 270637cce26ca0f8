// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings
import Policy

extension MessageCatalogue {
  /// A quarter as people call it: 2019年第三季度.
  package func name(of period: Period, in language: Language) -> String {
    text("period.name.\(period.quarter)", in: language, ["year": String(period.year)])
  }

  /// The same with its census day: 2019年第三季度（截至9月30日）.
  func longName(of period: Period, in language: Language) -> String {
    var facts = censusDay(of: period)
    facts["name"] = name(of: period, in: language)
    return text("period.until", in: language, facts)
  }

  /// What a message may say of the census day.
  package func censusDay(of period: Period) -> [String: String] {
    let day = period.censusDay
    return ["month": String(day.month), "day": String(day.day), "date": day.description]
  }
}
