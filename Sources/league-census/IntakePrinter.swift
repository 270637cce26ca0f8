// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import CensusStore
import Findings
import Intake
import Pipeline
import Reports
import Results

/// Prints what `check` and `import` found: files and sheets, then the findings by code, then a closing line.
struct IntakePrinter {
  let context: CommandContext
  let terminal: Terminal
  /// Whether text lists every file and every place.
  var verbose = false

  var progress: Progress {
    let context = context
    return terminal.progress { step in
      switch step {
      case .reading(let file, let number, let total, let rows):
        context.text(
          "progress.reading", ["file": file, "number": String(number), "total": String(total), "rows": String(rows)])
      case .settling: context.text("progress.settling")
      case .writing(let file): context.text("progress.writing", ["file": file])
      }
    }
  }

  /// - Throws: `ExitCode(1)` when a finding is at or above `failOn`, `ExitCode(2)` when no file could be read at all.
  func print(_ result: IntakeResult, as format: ResultFormat, failOn: FailOn) throws {
    terminal.endProgress()
    switch format {
    case .json, .jsonl:
      let account = Finding(FileTally.code, facts: result.account.facts)
      let counted = result.account.tally.walked ? context.render([account]) : []
      terminal.write(
        FindingLines.json(result.findings + result.trialFindings + counted, accepted: result.accepted).utf8)
    case .csv, .xlsx:
      let table = FindingLines.table(
        result.findings + result.trialFindings, accepted: result.accepted, context: context)
      try terminal.print(table, context, as: format)
    case .text:
      printFiles(result)
      let printer = FindingPrinter(context: context, terminal: terminal, showsAll: verbose)
      printer.print(result.findings)
      for line in apart(result) { terminal.print(line) }
      if !result.trialFindings.isEmpty {
        terminal.print(terminal.painted(context.text("output.trial"), .bold))
        printer.print(result.trialFindings)
      }
    }
    printClosing(result)
    if result.isRefusedWhole { throw ExitCode(ExitStatus.couldNotFinish) }
    let grave = result.findings.reduce(0) { $0 + (failOn.includes($1.severity) ? $1.finding.count : 0) }
    let records = result.sheets.reduce(0) { $0 + $1.records + $1.setAside }
    if failOn.fails(grave, of: records) { throw ExitCode(ExitStatus.findings) }
  }

  /// What is not listed, in a line each.
  private func apart(_ result: IntakeResult) -> [String] {
    let accepted = result.accepted.reduce(0) { $0 + $1.finding.finding.count }
    return (accepted > 0 ? [context.text("output.accepted", ["count": String(accepted)])] : [])
      + (result.knownBefore.map { [context.knownLine($0, since: result.formerPeriod)] } ?? [])
  }

  private func printFiles(_ result: IntakeResult) {
    let lines = IntakeFileLines(result, context: context)
    for line in verbose ? lines.all : lines.summary {
      terminal.print(line.isRefusal ? terminal.painted(line.text, .red) : line.text)
    }
  }

  private func printClosing(_ result: IntakeResult) {
    let counts: [Severity: Int] = Dictionary(grouping: result.findings, by: \.severity).mapValues(\.count)
    let records = result.sheets.reduce(0) { $0 + $1.records }
    let facts: [String: String] = [
      "files": String(result.files.count), "records": String(records), "errors": String(counts[.error] ?? 0),
      "warnings": String(counts[.warning] ?? 0), "infos": String(counts[.info] ?? 0),
    ]
    var closing = [context.text("output.closing", facts)]
    // What became of everything is told where not simply all of it was read.
    if result.account.tally.walked, verbose || !result.account.isAllRead {
      closing.append(context.text("output.accounted", result.account.facts))
    }
    terminal.note((closing + limits(result, records: records)).joined(separator: context.text("output.next-sentence")))
    for line in SubmissionsDocument.text(of: result.submissions, context: context) { terminal.note(line) }
    if let first = result.marked.first {
      terminal.note(context.text("output.marked", ["count": String(result.marked.count), "path": first]))
      noteRewritten(result.rewritten)
    }
    if let overview = result.overview { terminal.note(context.text("output.overview", ["path": overview])) }
    if records > 0, let unclear = result.unclear {
      terminal.note(context.text(unclear.isCorrection ? "check.as-correction" : "check.as-addition", unclear.facts))
    }
  }

  /// What the files could not be held against, a sentence each.
  private func limits(_ result: IntakeResult, records: Int) -> [String] {
    // Of what held no record there was nothing to check.
    guard records > 0 else { return [] }
    // Without any organisations the sentence below says it all.
    let known = result.known.flatMap { $0.gap != .noWorkspace || result.leftOut.unplaced == 0 ? $0 : nil }
    let leftOut = [("unplaced", result.leftOut.unplaced), ("undated", result.leftOut.undated)].filter { $0.1 > 0 }
    return (known.map { [context.sentence(on: $0)] } ?? [])
      + leftOut.map { context.text("output.left-out-\($0.0)", ["count": String($0.1)]) }
  }
}

extension IntakeResult {
  /// No file could be read, and not merely because the folder held other things.
  var isRefusedWhole: Bool {
    files.allSatisfy { if case .refused = $0.outcome { true } else { false } }
  }
}

extension IntakePrinter {
  /// Says which marked copies are no longer the sender's own file with marks added.
  private func noteRewritten(_ files: [String]) {
    guard !files.isEmpty else { return }
    let shown = files.prefix(3).joined(separator: context.text("list.separator")) + (files.count > 3 ? "…" : "")
    terminal.note(context.text("output.marked-anew", ["count": String(files.count), "files": shown]))
  }
}
