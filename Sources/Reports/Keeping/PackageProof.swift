// SPDX-License-Identifier: Apache-2.0

import CensusModel
package import CensusStore
import Findings
import Intake
import Pipeline
import Policy
package import Results

/// `verify --package`: proves a sealed period from one file, without the workspace it comes from.
package struct PackageProof: Sendable {
  /// One thing that was looked at.
  package struct Line: Sendable, Hashable {
    /// What was looked at.
    package enum Subject: String, Sendable, Hashable, CaseIterable {
      /// Size and hash of each part against the manifest.
      case parts
      /// The manifest against the hash that was noted when the package was made.
      case expected
      /// The signature of the manifest, where the workspace at hand has the key.
      case signature
      /// The seal in the period's file against what the package says it is.
      case seal
      /// The entries of the audit trail that tell of the sealing, against the file.
      case trail
      /// The copy of the pack against its hash.
      case pack
      /// The report, issued again, against the hashes of its bytes.
      case report
      /// The report in an audit package, issued again as it was, file by file.
      case files
    }

    /// How the look ended.
    package enum State: String, Sendable, Hashable, CaseIterable {
      case good, broken
      /// Without the key nobody can tell.
      case unknown
    }

    /// What was looked at.
    package var subject: Subject
    /// How the look ended.
    package var state: State
    /// What differs, where something does.
    package var detail: String
  }

  /// The words, and the workspace that may have the key; none need be there.
  package var context: CommandContext
  /// Version of the program: reports of another may differ in bytes and are held against their figures.
  package var programVersion: String
  /// SHA-256 of the manifest, as `seal --package` printed it.
  package var expected: String?

  package init(context: CommandContext, programVersion: String, expected: String? = nil) {
    (self.context, self.programVersion, self.expected) = (context, programVersion, expected)
  }

  /// Opens the period's file only when its bytes are those the manifest names.
  ///
  /// - Throws: `WorkspaceError` when the file is no package.
  package func lines(_ path: String) throws -> (package: SealedPackage, lines: [Line]) {
    let package = try SealedPackage(path: path)
    var lines = [line(.parts, package.differing)]
    if let expected {
      let hash = try package.manifest.sha256
      lines.append(Line(subject: .expected, state: hash == expected ? .good : .broken, detail: hash))
    }
    lines.append(signature(of: package))
    // What is not as it was is not opened.
    guard package.differing.isEmpty else { return (package, lines) }
    let database = try package.database()
    let hasReport = package.manifest.files.contains { $0.name == SealedPackage.reportPart }
    for subject in [Line.Subject.seal, .trail, .pack, .report] + (hasReport ? [.files] : []) {
      do {
        lines.append(try line(subject, package, database))
      } catch {
        lines.append(Line(subject: subject, state: .broken, detail: context.rendered(error)?.message ?? "\(error)"))
      }
    }
    return (package, lines)
  }

  private func line(
    _ subject: Line.Subject, _ package: SealedPackage, _ database: PeriodDatabase
  ) throws -> Line {
    guard [.report, .files].contains(subject), let seal = try database.seal() else {
      return line(subject, try faults(subject, package, database))
    }
    var context = context
    // A workspace that happens to be at hand has no part in the proof.
    context.workspaceDirectory = "/dev/null/package"
    if subject == .files {
      let (isSame, files) = try AuditPackage.check(package, seal, database, context)
      let isOther = !isSame && package.manifest.program != programVersion
      let facts = ["program": package.manifest.program, "own": programVersion, "files": files]
      return Line(
        subject: .files, state: isSame ? .good : isOther ? .unknown : .broken,
        detail: isOther ? context.text("package.other-program", facts) : files)
    }
    let (state, detail) = try SealedIssueCheck(context: context, seal: seal, database: database)
      .result(programVersion: programVersion)
    return Line(subject: subject, state: state == .good ? .good : .broken, detail: detail)
  }

  private func line(_ subject: Line.Subject, _ faults: [String]) -> Line {
    Line(subject: subject, state: faults.isEmpty ? .good : .broken, detail: faults.joined(separator: ", "))
  }

  /// Without the key nobody can tell; that is no fault.
  private func signature(of package: SealedPackage) -> Line {
    let answer = (try? context.workspace()).flatMap { try? package.isSigned(by: $0) }
    return Line(subject: .signature, state: answer.map { $0 ? .good : .broken } ?? .unknown, detail: "")
  }

  private func faults(
    _ subject: Line.Subject, _ package: SealedPackage, _ database: PeriodDatabase
  ) throws -> [String] {
    guard let seal = try database.seal() else { return ["seal"] }
    switch subject {
    case .seal:
      let isIts = seal.period == package.period.description && seal.version == package.version
      let isItsKey = seal.keyFingerprint == package.manifest.keyFingerprint
      return (isIts ? [] : ["period"]) + (isItsKey ? [] : ["key"])
        + (try database.snapshotHash == seal.snapshotHash ? [] : ["snapshot"])
    case .trail:
      let entry = package.trail.last { $0.action == "seal" && $0.subject == "\(package.period) v\(package.version)" }
      guard let entry else { return ["seal"] }
      let isIts = entry.who == seal.by && entry.at == seal.at && entry.detail.contains(package.databaseHash)
      return isIts ? [] : ["#\(entry.number)"]
    case .pack:
      return try SealedPack.load(database.packFiles(), id: seal.packID).hash == seal.packHash ? [] : [seal.packHash]
    case .parts, .expected, .signature, .report, .files: return []
    }
  }
}

extension PackageProof {
  /// One object for each thing looked at, with period and version of the package.
  package static func json(_ package: SealedPackage, _ lines: [Line]) -> String {
    JSONWriter.array(
      lines.map { line in
        JSONWriter.object([
          ("check", JSONWriter.quoted("package-" + line.subject.rawValue)),
          ("period", JSONWriter.quoted(package.period.description)), ("version", String(package.version)),
          ("state", JSONWriter.quoted(line.state.rawValue)), ("detail", JSONWriter.quoted(line.detail)),
        ])
      })
  }

  /// A table for people, one line for each thing looked at.
  package func text(_ package: SealedPackage, _ lines: [Line]) -> String {
    var table = TextTable([.left, .left, .left, .left])
    for line in lines {
      table.add([
        "\(package.period) v\(package.version)", context.text("package.\(line.subject.rawValue)"),
        context.text("package.state.\(line.state.rawValue)"), line.detail,
      ])
    }
    return table.text
  }
}
