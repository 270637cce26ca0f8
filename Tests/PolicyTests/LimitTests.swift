// SPDX-License-Identifier: Apache-2.0

import Conditions
import Foundation
import Testing

@testable import Policy

/// Conditions and YAML that are hostile by size or depth end in a sentence, not in an overflow of the stack.
@Suite struct PolicyLimitTests {
  @Test(arguments: [
    String(repeating: "NOT ", count: 50_000) + "a = 1", String(repeating: "(", count: 50_000) + "a = 1",
    "a = 1" + String(repeating: " OR a = 1", count: 50_000), "a = 1" + String(repeating: " + 1", count: 600),
    "a IN (1" + String(repeating: ", 1", count: 50_000) + ")",
  ])
  func aConditionBeyondAllSenseIsRefused(source: String) {
    #expect(throws: ExpressionError.self) { try ExpressionParser.parse(source) }
  }

  @Test func whatPeopleWriteIsRead() throws {
    let nested = String(repeating: "(NOT ", count: 40) + "a = 1" + String(repeating: ")", count: 40)
    _ = try ExpressionParser.parse(nested)
    _ = try ExpressionParser.parse("a = 1" + String(repeating: " OR a = 1", count: 300))
  }

  private func failure(_ yaml: String) -> PackError? {
    do {
      _ = try PackNode.root(of: Array(yaml.utf8), file: "vocabulary.yaml")
      return nil
    } catch { return error as? PackError }
  }

  /// Every engine knows it: the first value that is known.
  @Test func theFirstOfSeveralValuesIsRead() throws {
    #expect(try ExpressionParser.parse("COALESCE(a, 0) + b").columns == ["a", "b"])
    for source in ["COALESCE()", "COALESCE(a", "COALESCE a, 0"] {
      #expect(throws: (any Error).self) { try ExpressionParser.parse(source) }
    }
  }

  @Test func deepYAMLIsRefusedWithItsLine() {
    for yaml in [
      "a: 1\nb: " + String(repeating: "[", count: 500) + String(repeating: "]", count: 500),
      "a: 1\n" + String(repeating: "- ", count: 100_000) + "x", "a: 1\nb: " + String(repeating: "[", count: 100_000),
      "a: 1\nb: " + String(repeating: "{a: ", count: 200) + "1" + String(repeating: "}", count: 200),
    ] {
      let found = failure(yaml)
      #expect(
        found?.file == "vocabulary.yaml" && (found?.line ?? 0) >= 1, "\(yaml.prefix(20)): \(String(describing: found))")
    }
  }

  @Test func aFewAnchorsCannotStandForABillionNodes() {
    let laughs = (1...30).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]" }.joined(separator: "\n")
    #expect(failure("a0: &a0 [x]\n" + laughs)?.message.contains("anchors") == true)
  }

  /// The file is refused by its size, before it is read.
  @Test func aHugeFileIsRefusedUnread() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.truncate(atOffset: 50 << 20)
    #expect { try YAMLLimits.contents(atPath: path, name: "vocabulary.yaml") } throws: { error in
      (error as? PackError)?.message.contains("4194304") == true
    }
  }
}
