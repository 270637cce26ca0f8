// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import CensusStore
import Findings
import Foundation
import Pipeline
import Policy
import Results

/// Options every command takes (contract section 1).
struct GlobalOptions: ParsableArguments {
  @Option(name: [.long, .customShort("w")], help: ArgumentHelp(Help.text("option.workspace"), valueName: "dir"))
  var workspace: String?

  @Option(help: ArgumentHelp(Help.text("option.pack"), valueName: "dir|name"))
  var pack: String = Program.defaultPack

  @Option(help: ArgumentHelp(Help.text("option.rules-on"), valueName: "2025-06-30"))
  var rulesOn: CalendarDay?

  @Option(help: ArgumentHelp(Help.text("option.lang"), valueName: "zh-Hans|en"))
  var lang: Language = Help.language

  @Flag(name: .shortAndLong, help: ArgumentHelp(Help.text("option.quiet")))
  var quiet = false

  @Flag(help: ArgumentHelp(Help.text("option.no-progress")))
  var noProgress = false

  @Option(help: ArgumentHelp(Help.text("option.color"), valueName: "auto|always|never"))
  var color: ColorChoice = .auto

  /// `--workspace`, else `$LEAGUE_CENSUS_WORKSPACE`, else `./census-workspace`.
  var workspaceDirectory: String {
    workspace ?? ProcessInfo.processInfo.environment["LEAGUE_CENSUS_WORKSPACE"] ?? "census-workspace"
  }

  /// The pack, the workspace folder and the language: what the verbs of `Pipeline` need.
  func context() throws -> CommandContext {
    var pack = try PackLoader.load(pack, cache: .ofUser)
    try VocabularyOverlay.apply(workspaceDirectory + "/" + VocabularyOverlay.fileName, to: &pack)
    try WorkspaceOverlays.apply(directory: workspaceDirectory, to: &pack)
    if let rulesOn { pack = pack.judging(byRulesOf: rulesOn) }
    return CommandContext(workspaceDirectory: workspaceDirectory, pack: pack, language: lang, clock: try clock())
  }

  /// `$LEAGUE_CENSUS_NOW` (like `2019-07-05T08:00:00Z`) stops the clock: for rehearsals and tests.
  private func clock() throws -> WallClock {
    guard let text = ProcessInfo.processInfo.environment["LEAGUE_CENSUS_NOW"] else { return .system }
    guard let clock = WallClock.stopped(at: text) else { throw PipelineError("clock-text", facts: ["value": text]) }
    return clock
  }

  var terminal: Terminal { Terminal(color: color, isQuiet: quiet, showsProgress: !noProgress) }
}

/// How a command that prints data spells it.
struct FormatOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Help.text("option.format"), valueName: ResultFormat.allCases.map(\.rawValue).joined(separator: "|")))
  var format: ResultFormat = .text
}

/// How a command spells what is one object and no table.
struct ObjectFormatOption: ParsableArguments {
  @Option(help: ArgumentHelp(Help.text("option.format-object"), valueName: "text|json"))
  var format: ObjectFormat = .text
}

/// From which severity on, and from how many on, findings or unmet tasks make the exit code 1.
struct FailOnOption: ParsableArguments {
  @Option(help: ArgumentHelp(Help.text("option.fail-on"), valueName: "error|warning|info|never|error:3|error:5%"))
  var failOn: FailOn = .error
}

/// Whether findings that were there before are only counted.
struct OnlyNewOption: ParsableArguments {
  @Flag(help: ArgumentHelp(Help.text("option.only-new")))
  var onlyNew = false
}

/// Whether text says more than what wants a look.
struct VerboseOption: ParsableArguments {
  @Flag(name: .shortAndLong, help: ArgumentHelp(Help.text("option.verbose")))
  var verbose = false
}

/// The period a command is about, written `2019-Q2`.
struct PeriodOption: ParsableArguments {
  @Option(help: ArgumentHelp(Help.text("option.period"), valueName: "2019-Q2"))
  var period: Period
}

enum ColorChoice: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

extension ResultFormat: ExpressibleByArgument {}

enum ObjectFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

extension Language: ExpressibleByArgument {}
extension NameStorage: ExpressibleByArgument {}

extension CalendarDay: ExpressibleByArgument {
  /// Reads `2019-06-30` as typed.
  public init?(argument: String) {
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard argument.count == 10, parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else {
      return nil
    }
    self.init(year: year, month: month, day: day)
  }
}

extension Period: ExpressibleByArgument {
  /// Reads `2019-Q2` as typed.
  public init?(argument: String) { self.init(argument) }
}
