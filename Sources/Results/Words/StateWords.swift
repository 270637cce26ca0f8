// SPDX-License-Identifier: Apache-2.0

import Basics
package import Indicators

extension CommandContext {
  /// A state with what is known of how much came in: "报送不全（10个应报4个已报）".
  package func state(of value: IndicatorValue) -> String {
    let words = text("state.\(value.state.rawValue)")
    guard let share = value.reported else { return words }
    var facts = ["state": words, "reported": String(share.reported), "of": String(share.owing)]
    guard let bounds = value.bounds?.hundredths, bounds.lowerBound < bounds.upperBound else {
      return text("state.with-share", facts)
    }
    facts["least"] = Percent.text(bounds.lowerBound)
    facts["most"] = Percent.text(bounds.upperBound)
    return text("state.with-bounds", facts)
  }
}
