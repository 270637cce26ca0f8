// SPDX-License-Identifier: Apache-2.0

/// How much of the task list was judged, by what means, and what it scores, unit by unit.
package struct CoverageTable: Sendable, Hashable {
  package struct Row: Sendable, Hashable {
    /// Organisation ID; nil for the line about the list itself.
    package var unit: String
    package var name: String
    package var computed: Int
    package var shown: Int
    package var attested: Int
    package var notAssessed: Int
    package var notApplicable: Int
    /// "66.67%" with its fraction, a dash where nothing was judged.
    package var score: String
    package var scoreFraction: String
    package var scoreWithWaivers: String
    package var fractionWithWaivers: String
    /// Tasks met of those owed, with its fraction, and the rank by it; empty where there is none.
    package var achievement = ""
    package var achievementFraction = ""
    package var rank = ""

    package init(
      unit: String, name: String, computed: Int, shown: Int, attested: Int, notAssessed: Int, notApplicable: Int,
      score: String, scoreFraction: String, scoreWithWaivers: String, fractionWithWaivers: String
    ) {
      self.unit = unit
      self.name = name
      self.computed = computed
      self.shown = shown
      self.attested = attested
      self.notAssessed = notAssessed
      self.notApplicable = notApplicable
      self.score = score
      self.scoreFraction = scoreFraction
      self.scoreWithWaivers = scoreWithWaivers
      self.fractionWithWaivers = fractionWithWaivers
    }
  }

  /// One sentence about the list: how many tasks, by which method.
  package var list: String
  package var rows: [Row]

  package init(list: String, rows: [Row]) {
    self.list = list
    self.rows = rows
  }
}

/// A waiver with its standing on the census day, all in words.
package struct WaiverLine: Sendable, Hashable {
  package var task: String
  package var unit: String
  package var standing: String
  package var isInForce: Bool
  package var from: String
  package var until: String
  package var approver: String
  package var reason: String

  package init(
    task: String, unit: String, standing: String, isInForce: Bool, from: String, until: String, approver: String,
    reason: String
  ) {
    self.task = task
    self.unit = unit
    self.standing = standing
    self.isInForce = isInForce
    self.from = from
    self.until = until
    self.approver = approver
    self.reason = reason
  }
}

/// A check on trial: what it found now, and what it would have found before.
package struct TrialCheck: Sendable, Hashable {
  package var group: FindingGroup
  package var since: String
  /// Period and count, oldest first, without the period of the report.
  package var forecast: [[String]]

  package init(group: FindingGroup, since: String, forecast: [[String]]) {
    self.group = group
    self.since = since
    self.forecast = forecast
  }
}
