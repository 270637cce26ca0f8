// SPDX-License-Identifier: Apache-2.0

import Foundation
import ReportWriting
import Results

/// Above figures that are being worked out anew: of when they are.
struct AsOfNote {
  let visit: Visit
  let asOf: Date?

  var nodes: [HTMLNode] {
    guard let asOf else { return [] }
    let time = ChinaTime.spelledToTheSecond(asOf.formatted(.iso8601))
    return [.make(.p, .class("note as-of"), .other(.role, "status")) { visit.text("as-of", ["time": time]) }]
  }
}
