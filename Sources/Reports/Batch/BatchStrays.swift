// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Pipeline
import Policy
import Results
import SheetReading

extension BatchRun {
  /// What lies in the incoming folder beside the folders of periods and holds workbooks: 2019-q3, 2019年第3季度, a roster of no
  /// period. Nothing of it is read, so the batch is not finished.
  func strays() -> [RenderedFinding] {
    let own = [plan.out, context.workspaceDirectory].map(BatchRun.standard)
    let names = (FileEntry.names(in: plan.incoming) ?? []).filter { !$0.hasPrefix(".") && Period($0) == nil }
    let folders = names.filter { name in
      let path = FileName.path(plan.incoming, name)
      guard case .folder = FileEntry.kind(path), !own.contains(BatchRun.standard(path)) else { return false }
      return ((try? WorkbookFiles.collect([path]))?.tally.toRead ?? 0) > 0
    }
    let files = WorkbookFiles.loose(in: plan.incoming).files.map(\.name)
    return (folders.map { NativePath.shown($0) + "/" } + files).map { name in
      let finding = Finding("batch-no-period", facts: ["value": name])
      return context.pack.messages.render(finding, in: context.language)
    }
  }

  private static func standard(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }
}
