// SPDX-License-Identifier: Apache-2.0

/// What a page says before a table: its title, headings and captions, the last few lines.
struct LinesAbove {
  private static let most = 5
  /// No heading is longer; what goes on is prose.
  private static let lengthLimit = 300

  var isInTitle = false
  private var lines: [String] = []
  private var line: [UInt8] = []

  var nearestFirst: [String] { lines.reversed() }

  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    if line.count <= LinesAbove.lengthLimit { line.append(contentsOf: bytes.prefix(LinesAbove.lengthLimit + 1)) }
  }

  mutating func endLine() {
    guard !line.isEmpty else { return }
    let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    if line.count <= LinesAbove.lengthLimit, !words.isEmpty { lines.append(words.joined(separator: " ")) }
    line.removeAll(keepingCapacity: true)
    if lines.count > LinesAbove.most { lines.removeFirst() }
  }

  mutating func removeAll() { (lines, line) = ([], []) }
}
