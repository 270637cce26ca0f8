// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel

/// What becomes of what the sender of a workbook does not see.
struct ChoiceOptions: ParsableArguments {
  @Flag(help: ArgumentHelp(Help.text("option.hidden-sheets")))
  var hiddenSheets = false

  @Flag(help: ArgumentHelp(Help.text("option.skip-hidden-rows")))
  var skipHiddenRows = false

  @Flag(help: ArgumentHelp(Help.text("option.skip-struck-rows")))
  var skipStruckRows = false

  var choices: RosterChoices {
    RosterChoices(
      readsHiddenSheets: hiddenSheets, countsHiddenRows: !skipHiddenRows, countsStruckRows: !skipStruckRows)
  }
}
