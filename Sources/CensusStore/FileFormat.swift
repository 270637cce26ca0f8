// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import GRDB

/// What the header of a database says (SQLite file format, section 1.3): whose it is and of which format. Asked at every opening.
enum FileFormat: Sendable, Hashable {
  /// One that is read as it is.
  case current
  /// Of an older program: nothing migrates it, its rosters are imported anew.
  case older(Int)
  case newer(Int)
  /// Not a database, an empty file, or a database of another program.
  case foreign
  case missing
  /// One that is there but whose rights, or those of a folder above it, keep this user out.
  case closed

  static func of(_ path: String) -> FileFormat {
    guard access(path, R_OK) == 0 else { return errno == EACCES ? .closed : .missing }
    guard let (version, application) = numbers(path) else { return .foreign }
    switch application {
    case Schema.application:
      if version > Schema.version { return .newer(version) }
      return version < Schema.earliest ? .older(version) : .current
    // Formats before the fifth said no more than a number, the catalogue's in a table.
    case 0 where (1...4).contains(version): return .older(version)
    default: return .foreign
    }
  }

  /// The format of a file of ours; nil for another.
  static func number(_ path: String) -> Int? {
    numbers(path).flatMap { $0.application == Schema.application ? $0.version : nil }
  }

  private static func numbers(_ path: String) -> (version: Int, application: Int)? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    guard let header = try? file.read(upToCount: 100), header.count == 100,
      header.prefix(16) == Data("SQLite format 3\0".utf8)
    else { return nil }
    func word(_ offset: Int) -> Int {
      header[header.startIndex + offset..<header.startIndex + offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    return (word(60), word(68))
  }

  /// - Throws: `WorkspaceError`: `period-lost`, `period-closed`, `period-foreign`, `period-older`, `period-newer`.
  static func requirePeriod(_ path: String, _ period: Period) throws {
    if let fault = of(path).fault(of: "period", ["period": period.description, "file": name(path)]) { throw fault }
  }

  /// - Throws: `WorkspaceError`: `workspace-missing`, `workspace-closed`, `workspace-foreign`, `workspace-older`,
  ///   `workspace-newer`.
  static func requireCatalogue(in directory: String) throws {
    let path = directory + "/workspace.sqlite"
    var format = of(path)
    if format == .foreign, let version = try? Workspace.reading(path).read(formerVersion) { format = .older(version) }
    if let fault = format.fault(of: "workspace", ["path": directory]) { throw fault }
  }

  private static func formerVersion(_ db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'version'") ?? 0
  }

  /// The error of a file that is not of the current format.
  func fault(of thing: String, _ facts: [String: String]) -> WorkspaceError? {
    switch self {
    case .current: nil
    case .missing: WorkspaceError(thing == "period" ? "period-lost" : "workspace-missing", facts: facts)
    case .closed: WorkspaceError("\(thing)-closed", facts: facts)
    case .foreign: WorkspaceError("\(thing)-foreign", facts: facts)
    case .older(let version):
      WorkspaceError("\(thing)-older", facts: facts.merging(["value": String(version)]) { $1 })
    case .newer(let version):
      WorkspaceError("\(thing)-newer", facts: facts.merging(["value": String(version)]) { $1 })
    }
  }

  private static func name(_ path: String) -> String { (path as NSString).lastPathComponent }
}
