// SPDX-License-Identifier: Apache-2.0

/// The fixed labels a report needs; the message files give each under `report.<key>`.
package enum ReportWords {
  package static let keys = [
    "skip", "contents", "overview", "heat-map", "heat-map-note", "leagues", "leagues-note", "units", "definitions",
    "findings", "provenance", "unit", "task", "indicator", "rank", "rate", "numerator", "denominator", "remaining",
    "change",
    "by-remaining", "threshold", "no-threshold", "source", "verdict", "state", "meaning", "condition", "evidence",
    "evidence-link", "file", "sha256", "kind", "records", "set-aside", "verdict.met", "verdict.partly-met",
    "verdict.not-met", "verdict.not-applicable", "verdict.not-evaluable", "verdict.error", "verdict.reference-reached",
    "verdict.reference-short", "chart.verdicts",
    "chart.ranking", "back", "times", "more-findings", "no-findings", "by-sector", "requirement", "remedy", "legend",
    "all-findings", "tasks", "coverage-note", "coverage.unit", "coverage.computed", "coverage.shown",
    "coverage.attested", "coverage.not-assessed", "coverage.not-applicable", "coverage.achievement",
    "coverage.rank", "coverage.score", "sign.colon", "sign.comma", "sign.semicolon", "sign.open", "sign.close",
    "coverage.with-waivers", "action", "actions-note", "action-tasks", "all-units", "no-tasks", "waived", "waivers",
    "waivers-note", "no-waivers", "standing", "from", "until", "approver", "reason", "attested-tasks", "not-attested",
    "progress", "person", "reported-on", "valid-until", "trials", "trials-note", "no-trials", "since", "now",
    "forecast", "no-earlier",
    "census", "census-note", "transitions", "transitions-note", "gaps", "gap-more", "clocks", "beside",
    "stages", "count", "share", "nobody", "chart.funnel", "accepted", "accepted-note",
  ]
}
