// SPDX-License-Identifier: Apache-2.0

import Findings
import ReportModel
import ReportWriting
import Results

extension PageLook {
  /// The style sheet and the script that the pages of one folder share; each language has its own, so that a folder with
  /// one language less misses nothing.
  init(in language: Language) {
    self.init(style: language.fileName("page.css"), script: language.fileName("page.js"))
  }

  /// The files that the pages lead to.
  var files: [ReportFile] {
    [
      ReportFile(name: style, bytes: PageWriter.style), ReportFile(name: script, bytes: PageWriter.script),
    ]
  }
}
