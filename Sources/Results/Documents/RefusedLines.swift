// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
import Findings

/// Files that could not be read and were not handed in anew, with their reason.
package struct RefusedLines {
  let context: CommandContext

  /// In the language of the context.
  package init(context: CommandContext) {
    self.context = context
  }

  /// A line a file, with its reason.
  package func lines(_ files: [RefusedFile]) -> [String] {
    files.map { file in
      context.text(file.unit == nil ? "refused.line" : "refused.line-of-unit", facts(file))
    }
  }

  /// Why a file was refused.
  package func reason(_ file: RefusedFile) -> String { context.render([file.finding])[0].message }

  private func facts(_ file: RefusedFile) -> [String: String] {
    ["file": file.file, "unit": file.unit ?? "", "reason": reason(file)]
  }

  /// Those of a unit: its own and those of units below it; for the root all.
  package static func of(unit: Int, _ files: [RefusedFile], in tree: OrganisationTree) -> [RefusedFile] {
    guard unit != 0 else { return files }
    let nodes = tree.subtree(of: unit)
    return files.filter { $0.unit.flatMap(tree.node).map(nodes.contains) == true }
  }
}
