// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import CensusStore
import Findings
import Pipeline

/// Prints what `check` and `import` found: files and sheets, then the findings by code, then a closing line.
struct IntakePrinter {
  let desk: Desk
  let terminal: Terminal

  /// How many places of one code the text form shows; JSON and CSV show all.
  private static let shownPlaces = 5

  var progress: Progress {
    let desk = desk
    return terminal.progress { step in
      switch step {
      case .reading(let file, let number, let total, let rows):
        desk.text(
          "progress.reading", ["file": file, "number": String(number), "total": String(total), "rows": String(rows)])
      case .settling: desk.text("progress.settling")
      case .writing(let file): desk.text("progress.writing", ["file": file])
      }
    }
  }

  /// - Throws: `ExitCode(1)` when a finding is at or above `failOn`, `ExitCode(2)` when no file could be read at all.
  func print(_ result: IntakeResult, as format: ResultFormat, failOn: FailOn) throws {
    terminal.endProgress()
    switch format {
    case .json, .jsonl:
      let account = Finding(FileTally.code, facts: result.account.facts)
      let counted = result.account.tally.walked ? desk.render([account]) : []
      terminal.write(
        FindingLines.json(result.findings + result.trialFindings + counted, accepted: result.accepted).utf8)
    case .csv, .xlsx:
      let table = FindingLines.table(
        result.findings + result.trialFindings, accepted: result.accepted, desk: desk)
      try terminal.print(table, desk, as: format)
    case .text:
      printFiles(result)
      FindingPrinter(desk: desk, terminal: terminal).print(result.findings, shownPlaces: IntakePrinter.shownPlaces)
      for line in apart(result) { terminal.print("\n" + line) }
      if !result.trialFindings.isEmpty {
        terminal.print("\n" + terminal.painted(desk.text("output.trial"), .bold))
        FindingPrinter(desk: desk, terminal: terminal).print(
          result.trialFindings, shownPlaces: IntakePrinter.shownPlaces)
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
    return (accepted > 0 ? [desk.text("output.accepted", ["count": String(accepted)])] : [])
      + (result.knownBefore.map { [desk.knownLine($0, since: result.formerPeriod)] } ?? [])
  }

  private func printFiles(_ result: IntakeResult) {
    for file in result.files {
      let head = terminal.painted(file.file, .bold) + "  " + outcome(file)
      let sheets = result.sheets.filter { $0.file == file.file }.map(describe)
      // Most files hold one sheet: one line says it.
      terminal.print(sheets.count == 1 ? head + "  " + sheets[0] : head)
      if sheets.count > 1 { for sheet in sheets { terminal.print("  " + sheet) } }
    }
  }

  private func outcome(_ file: FileReport) -> String {
    switch file.outcome {
    case .stored: desk.text("output.file-read")
    case .unchanged: desk.text("output.file-unchanged")
    case .refused: terminal.painted(desk.text("output.file-refused"), .red)
    }
  }

  private func describe(_ sheet: SheetReport) -> String {
    // The one sheet of a delimited file has no name.
    let name = sheet.name.isEmpty ? desk.text("output.sheet-unnamed") : sheet.name
    guard let kind = sheet.kind else { return desk.text("output.sheet-unknown", ["sheet": name]) }
    let facts: [String: String] = [
      "sheet": name, "kind": desk.text("kind.\(kind.rawValue)"), "records": String(sheet.records),
      "aside": String(sheet.setAside), "header": sheet.headerRow.map { String($0) } ?? "–",
      "matched": String(sheet.matchedHeadings), "unknown": String(sheet.unknownHeadings.count),
    ]
    return desk.text("output.sheet", facts)
  }

  private func printClosing(_ result: IntakeResult) {
    let counts: [Severity: Int] = Dictionary(grouping: result.findings, by: \.severity).mapValues(\.count)
    let records = result.sheets.reduce(0) { $0 + $1.records }
    let facts: [String: String] = [
      "files": String(result.files.count), "records": String(records), "errors": String(counts[.error] ?? 0),
      "warnings": String(counts[.warning] ?? 0), "infos": String(counts[.info] ?? 0),
    ]
    terminal.note(desk.text("output.closing", facts))
    if result.account.tally.walked { terminal.note(desk.text("output.accounted", result.account.facts)) }
    for line in SubmissionsDocument.text(of: result.submissions, desk: desk) { terminal.note(line) }
    if let first = result.marked.first {
      terminal.note(desk.text("output.marked", ["count": String(result.marked.count), "path": first]))
    }
    if let overview = result.overview { terminal.note(desk.text("output.overview", ["path": overview])) }
    // Of what held no record there was nothing to check.
    guard records > 0 else { return }
    // Without any organisations the sentence below says it all.
    if let known = result.known, known.gap != .noWorkspace || result.leftOut.unplaced == 0 {
      terminal.note(desk.sentence(on: known))
    }
    if let unclear = result.unclear {
      terminal.note(desk.text(unclear.isCorrection ? "check.as-correction" : "check.as-addition", unclear.facts))
    }
    if result.leftOut.unplaced > 0 {
      terminal.note(desk.text("output.left-out-unplaced", ["count": String(result.leftOut.unplaced)]))
    }
    if result.leftOut.undated > 0 {
      terminal.note(desk.text("output.left-out-undated", ["count": String(result.leftOut.undated)]))
    }
  }
}

extension IntakeResult {
  /// No file could be read, and not merely because the folder held other things.
  var isRefusedWhole: Bool {
    files.allSatisfy { if case .refused = $0.outcome { true } else { false } }
  }
}
