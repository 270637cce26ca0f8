// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import CensusStore
import Desk
import Findings
import Pipeline
import Policy
import Reports
import Results

/// `seal`: closes a period.
struct SealCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "seal", abstract: Help.text("command.seal.abstract"),
      discussion: Help.text("command.seal.discussion"))
  }

  @OptionGroup var period: PeriodOption

  @Option(help: ArgumentHelp(Help.text("option.sealed-by"), valueName: "who"))
  var by: String

  @Option(help: ArgumentHelp(Help.text("option.remark"), valueName: "text"))
  var remark: String = ""

  @Option(help: ArgumentHelp(Help.text("option.block-at"), valueName: "error|warning|never"))
  var blockAt: BlockAt = .error

  @Option(help: ArgumentHelp(Help.text("option.seal-package"), valueName: "file.zip"))
  var package: String?

  @Option(help: ArgumentHelp(Help.text("option.despite"), valueName: "reason"))
  var despite: String?

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if despite?.allSatisfy(\.isWhitespace) == true { throw ValidationError(Help.text("error.despite-empty")) }
  }

  /// Exit code 1 when something blocks: the period is then open as before.
  func run() throws {
    let context = try global.context()
    let run = SealRun(
      context: context, period: period.period, by: by, remark: remark, blockAt: blockAt.severity,
      programVersion: Program.version, despite: despite)
    try run.notices().forEach(global.terminal.note)
    let remarks = try run.remarks()
    for finding in remarks.outliers {
      global.terminal.note("\(context.text("severity.\(finding.severity.rawValue)"))  \(finding.message)")
    }
    if remarks.accepted > 0 {
      global.terminal.note(context.text("output.accepted", ["count": String(remarks.accepted)]))
    }
    do {
      let (version, isNew) = try run.seal()
      let facts = [
        "period": version.period.description, "version": String(version.number), "by": version.sealedBy ?? "",
        "at": version.sealedAt ?? "", "hash": version.sha256 ?? "",
      ]
      global.terminal.print(context.text(isNew ? "seal.done" : "seal.before", facts))
      if let despite = version.despite { global.terminal.print(context.text("seal.despite", ["reason": despite])) }
      let head = try context.workspace().trailHead() ?? "–"
      global.terminal.print(context.text("seal.head", ["head": head]))
      if let package { try write(package, context) }
    } catch let blocked as SealBlocked {
      global.terminal.print(context.text("seal.blocked", ["period": period.period.description]))
      for blocker in blocked.blockers { global.terminal.print("  " + words(of: blocker, context)) }
      throw ExitCode(ExitStatus.findings)
    }
  }

  private func write(_ target: String, _ context: CommandContext) throws {
    let run = KeepingRun(context: context, by: by, programVersion: Program.version)
    let manifest = try run.writePackage(period.period, to: target)
    let facts = ["path": target, "hash": try manifest.sha256, "version": manifest.subject ?? ""]
    global.terminal.print(context.text("package.done", facts))
  }

  private func words(of blocker: SealBlocker, _ context: CommandContext) -> String {
    switch blocker {
    case .findings(let code, let title, let severity, let count):
      return context.text(
        "seal.blocked-findings",
        [
          "severity": context.text("severity.\(severity.rawValue)"), "title": title, "code": code,
          "count": String(count),
        ])
    case .explanation(let item):
      return context.text(
        "seal.blocked-explanation",
        [
          "unit": item.unit, "name": item.name, "measure": item.duty.measure, "against": item.against.description,
          "before": String(item.before), "after": String(item.after),
        ])
    }
  }
}

enum BlockAt: String, ExpressibleByArgument, CaseIterable {
  case error, warning, never

  var severity: Severity? {
    switch self {
    case .error: .error
    case .warning: .warning
    case .never: nil
    }
  }
}

/// `unseal`: opens a sealed period as a new version; the sealed one stays.
struct UnsealCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "unseal", abstract: Help.text("command.unseal.abstract"),
      discussion: Help.text("command.unseal.discussion"))
  }

  @OptionGroup var period: PeriodOption

  @Option(help: ArgumentHelp(Help.text("option.decided-by"), valueName: "who"))
  var by: String

  @Option(help: ArgumentHelp(Help.text("option.decision-reason"), valueName: "text"))
  var reason: String

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let version = try context.workspace().unseal(period.period, by: by, reason: reason)
    global.terminal.print(
      context.text("unseal.done", ["period": version.period.description, "version": String(version.number)]))
  }
}

/// `verify`: hashes, audit trail, reports issued again.
struct VerifyCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "verify", abstract: Help.text("command.verify.abstract"),
      discussion: Help.text("command.verify.discussion"))
  }

  @Option(help: ArgumentHelp(Help.text("option.status-period"), valueName: "2019-Q2"))
  var period: Period?

  @Option(help: ArgumentHelp(Help.text("option.verify-package"), valueName: "file.zip"))
  var package: String?

  @Option(help: ArgumentHelp(Help.text("option.expect-head"), valueName: "head"))
  var expect: String?

  @Flag(help: ArgumentHelp(Help.text("option.recount")))
  var recount = false

  @Option(help: ArgumentHelp(Help.text("option.recount-by"), valueName: "who"))
  var by: String?

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if recount, package != nil { throw ValidationError(Help.text("error.recount-package")) }
  }

  /// Exit code 1 when something is broken, 2 when figures counted a second time are others.
  func run() throws {
    if let package { return try prove(package) }
    var run = VerifyRun(context: try global.context(), programVersion: Program.version, expected: expect)
    (run.recounts, run.by) = (recount, by)
    let lines = try run.lines(period)
    try global.terminal.print(run.table(lines), run.context, as: output.format)
    let fault = try DeskAccounts.fault(in: run.context)
    if let fault { global.terminal.note(run.context.text("verify.desk", ["reason": fault])) }
    if lines.contains(where: { $0.subject == .recount && $0.state == .broken }) {
      throw ExitCode(ExitStatus.couldNotFinish)
    }
    if fault != nil || lines.contains(where: { $0.state == .broken }) { throw ExitCode(ExitStatus.findings) }
  }

  private func prove(_ path: String) throws {
    let proof = PackageProof(context: try global.context(), programVersion: Program.version, expected: expect)
    let (package, lines) = try proof.lines(path)
    if output.format == .json {
      global.terminal.write(PackageProof.json(package, lines).utf8)
    } else {
      global.terminal.print(proof.text(package, lines))
    }
    if lines.contains(where: { $0.state == .broken }) { throw ExitCode(ExitStatus.findings) }
  }
}
