// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Glibc
import Pipeline
import Results
import Synchronization

/// Results on standard output, everything else on standard error; colour and progress only where a person looks on.
struct Terminal: Sendable {
  let usesColor: Bool
  let isQuiet: Bool
  private let drawsProgress: Bool

  init(color: ColorChoice, isQuiet: Bool, showsProgress: Bool) {
    let environment = ProcessInfo.processInfo.environment
    let isDumb = environment["TERM"] == "dumb"
    usesColor =
      switch color {
      case .always: true
      case .never: false
      case .auto: isatty(STDOUT_FILENO) == 1 && !isDumb && environment["NO_COLOR"] == nil
      }
    self.isQuiet = isQuiet
    drawsProgress = showsProgress && !isQuiet && !isDumb && isatty(STDERR_FILENO) == 1
  }

  /// A result. A closed pipe ends the program quietly; what names hold that a terminal would obey is shown by number.
  func print(_ text: String) { Terminal.write(Terminal.plain(text) + "\n", to: STDOUT_FILENO) }

  /// Data whose format has its own way of writing what a terminal would obey.
  func write(_ bytes: some Sequence<UInt8>) { Terminal.write(Array(bytes), to: STDOUT_FILENO) }

  /// A result in one of the formats, without a title.
  ///
  /// - Throws: what working it out throws, and a usage error where a workbook would go to a person's screen.
  func print(_ document: some ResultDocument, _ context: CommandContext, as format: ResultFormat) throws {
    if format == .xlsx { try refuseScreen() }
    try document.write(as: format, context) { write($0) }
  }

  /// Several tables as sheets of one workbook.
  func print(_ tables: ResultTables, _ context: CommandContext) throws {
    try refuseScreen()
    try tables.writeWorkbook(context) { write($0) }
  }

  private func refuseScreen() throws {
    if isatty(STDOUT_FILENO) == 1 { throw ValidationError(Help.text("error.workbook-to-terminal")) }
  }

  /// Something beside the result; silent with `--quiet`.
  func note(_ text: String) {
    if !isQuiet, !text.isEmpty { Terminal.write(Terminal.plain(text) + "\n", to: STDERR_FILENO) }
  }

  /// Why the program could not finish; never silent.
  static func printError(_ text: String) { write(plain(text) + "\n", to: STDERR_FILENO) }

  func painted(_ text: String, _ color: Color) -> String {
    usesColor ? Terminal.brush + color.rawValue + "m" + text + Terminal.brush + "0m" : text
  }

  /// Stands for ESC until a text is written: nobody who sends a file can know it.
  private static let brush = "\u{E000}" + String(UInt64.random(in: 0...UInt64.max), radix: 36) + "\u{E001}"

  private static func plain(_ text: String) -> String {
    PlainText.spelled(text, keepsLines: true).replacing(brush, with: "\u{1B}[")
  }

  enum Color: String { case red = "31", yellow = "33", green = "32", dim = "2", bold = "1" }

  /// Draws at most ten times a second on one line of standard error, and wipes it at the end.
  func progress(_ describe: @escaping @Sendable (Results.Progress.Step) -> String) -> Results.Progress {
    guard drawsProgress else { return .silent }
    let line = ProgressLine()
    return Results.Progress { step in line.draw(describe(step)) }
  }

  func endProgress() {
    if drawsProgress { Terminal.write("\r\u{1B}[K", to: STDERR_FILENO) }
  }

  private static func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8), to: descriptor) }

  /// Whether any of a result is out already.
  static var hasPrinted: Bool { printed.withLock { $0 } }
  private static let printed = Mutex(false)

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    if descriptor == STDOUT_FILENO { printed.withLock { $0 = true } }
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        start += written
      } else if errno != EINTR {
        if errno == EPIPE { exit(0) }
        if descriptor == STDOUT_FILENO { printError(Help.text("error.output-unwritable")) }
        exit(ExitStatus.couldNotFinish)
      }
    }
  }
}

/// When the progress line was last drawn; shared by the threads of a run.
private final class ProgressLine: Sendable {
  private let last = Mutex(Date.distantPast)

  func draw(_ text: String) {
    let isDue = last.withLock { last in
      let now = Date()
      guard now.timeIntervalSince(last) >= 0.1 else { return false }
      last = now
      return true
    }
    guard isDue else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K\(PlainText.spelled(text))".utf8))
  }
}
