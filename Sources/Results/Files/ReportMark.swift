// SPDX-License-Identifier: Apache-2.0

package import Findings
import Foundation

/// `.report`: which report lies in a folder and which files are part of it, by language. It keeps one report from being
/// written over another, and tells what an older run left behind.
package struct ReportMark {
  private static let name = ".report"

  let folder: String
  /// What the report is about.
  let subject: String
  private var former: [String: Set<String>] = [:]
  private var formerSubject: String?

  /// The mark of a report in its folder.
  ///
  /// - Throws: `PipelineError("out-unwritable")`.
  package init(folder: String, subject: String) throws {
    self.folder = folder
    self.subject = subject
    guard let data = FileManager.default.contents(atPath: folder + "/" + ReportMark.name) else { return }
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    formerSubject = lines.first.map(String.init)
    for line in lines.dropFirst() {
      let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
      if parts.count == 2 { former[parts[0], default: []].insert(parts[1]) }
    }
  }

  /// Writes a report by `body`, then removes what the former run of it wrote and this one did not.
  ///
  /// - Throws: `PipelineError("report-other")`, and what `body` throws.
  package func around(isForced: Bool, language: Language, _ body: (DraftFiles) throws -> [String]) throws -> [String] {
    let isOther = formerSubject != nil && formerSubject != subject
    if isOther, !isForced {
      throw PipelineError("report-other", facts: ["path": folder, "known": formerSubject ?? ""])
    }
    let (written, stale) = try DraftFiles.whole { drafts in
      let written = try body(drafts)
      return (written, try note(written, language, isOther, drafts))
    }
    for name in stale { remove(name) }
    return written
  }

  /// Writes the mark with the files it tells of.
  ///
  /// - Returns: the files of the former run that are none of this one.
  private func note(
    _ written: [String], _ language: Language, _ isOther: Bool, _ drafts: DraftFiles
  ) throws -> Set<String> {
    let names = Set(written.map { String($0.dropFirst(folder.count + 1)) })
    var files = isOther ? [:] : former
    files[language.rawValue] = names
    let kept = files.values.reduce(into: Set()) { $0.formUnion($1) }
    let stale = former.values.reduce(into: Set()) { $0.formUnion($1) }.subtracting(kept)
    let lines = files.sorted { $0.key < $1.key }.flatMap { language, names in
      names.sorted().map { "\(language)\t\($0)" }
    }
    _ = try ReportFolder(path: folder, progress: .silent, drafts: drafts).write([
      ReportFile(name: ReportMark.name, text: ([subject] + lines).joined(separator: "\n") + "\n")
    ])
    return stale
  }

  /// A file that this program wrote, and the folders that get empty without it.
  private func remove(_ name: String) {
    guard let path = FileName.path(folder, relative: name) else { return }
    unlink(path)
    var parent = PrivateFiles.parent(of: path)
    while parent.count > folder.count, rmdir(parent) == 0 { parent = PrivateFiles.parent(of: parent) }
  }
}
