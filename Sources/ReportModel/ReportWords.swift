// SPDX-License-Identifier: Apache-2.0

/// The fixed labels a report needs; the message files give each under `report.<key>`.
package enum ReportWords {
  package static let keys = [
    "skip", "contents", "overview", "heat-map", "heat-map-note", "leagues", "leagues-note", "units", "definitions",
    "findings", "provenance", "unit", "task", "indicator", "rank", "rate", "numerator", "denominator", "remaining",
    "change",
    "by-remaining", "threshold", "no-threshold", "source", "verdict", "state", "meaning", "condition", "evidence",
    "evidence-link", "file", "sha256", "kind", "records", "set-aside", "verdict.met", "verdict.partly-met",
    "verdict.not-met", "verdict.not-applicable", "verdict.not-evaluable", "verdict.error", "chart.verdicts",
    "chart.ranking", "back", "times", "more-findings", "no-findings", "by-sector", "requirement", "remedy", "legend",
    "all-findings",
  ]
}
