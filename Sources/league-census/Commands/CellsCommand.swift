// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Intake
import Pipeline
import Reports

/// `cells`: what the reader sees in a workbook, as JSON (contract section 2).
struct CellsCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "cells", abstract: Help.text("command.cells.abstract"),
      discussion: Help.text("command.cells.discussion"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp(Help.text("argument.file"), valueName: "file"))
  var files: [String]

  @Flag(help: ArgumentHelp(Help.text("option.count")))
  var count = false

  func validate() throws {
    guard count || files.count == 1 else { throw ValidationError(Help.text("error.cells-one-file")) }
  }

  func run() throws {
    guard count else { return try CellsListing.print(path: files[0]) { global.terminal.write($0) } }
    for file in files {
      let sizes = try CellsListing.count(path: file)
      global.terminal.print("{\"sheets\": \(sizes.sheets), \"rows\": \(sizes.rows), \"cells\": \(sizes.cells)}")
    }
  }
}
