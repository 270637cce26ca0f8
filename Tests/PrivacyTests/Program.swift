// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// The built program, run as a user would, with a folder for temporary files of its own.
enum Program {
  struct Run {
    var output: String
    var errors: String
    var status: Int32
  }

  /// Beside the test's own executable.
  static let path = BuiltProgram.path

  static func run(_ arguments: [String], temporary: String? = nil, executable: String = path) throws -> Run {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    var variables = ProcessInfo.processInfo.environment
    variables["LEAGUE_CENSUS_LANG"] = nil
    if let temporary { variables["TMPDIR"] = temporary }
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
    return Run(output: text("out"), errors: text("err"), status: process.terminationStatus)
  }
}
