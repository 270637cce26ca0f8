// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore
package import Findings
package import Policy
package import Results

extension PeriodCensus {
  /// What the checks on trial see, in order of place; in no count, no exit code and no marked workbook.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read: `period-damaged`, `workspace-busy` …
  package func trialFindings() throws -> [Finding] { try findings(of: context.pack.checks.filter(\.isTrial)) }
}

/// What a check would have found, period by period.
package struct Forecast: Sendable, Hashable {
  /// How many there were in one period.
  package struct Count: Sendable, Hashable {
    /// The quarter that was looked at.
    package var period: Period
    /// Records that meet the condition, each of them a finding.
    package var findings: Int
  }

  /// ID of the check.
  package var check: String
  /// Oldest first.
  package var counts: [Count]
}

/// `forecast`: counts what checks would have found in the periods of the workspace; nothing is stored.
package struct ForecastRun {
  /// The pack that is tried, and the workspace whose periods it is tried in.
  package let context: CommandContext
  private let periods: [Period]

  /// - Parameter before: only periods older than this one; nil takes all.
  /// - Throws: `WorkspaceError` when there is no workspace.
  package init(context: CommandContext, before: Period? = nil) throws {
    self.context = context
    periods = try context.workspace().periods.filter { period in before.map { period < $0 } ?? true }
  }

  /// One forecast for each check, in the order given; costs one pass over the records of each period.
  ///
  /// - Throws: `WorkspaceError` where a period cannot be read.
  package func forecasts(of checks: [RecordCheck]) throws -> [Forecast] {
    var forecasts = checks.map { Forecast(check: $0.id, counts: []) }
    guard !checks.isEmpty else { return [] }
    for period in periods {
      let census = try PeriodCensus(context: context, period: period)
      let counts = Dictionary(grouping: try census.findings(of: checks), by: \.code).mapValues(\.count)
      for index in forecasts.indices {
        forecasts[index].counts.append(
          Forecast.Count(period: period, findings: counts[forecasts[index].check] ?? 0))
      }
    }
    return forecasts
  }

  /// The checks on trial, or the one named.
  ///
  /// - Throws: `PipelineError("id-unknown")`.
  package func checks(named id: String?) throws -> [RecordCheck] {
    guard let id else { return context.pack.checks.filter(\.isTrial) }
    let checks = context.pack.checks.filter { $0.id == id }
    guard !checks.isEmpty else {
      let near = Nearest.names(to: id, among: context.pack.checks.map(\.id))
      throw PipelineError.unknownID(id, near: near)
    }
    return checks
  }
}

/// Forecasts as they are printed.
package struct ForecastDocument: ResultDocument {
  /// In the order in which the checks were given.
  package let forecasts: [Forecast]
  private let context: CommandContext

  /// The forecasts as they are printed, in the order given.
  ///
  /// - Parameter context: its pack says which checks are on trial since when.
  package init(_ forecasts: [Forecast], context: CommandContext) {
    self.forecasts = forecasts
    self.context = context
  }

  /// One row for each check and period.
  package var table: ResultTable {
    let counts = forecasts.flatMap { forecast in forecast.counts.map { (forecast.check, $0) } }
    return ResultTable(
      "forecast",
      columns: [
        ResultColumn("check", context.text("forecast.check")) { .text($0.0) },
        ResultColumn("period", context.text("target.period")) { .text($0.1.period.description) },
        ResultColumn("findings", context.text("forecast.findings")) { .number($0.1.findings) },
      ], rows: counts)
  }

  /// One object for each check, with its counts by period.
  package var ownJSON: String? {
    JSONWriter.array(
      forecasts.map { forecast in
        let counts = forecast.counts.map { count in
          JSONWriter.object([
            ("period", JSONWriter.quoted(count.period.description)), ("findings", String(count.findings)),
          ])
        }
        let check = context.pack.checks.first { $0.id == forecast.check }
        return JSONWriter.object([
          ("check", JSONWriter.quoted(forecast.check)), ("trial", check?.isTrial == true ? "true" : "false"),
          ("since", JSONWriter.quoted(check?.trialSince?.description)),
          ("counts", "[" + counts.joined(separator: ", ") + "]"),
        ])
      })
  }

  /// Periods side by side.
  package var ownText: String? {
    guard !forecasts.isEmpty else { return context.text("forecast.none") }
    let periods = forecasts[0].counts.map(\.period)
    var table = TextTable([.left] + periods.map { _ in .right } + [.left])
    table.add([context.text("forecast.check")] + periods.map(\.description) + [""])
    for forecast in forecasts {
      let title = context.pack.messages.findings[forecast.check]?.title[context.language] ?? ""
      table.add([forecast.check] + forecast.counts.map { String($0.findings) } + [title])
    }
    return table.text
  }
}
