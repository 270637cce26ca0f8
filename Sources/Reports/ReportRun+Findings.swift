// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
package import CensusStore
package import Findings
import Intake
import Pipeline
import Policy
import ReportModel
import Results

/// What was found in the rows of a unit, by cause.
extension ReportRun {
  /// The findings of a unit: those of its own rows; for the root, all of them.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func findings(below unit: Int) throws -> [Finding] {
    try periodFindings.findings(of: unit, in: census.database.organisationTree())
  }

  /// The findings of a unit that somebody looked into.
  func acceptedFindings(below unit: Int) throws -> [RenderedAcceptance] {
    let indexes = try acceptedFindings.indexes(of: unit, in: census.database.organisationTree())
    return census.context.render(
      indexes.map { AcceptedFinding(finding: acceptedFindings.findings[$0], acceptance: acceptances[$0]) })
  }

  /// How many findings of a unit were there in the last quarter and are not told again.
  func knownCount(below unit: Int) throws -> Int {
    try knownFindings.indexes(of: unit, in: census.database.organisationTree()).count
  }

  /// Findings of a unit that somebody looked into, by cause; each example says who did and why.
  func acceptedGroups(below unit: Int) throws -> [FindingGroup] {
    let accepted = try acceptedFindings(below: unit)
    return Dictionary(grouping: accepted, by: \.finding.finding.code).sorted { $0.key < $1.key }.map { _, accepted in
      let findings = accepted.map(\.finding.finding)
      var group = group(of: findings, like: findings[0], shown: 30, nil)
      group.examples = zip(group.examples, accepted).map { "\($0) \($1.remark(in: census.context))" }
      return group
    }
  }

  /// The sheets that hold rows of a unit; for the root, all of them. Rows that a sheet of several units set aside belong to
  /// none of them and are told of the root alone.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func sheets(below unit: Int) throws -> [SheetReport] {
    let tree = try census.database.organisationTree()
    guard unit != 0 else { return sheets }
    let subtree = tree.subtree(of: unit)
    return sheets.compactMap { sheet in
      let nodes = organisationsOfSheets[sheet.number] ?? []
      let first = nodes.partitionPoint { $0 >= subtree.lowerBound }
      guard first < nodes.count, nodes[first] <= subtree.upperBound else { return nil }
      var own = sheet
      let isShared = first > 0 || nodes.last.map(subtree.contains) != true
      if isShared { own.setAside = 0 }
      return own
    }
  }

  /// The same for checks on trial.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func trialFindings(below unit: Int) throws -> [Finding] {
    try trials.findings(of: unit, in: census.database.organisationTree())
  }

  func findingCounts(in tree: OrganisationTree) throws -> FindingCounts {
    let (findings, nodes) = periodFindings.entries
    return FindingCounts(findings, nodes: nodes, in: tree, by: census.context.pack.messages)
  }

  /// The findings of a unit by cause, the gravest first, each with so many places.
  func findingGroups(below unit: Int, shown: Int, plan: ReportPlan) throws -> [FindingGroup] {
    let groups = Dictionary(grouping: try findings(below: unit), by: \.code).values.map { findings in
      (group: group(of: findings, like: findings[0], shown: shown, plan), count: findings.count)
    }
    let order = ["error", "warning", "info"]
    return groups.sorted { left, right in
      let (first, second) = (
        order.firstIndex(of: left.group.severity) ?? 3, order.firstIndex(of: right.group.severity) ?? 3
      )
      if first != second { return first < second }
      return left.count == right.count ? left.group.code < right.group.code : left.count > right.count
    }.map(\.group)
  }

  /// - Parameter first: gives title, remedy and severity, also where nothing was found.
  private func group(of findings: [Finding], like first: Finding, shown: Int, _ plan: ReportPlan?) -> FindingGroup {
    let context = census.context
    let rendered = context.render(([first] + findings.prefix(shown)).map(withTaskTitle))
    let total = findings.reduce(0) { $0 + $1.count }
    var group = FindingGroup(
      code: first.code, severity: rendered[0].severity.rawValue,
      severityLabel: context.text("severity.\(rendered[0].severity.rawValue)"), title: rendered[0].title,
      remedy: rendered[0].remedy, total: total,
      examples: rendered.dropFirst().map { finding in
        (finding.finding.place.map { context.spelled($0) + " — " } ?? "") + finding.message
      })
    let rest = findings.count - min(shown, findings.count)
    if rest > 0 {
      let hasList = outputs.contains(.csv) && plan?.hasData == true
      if hasList { group.list = context.language.fileName("findings.csv") }
      let key = hasList ? "page.findings.more-file" : "page.findings.more"
      group.more = context.text(key, ["count": String(rest), "file": context.language.fileName("findings.csv")])
    }
    return group
  }

  /// Pages name a task by its title.
  private func withTaskTitle(_ finding: Finding) -> Finding {
    guard let task = finding.facts["task"].flatMap(census.context.pack.task(named:)) else { return finding }
    var finding = finding
    finding.facts["task"] = task.title[census.context.language]
    return finding
  }

  /// Every check on trial, also one that finds nothing, with what it would have found before.
  func trialGroups(below unit: Int) throws -> [FindingGroup] {
    let checks = census.context.pack.checks.filter(\.isTrial)
    guard !checks.isEmpty else { return [] }
    let found = Dictionary(grouping: try trialFindings(below: unit), by: \.code)
    return checks.enumerated().map { index, check in
      var group = group(of: found[check.id] ?? [], like: Finding(check.id), shown: 8, nil)
      let counts = forecasts.indices.contains(index) ? forecasts[index].counts : []
      let before = counts.map { "\($0.period) \($0.findings)" }.joined(separator: census.context.text("page.separator"))
      let facts = [
        "since": check.trialSince?.description ?? "–", "now": String(group.total),
        "before": before.isEmpty ? census.context.text("report.no-earlier") : before,
      ]
      group.more = census.context.text("page.trial", facts)
      return group
    }
  }
}
