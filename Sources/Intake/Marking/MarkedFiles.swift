// SPDX-License-Identifier: Apache-2.0

import Findings
import Foundation
import ReportModel
import Results

/// Gives checked workbooks back with their findings marked: `check --annotate`, `import --annotate`.
struct MarkedFiles {
  let context: CommandContext
  let directory: String
  /// ID of the unit that gets a file back, by the file's name; the others lie in the folder itself.
  var units: [String: String] = [:]

  /// Writes one workbook for each file that could be read, below `directory` as the files lay below their folder.
  ///
  /// - Returns: the paths written, in order of the files, and the names of those files whose copies were written anew.
  /// - Throws: `PipelineError("out-unwritable")`; `WorkbookError` when a file changed since it was checked.
  func write(
    _ files: [WorkbookFile], _ result: IntakeResult
  ) throws -> (paths: [String], rewritten: [String]) {
    let refused = Set(result.files.filter { if case .refused = $0.outcome { true } else { false } }.map(\.file))
    let findings = Dictionary(grouping: result.findings) { $0.finding.place?.file ?? "" }
    var taken: Set<[String]> = []
    var rewritten: [String] = []
    let paths = try files.filter { !refused.contains($0.name) }.map { file in
      let marked = try MarkedFile(file, findings[file.name] ?? [], context: context)
      let path = FileName.path(directory, markedName(of: file, marked.ending, &taken))
      try PrivateFiles.makeFolder(PrivateFiles.parent(of: path))
      try marked.write(to: path)
      if marked.isRewritten { rewritten.append(file.name) }
      return path
    }
    return (paths, rewritten)
  }

  /// The sender's name, then words that say what the copy is: it holds personal data in clear, as the sender's file does.
  ///
  /// - Parameter taken: the names given before; of two files that differ in their ending only, the second keeps its own.
  private func markedName(of file: WorkbookFile, _ ending: String, _ taken: inout Set<[String]>) -> [String] {
    var parts = file.name.split(separator: "/").map(String.init)
    if file.isFromFolder, parts.count > 1 { parts.removeFirst() }
    if let unit = units[file.name], parts.count < 2 || parts[0] != unit { parts.insert(unit, at: 0) }
    let last = parts.removeLast()
    for stem in [(last as NSString).deletingPathExtension, last] {
      let name = parts + [stem + context.text("marked.suffix") + "." + ending]
      if taken.insert(name).inserted { return name }
    }
    return parts + [last + " (\(taken.count))" + context.text("marked.suffix") + "." + ending]
  }

  static func level(of severity: Severity) -> MarkedWorkbook.Level {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .info: .info
    }
  }

  /// The list of all findings, where there is more than one file to look through.
  ///
  /// - Returns: its path; nil where one file says it all.
  /// - Throws: `PipelineError("out-unwritable")`.
  func writeOverview(_ files: [WorkbookFile], _ result: IntakeResult) throws -> String? {
    guard files.count > 1 else { return nil }
    return try FindingsOverview(context: context, directory: directory, units: units).write(result.findings)
  }
}
