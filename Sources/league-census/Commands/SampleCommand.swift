// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Foundation
import Intake
import Pipeline
import Reports
import Results
import SampleRosters

/// `sample`: a seeded, realistic city of rosters of invented people.
struct SampleCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "sample", abstract: Help.text("command.sample.abstract"),
      discussion: Help.text("command.sample.discussion"))
  }

  @Option(name: [.long, .customShort("o")], help: ArgumentHelp(Help.text("option.sample-out"), valueName: "dir"))
  var out: String

  @Option(help: ArgumentHelp(Help.text("option.members"), valueName: "n"))
  var members: Int?

  @Option(help: ArgumentHelp(Help.text("option.seed"), valueName: "s"))
  var seed: UInt64 = SampleStories.seed

  @Option(help: ArgumentHelp(Help.text("option.periods"), valueName: "n"))
  var periods: Int = 2

  @Option(help: ArgumentHelp(Help.text("option.layout"), valueName: "xml|xlsx"))
  var layout: SampleLayout = .xml

  @Option(help: ArgumentHelp(Help.text("option.page-rows"), valueName: "n"))
  var pageRows: Int = 500

  @Option(help: ArgumentHelp(Help.text("option.defects"), valueName: "0…1"))
  var defects: Double = 0

  @Flag(help: ArgumentHelp(Help.text("option.stories")))
  var stories = false

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    let isSound =
      (1...SampleCity.largest).contains(members ?? 1) && (1...3).contains(periods) && pageRows > 0
      && (0...1).contains(defects)
    guard isSound else { throw ValidationError(Help.text("error.sample")) }
  }

  func run() throws {
    let quarters = ["2019-Q1", "2019-Q2", "2019-Q3"].prefix(periods).compactMap { Period($0) }
    let plan = SampleCity.Plan(
      members: members ?? 1500, seed: seed, periods: quarters, pageRows: pageRows, defects: defects,
      format: layout.format)
    // The stories are as the real system exports them: SpreadsheetML 2003.
    let chosen =
      stories ? SampleStories.plans(members: members ?? SampleStories.members) : [(folder: "", plan: plan)]
    for story in chosen {
      let folder = story.folder.isEmpty ? out : out + "/" + story.folder
      try PrivateFiles.wholeFolder(folder) { draft in
        do {
          try SampleCity(story.plan).write(to: draft)
        } catch is CocoaError {
          throw PipelineError("out-unwritable", facts: ["path": folder])
        }
      }
      for period in story.plan.periods { global.terminal.print("\(folder)/\(period)") }
    }
  }
}

enum SampleLayout: String, ExpressibleByArgument, CaseIterable {
  case xml, xlsx

  var format: SampleFormat {
    switch self {
    case .xml: .xml
    case .xlsx:
      SampleFormat(fileExtension: "xlsx") { path, sheet, title, headings in
        try RosterWorkbook(path: path + ".xlsx", sheet: sheet, title: title, headings: headings)
      }
    }
  }
}

extension RosterWorkbook: SampleSheet {}
