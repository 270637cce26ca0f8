// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Desk
import Pipeline
import Results

/// `league-census`: parses the command line, calls `Pipeline`, prints.
@main
struct LeagueCensus: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "league-census",
      abstract: Help.text("command.root.abstract"),
      discussion: Help.text("command.root.discussion"),
      version: Program.version,
      groupedSubcommands: [
        CommandGroup(
          name: Help.text("command.group.rosters"),
          subcommands: [
            InitCommand.self, TemplateCommand.self, RecogniseCommand.self, CheckCommand.self, ImportCommand.self,
            StatusCommand.self, FindingsCommand.self, DuplicatesCommand.self,
          ]),
        CommandGroup(name: Help.text("command.group.desk"), subcommands: [ServeCommand.self, UserCommand.self]),
        CommandGroup(
          name: Help.text("command.group.periods"),
          subcommands: [
            SubmissionsCommand.self, ExplanationsCommand.self, SealCommand.self, UnsealCommand.self, VerifyCommand.self,
            AuditCommand.self,
          ]),
        CommandGroup(
          name: Help.text("command.group.results"),
          subcommands: [
            CensusCommand.self, TransitionsCommand.self, IndicatorsCommand.self, AssessCommand.self,
            EvidenceCommand.self, SampleRowsCommand.self, ReportCommand.self, CompareCommand.self, TrendCommand.self,
            HistoryCommand.self, AuditFiguresCommand.self, BatchCommand.self, ForecastCommand.self, WaiverCommand.self,
            TargetsCommand.self,
          ]),
        CommandGroup(
          name: Help.text("command.group.keeping"),
          subcommands: [
            BackupCommand.self, RestoreCommand.self, PurgeCommand.self, EraseCommand.self, OriginalsCommand.self,
            ExportCommand.self,
          ]),
        CommandGroup(
          name: Help.text("command.group.definitions"),
          subcommands: [ExplainCommand.self, PackCommand.self, VocabularyCommand.self]),
        CommandGroup(
          name: Help.text("command.group.tools"), subcommands: [CellsCommand.self, SampleCommand.self]),
      ])
  }

  /// Also before the command: `league-census --workspace DIR status`.
  @OptionGroup var global: GlobalOptions

  static func main() {
    ProcessSetting.secure()
    for attempt in 1... {
      do {
        var command = try parseAsRoot(ProcessSetting.arguments)
        return try command.run()
      } catch {
        let isWorthIt = !Terminal.hasPrinted && CommandFailure.isWorthAnotherTry(error)
        guard isWorthIt, attempt < attempts else { Failure.leave(with: error) }
      }
    }
  }

  /// How often a command begins that only reads and is overtaken by another program's changes.
  private static let attempts = 20
}
