// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings
import Foundation

/// What a batch is to do: a YAML file, or what the folder convention `incoming/<period>/<unit>/…` says.
///
/// ```yaml
/// incoming: incoming          # <period>/<unit>/…; files beside the unit folders belong to the root
/// out: reports
/// periods: [2019-Q1, 2019-Q2] # every folder of incoming that is named like a period, when left out
/// each: children              # one report for each: children, or a code of organisation kind
/// outputs: [html, json]       # html, json and csv, when left out; xlsx and docx besides
/// languages: [zh-Hans, en]    # the language of the command, when left out
/// by: 基层工作部              # who hands in, for the audit trail
/// ```
package struct BatchPlan: Sendable, Hashable {
  /// Folder with one folder per period.
  package var incoming: String
  /// Folder the reports go to.
  package var out: String
  /// Oldest first.
  package var periods: [Period]
  /// Which units get a report of their own: `children` of the root, or a code of code list `organisation-kind`.
  package var level: String
  /// Names of report outputs; empty means html, json and csv.
  package var outputs: [String]
  /// Empty means the language of the command.
  package var languages: [Language]
  /// Who hands in, for the audit trail; nil leaves it to the command.
  package var by: String?

  /// A plan without a file: every folder of `incoming` that is named like a period, and a report for each child of the
  /// root.
  ///
  /// - Throws: nothing; a folder that cannot be read has no periods.
  package init(incoming: String, out: String) throws {
    self.init(incoming: incoming, out: out, periods: BatchPlan.periods(in: incoming))
  }

  private init(incoming: String, out: String, periods: [Period]) {
    self.incoming = incoming
    self.out = out
    self.periods = periods.sorted()
    level = "children"
    outputs = []
    languages = []
  }

  /// Reads a plan; relative paths count from the folder of the file.
  ///
  /// - Throws: `PackError` with the line for an unknown key or a value of the wrong form.
  package init(file: String) throws {
    let name = (file as NSString).lastPathComponent
    guard let data = try YAMLLimits.contents(atPath: file, name: name) else {
      throw PackError(file: name, line: nil, message: "the file cannot be read", key: "file-unreadable")
    }
    let root = try BatchPlan.node(data, name)
    let fields = try root.fields(["incoming", "out", "periods", "each", "outputs", "languages", "by"])
    let folder = PathText.folder(of: file)
    func path(_ key: String) throws -> String {
      let text = try fields.required(key).text()
      return text.hasPrefix("/") || folder.isEmpty ? text : folder + "/" + text
    }
    let incoming = try path("incoming")
    let named = try fields.optional("periods")?.list().map(BatchPlan.period)
    self.init(incoming: incoming, out: try path("out"), periods: named ?? BatchPlan.periods(in: incoming))
    level = try fields.optional("each")?.text() ?? "children"
    outputs = try fields.texts("outputs")
    languages = try fields.list("languages").map { try $0.choice(Language.self) }
    by = try fields.optional("by")?.text()
  }

  private static func node(_ data: Data, _ name: String) throws -> PackNode {
    guard let node = try PackNode.root(of: data, file: name) else {
      throw PackError(file: name, line: 1, message: "the file is empty", key: "file-empty")
    }
    return node
  }

  private static func period(_ node: PackNode) throws -> Period {
    guard let period = Period(try node.text()) else { throw node.failure("a period such as 2019-Q2 is expected here") }
    return period
  }

  /// The folders of `folder` that are named like periods.
  private static func periods(in folder: String) -> [Period] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return entries.compactMap { Period($0) }
  }
}
