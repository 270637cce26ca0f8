// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// The built program, run as a user would.
struct Program {
  struct Run {
    /// Standard output as it came: workbooks are no text.
    var bytes: Data
    var output: String
    var errors: String
    var status: Int32
  }

  /// Beside the test's own executable.
  static let path = BuiltProgram.path

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// The stories of `Samples` in a city small enough for tests: written once, and gone when the tests end.
  static let samples: String = {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("samples-\(getpid())").path
    let made = try? run(["sample", "--stories", "--members", "630", "--out", folder, "--quiet"])
    precondition(made?.status == 0, "no samples: \(made?.errors ?? "")")
    removedAtEnd = folder
    atexit { try? FileManager.default.removeItem(atPath: Program.removedAtEnd) }
    return folder
  }()
  nonisolated(unsafe) private static var removedAtEnd = ""

  static func run(
    _ arguments: [String], executable: String = path, environment: [String: String] = [:], in directory: String? = nil
  ) throws -> Run {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
    var variables = ProcessInfo.processInfo.environment
    variables["LEAGUE_CENSUS_LANG"] = nil
    variables.merge(environment) { $1 }
    process.environment = variables
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("run-" + UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // Files, not pipes: a full pipe would block the program.
    for name in ["out", "err"] { _ = FileManager.default.createFile(atPath: folder + "/" + name, contents: nil) }
    process.standardOutput = FileHandle(forWritingAtPath: folder + "/out")
    process.standardError = FileHandle(forWritingAtPath: folder + "/err")
    try process.run()
    process.waitUntilExit()
    func text(_ name: String) -> String {
      String(decoding: FileManager.default.contents(atPath: folder + "/" + name) ?? Data(), as: UTF8.self)
    }
    let bytes = FileManager.default.contents(atPath: folder + "/out") ?? Data()
    return Run(
      bytes: bytes, output: text("out"), errors: text("err"), status: process.terminationStatus)
  }
}

/// A folder that goes away with the test.
final class Folder: Sendable {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("e2e-" + UUID().uuidString).path

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    return path + "/" + name
  }
}
