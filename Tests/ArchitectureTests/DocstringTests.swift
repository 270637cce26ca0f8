// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `.ci/docstrings`, which `make lint` runs: whatever other modules see says what it means and what it throws.
@Suite struct DocstringTests {
  static let project = ImportTests.sources.deletingLastPathComponent()

  @Test func everythingThatCrossesAModuleSaysWhatItMeans() throws {
    let run = try Self.run(["make", "--no-print-directory", "docstrings"])
    #expect(run.status == 0, "\(run.output)")
  }

  /// A text, and what must be told of it: line, then what the declaration lacks.
  static let lacking: [(text: String, told: String)] = [
    ("package let limit = 80", "1: let limit has no comment"),
    ("// A note.\npackage let limit = 80", "2: let limit has no comment"),
    ("/// Bytes.\n\npackage let limit = 80", "3: let limit has no comment"),
    ("/// Bytes.\npackage let limit = 80\npackage let rest = 2", "3: let rest has no comment"),
    ("package static func < (left: A, right: Int) -> Int { 0 }\npackage func + (a: A) {}", "2: func + has no comment"),
    ("/// A thing.\npackage struct A {\n  @Sendable package func run() {}\n}", "3: func run() has no comment"),
    ("/// A thing.\npackage struct A {\n  package private(set) var count = 0\n}", "3: var count has no comment"),
    ("/// Reads.\npackage func read() throws {}", "2: func read() throws, and its comment does not say what"),
    ("package func read() async throws {}", "1: func read() has no comment, and throws"),
    ("/// Bytes.\npackage var all: [Int] {\n  get throws { [] }\n}", "2: var all throws, and its comment"),
    (
      "/// A thing.\npackage struct A {\n  var a: Int\n  package init(a: Int) { self.a = a }\n}",
      "4: init init(a:) has no comment"
    ),
    (
      "/// A thing.\npackage struct A {\n  /// Bytes.\n  var a: Int\n  package init(a: Int, b: Int) { self.a = a }\n}",
      "5: init init(a:b:) has no comment"
    ),
    (
      "/// A thing.\npackage struct A {\n  /// Bytes.\n  var a: Int\n  package init(a: Int) throws { self.a = a }\n}",
      "5: init init(a:) has no comment, and throws"
    ),
    // A property of the type within, which bears the same name.
    (
      "/// A.\npackage struct A {\n  struct B {\n    /// Bytes.\n    var a: Int\n  }\n  var a: Int\n  package init(a: Int) {}\n}",
      "8: init init(a:) has no comment"
    ),
    ("/// A source.\npackage protocol Source {\n  var size: Int { get }\n}", "3: var size has no comment"),
    (
      "/// Braces.\npackage let open = \"{ \\(1) {\"\n/// A.\npackage struct A {\n  package init(a: Int) {}\n}",
      "5: init init(a:) has no comment"
    ),
  ]

  @Test(arguments: lacking) func whatLacksIsTold(text: String, told: String) throws {
    let run = try Self.run(on: text)
    #expect(run.status == 1)
    #expect(run.output.contains("A.swift:" + told), "\(run.output)")
    #expect(run.output.split(separator: "\n").count { $0.contains("A.swift:") } == 1, "\(run.output)")
  }

  static let sound = [
    "/// Bytes.\npackage let limit = 80",
    "/// Bytes.\n@inline(__always)\npackage func limit() -> Int { 80 }",
    "/// Reads.\n///\n/// - Throws: `Failure`.\npackage func read() throws {}",
    "/// Reads; throws what `body` throws.\npackage func read(_ body: () throws -> Void) throws {}",
    "/// Reads.\npackage func read(_ body: () throws -> Void) rethrows {}",
    "let limit = 80\npublic func read() {}\nprivate func write() throws {}",
    "/// A thing.\npackage struct A {\n  /// Bytes.\n  package var a: Int\n  package init(a: Int) { self.a = a }\n}",
    "/// A thing.\npackage struct A {\n  /// Bytes.\n  var a: Int\n}\nextension A {\n  package init(_ a: Int) { self.a = a }\n}",
    "/// A thing.\npackage struct A {\n  package var description: String { \"\" }\n  package func hash(into hasher: inout Hasher) {}\n"
      + "  package func encode(to encoder: any Encoder) throws {}\n  package init?(rawValue: Int) {}\n}",
    "/// A kind.\npackage enum A {\n  case one, two\n}",
    "let text = \"\"\"\n  package func read() {}\n  \"\"\"\n// package func write() {}\n/* package let a = 1 */",
    "protocol Source {\n  var size: Int { get }\n}",
  ]

  @Test(arguments: sound) func whatSaysEnoughPasses(text: String) throws {
    let run = try Self.run(on: text)
    #expect(run.status == 0, "\(run.output)")
  }

  @Test func modulesCanBeExempt() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for module in ["New", "Old"] {
      let place = folder.appendingPathComponent("Sources").appendingPathComponent(module)
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      try Data("package let limit = 80\n".utf8).write(to: place.appendingPathComponent("A.swift"))
    }
    let run = try Self.run(["./.ci/docstrings", "--exempt", "Other,Old", folder.path])
    #expect(run.status == 1)
    #expect(run.output.contains("New/A.swift:1:") && !run.output.contains("Old/A.swift"))
  }

  // MARK: Running

  private static func run(on text: String) throws -> (status: Int32, output: String) {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("A.swift")
    try Data(text.utf8).write(to: file)
    return try run(["./.ci/docstrings", file.path])
  }

  private static func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("docstrings-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.currentDirectoryURL = project
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
