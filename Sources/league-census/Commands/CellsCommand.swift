// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Pipeline

/// `cells`: what the reader sees in a workbook, as JSON (contract section 2).
struct CellsCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "cells", abstract: Help.text("command.cells.abstract"),
      discussion: Help.text("command.cells.discussion"))
  }

  @OptionGroup var global: GlobalOptions

  @Argument(help: ArgumentHelp(Help.text("argument.file")))
  var file: String

  @Flag(help: ArgumentHelp(Help.text("option.count")))
  var count = false

  func run() throws {
    if count {
      let sizes = try CellsListing.count(path: file)
      global.terminal.print("{\"sheets\": \(sizes.sheets), \"rows\": \(sizes.rows), \"cells\": \(sizes.cells)}")
      return
    }
    try CellsListing.print(path: file) { global.terminal.write($0) }
  }
}
